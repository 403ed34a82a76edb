/** The latest rows of the ledger in memory: most requests are about an attempt that was written a moment ago. */
import { isReference, type Reference } from '../../core/ids.ts';
import type { AttemptRow } from './attempt-row.ts';

/** About a shop's busiest hour; older ones are read from the file. */
const MOST_ROWS = 2_000;

/** Rows as the last commit left them, the one written last at the end. Only committed rows may be put in. */
export class RowMemory {
  readonly #rows = new Map<Reference, AttemptRow>();

  /** The row, where it is remembered. */
  get(reference: Reference): AttemptRow | null {
    return this.#rows.get(reference) ?? null;
  }

  /** Remembers a row; the oldest is forgotten where there are too many. */
  set(reference: Reference, row: AttemptRow): void {
    this.#rows.delete(reference);
    this.#rows.set(reference, row);
    if (this.#rows.size <= MOST_ROWS) return;
    for (const oldest of this.#rows.keys()) {
      this.#rows.delete(oldest);
      return;
    }
  }
}

/** A reference read from the file. Throws TypeError where it is damaged. */
export function asReference(value: unknown): Reference {
  if (typeof value === 'string' && isReference(value)) return value;
  throw new TypeError('The ledger holds a damaged reference');
}
