/** Adds up what the engines did, and says it in rates and milliseconds. */
import type { Outcome } from './stills.ts';

/** One engine on one kind of picture. */
export class Tally {
  read = 0;
  all = 0;
  wrong: string[] = [];
  readonly hits: number[] = [];
  readonly misses: number[] = [];

  add({ what, ms, text }: Outcome): void {
    this.all += 1;
    if (what === 'read') this.read += 1;
    if (what === 'wrong') this.wrong.push(text ?? '');
    (what === 'read' ? this.hits : this.misses).push(ms);
  }

  /** 0 to 1; null of nothing. */
  rate(): number | null {
    return this.all === 0 ? null : this.read / this.all;
  }
}

/** Tallies by name, made when they are first asked for. */
export class Tallies {
  readonly #tallies = new Map<string, Tally>();

  of(...names: readonly string[]): Tally {
    const name = names.join('\t');
    const tally = this.#tallies.get(name) ?? new Tally();
    this.#tallies.set(name, tally);
    return tally;
  }
}

/** The value that `share` of them stay below; null of none. */
export function percentile(values: readonly number[], share: number): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? null;
}
