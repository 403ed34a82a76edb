/** Seeded dice: one seed plays the same customers and the same blows; what they hit is the machine's own timing. */
import { makeSeededRandom } from '../fakes/random.ts';

/** Chance in a test's hand. */
export interface Dice {
  /** A whole number from `min` to `max`, both included. */
  between(min: number, max: number): number;
  /** True with the given probability. */
  chance(probability: number): boolean;
  pick<T>(from: readonly [T, ...T[]]): T;
}

/** Makes dice from `seed`. */
export function makeDice(seed: number): Dice {
  const random = makeSeededRandom(seed);
  /** 0 ≤ x < 1 */
  const next = (): number => {
    const [high = 0, middle = 0, low = 0] = random.bytes(3);
    return ((high << 16) | (middle << 8) | low) / 2 ** 24;
  };
  const between = (min: number, max: number): number => min + Math.floor(next() * (max - min + 1));
  return {
    between,
    chance: (probability) => next() < probability,
    pick: (from) => from[between(0, from.length - 1)] ?? from[0],
  };
}
