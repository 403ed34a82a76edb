/** Dice that repeat: the same seed and label always fall the same way, so that a plan can shrink and still replay. */
import type { Random } from '../../src/core/ports.ts';

/** A stream of throws (splitmix32). Never for a secret. */
export class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed | 0;
  }

  /** 0 ≤ x < 1. */
  roll(): number {
    return this.word() / 2 ** 32;
  }

  /** 32 random bits. */
  word(): number {
    this.#state = (this.#state + 0x9e3779b9) | 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return (mixed ^ (mixed >>> 15)) >>> 0;
  }

  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number {
    return low + Math.floor(this.roll() * (high - low + 1));
  }

  /** True with the given chance. */
  chance(of: number): boolean {
    return this.roll() < of;
  }

  /** One of the list. Throws where it is empty. */
  pick<T>(from: readonly T[]): T {
    const chosen = from[Math.floor(this.roll() * from.length)];
    if (chosen === undefined) throw new Error('Nothing to pick from');
    return chosen;
  }

  /** One of the names, each as often as its weight. */
  weigh<T extends string>(weights: Readonly<Record<T, number>>): T {
    const entries = Object.entries(weights) as [T, number][];
    let left = this.roll() * entries.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [name, weight] of entries) {
      left -= weight;
      if (left < 0) return name;
    }
    throw new Error('Nothing to weigh');
  }
}

/** A seed of its own for `label`: FNV-1a over the label, mixed with `seed`. */
export function seedFor(seed: number, label: string): number {
  let hash = 0x811c9dc5 ^ seed;
  for (let index = 0; index < label.length; index += 1)
    hash = Math.imul(hash ^ label.charCodeAt(index), 0x01000193);
  return hash | 0;
}

/** The Random port over dice: ids, tokens and jitter of one machine. */
export function makeRandom(seed: number): Random {
  const dice = new Dice(seed);
  return {
    bytes: (count) => {
      const bytes = new Uint8Array(count);
      for (let index = 0; index < count; index += 4) {
        const word = dice.word();
        for (let part = 0; part < 4 && index + part < count; part += 1)
          bytes[index + part] = (word >>> (part * 8)) & 255;
      }
      return bytes;
    },
  };
}
