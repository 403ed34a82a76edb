/** The payment codes in memory: each only while it may still be sent (law 9). */
import type { Reference } from '../core/ids.ts';

/** Codes by attempt. What is on the disk is the journal's. */
export class Codes {
  readonly #codes = new Map<Reference, string>();

  /** Takes up what an earlier run held. */
  load(held: ReadonlyMap<Reference, string>): void {
    for (const [reference, code] of held) this.#codes.set(reference, code);
  }

  /** Keeps one. */
  hold(reference: Reference, code: string): void {
    this.#codes.set(reference, code);
  }

  /** The attempt's code; null when there is none. */
  of(reference: Reference): string | null {
    return this.#codes.get(reference) ?? null;
  }

  /** True while the attempt has one. */
  has(reference: Reference): boolean {
    return this.#codes.has(reference);
  }

  /** Forgets the codes of these attempts. */
  drop(references: Iterable<Reference>): void {
    for (const reference of references) this.#codes.delete(reference);
  }
}
