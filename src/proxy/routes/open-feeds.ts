/** The feeds a till has open: a few, for a tablet needs one; whoever opens more loses the oldest. */

/** Tabs that were closed without a word hold one each until the network notices. */
export const MOST_FEEDS_A_TILL = 16;

/** The open feeds of one proxy. */
export class OpenFeeds {
  /** by till, each the function that ends a feed, the oldest first */
  readonly #ends = new Map<string, Set<() => void>>();

  /** One more feed of this till. Returns what forgets it. */
  add(till: string, end: () => void): () => void {
    const ends = this.#ends.get(till) ?? new Set();
    this.#ends.set(till, ends.add(end));
    const [oldest] = ends;
    if (ends.size > MOST_FEEDS_A_TILL && oldest !== undefined) oldest();
    return () => {
      ends.delete(end);
      if (ends.size === 0) this.#ends.delete(till);
    };
  }

  /** How many this till has. */
  countOf(till: string): number {
    return this.#ends.get(till)?.size ?? 0;
  }
}
