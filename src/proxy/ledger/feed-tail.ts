/** The latest places of the feed in memory: after every change each open live feed reads them. */
import type { Reference } from '../../core/ids.ts';

/** An attempt with its place in the feed. */
export interface FeedEntry {
  readonly seq: number;
  readonly reference: Reference;
}

/** A till that lags further behind reads the file. */
const MOST_ENTRIES = 200;

/** The end of one feed. Only committed places may be put in. */
export class FeedTail {
  /** By place, oldest first: each attempt once, at its latest change. */
  readonly #seqs = new Map<Reference, number>();
  /** Every later place is here. */
  #from: number;

  /** `from`: where the feed stands. */
  constructor(from: number) {
    this.#from = from;
  }

  /** An attempt has changed. */
  add(reference: Reference, seq: number): void {
    this.#seqs.delete(reference);
    this.#seqs.set(reference, seq);
    if (this.#seqs.size <= MOST_ENTRIES) return;
    for (const [oldest, place] of this.#seqs) {
      this.#seqs.delete(oldest);
      this.#from = place;
      return;
    }
  }

  /** What changed after `seq`, oldest first, `limit` at most; null where that is more than is remembered. */
  after(seq: number, limit: number): FeedEntry[] | null {
    if (seq < this.#from) return null;
    const entries: FeedEntry[] = [];
    for (const [reference, place] of this.#seqs) if (place > seq) entries.push({ seq: place, reference });
    return entries.slice(0, limit);
  }
}
