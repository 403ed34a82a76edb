/** The last durations by name, in memory: enough for a median and a 95th percentile. */

/** How many are kept of each. */
const MOST = 200;

/** What the last durations come to, ms. */
export interface Spread {
  readonly count: number;
  readonly p50: number;
  readonly p95: number;
}

/** Durations by name; there are few names. */
export class Latencies<Name extends string> {
  readonly #kept = new Map<Name, number[]>();

  /** One more, ms. */
  add(name: Name, ms: number): void {
    const kept = this.#kept.get(name) ?? [];
    kept.push(ms);
    if (kept.length > MOST) kept.shift();
    this.#kept.set(name, kept);
  }

  /** What the last of that name come to; null where there were none. */
  of(name: Name): Spread | null {
    const kept = this.#kept.get(name);
    if (kept === undefined) return null;
    const sorted = [...kept].sort((a, b) => a - b);
    const at = (share: number): number =>
      Math.round(sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0);
    return { count: sorted.length, p50: at(0.5), p95: at(0.95) };
  }

  /** Every name there were any of. */
  names(): Name[] {
    return [...this.#kept.keys()];
  }
}
