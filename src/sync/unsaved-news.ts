/** News the journal could not take (a full or hanging disk): tried again by and by, for nobody may tell of it twice. */
import { isOlderNews, type AttemptSnapshot } from '../core/attempt-snapshot.ts';
import type { Reference } from '../core/ids.ts';
import type { Timers } from '../core/ports.ts';
import { DELIVERY_BACKOFF, waitBefore } from '../core/retry.ts';

/** The news of one realm that is not saved yet: the latest of each attempt. */
export class UnsavedNews {
  readonly #timers: Timers;
  readonly #again: (snapshot: AttemptSnapshot) => Promise<void>;
  readonly #news = new Map<Reference, AttemptSnapshot>();
  #failures = 0;
  #undo: (() => void) | null = null;

  /** `again` tries once more, says `saved` or `failed`, and must not reject. */
  constructor(timers: Timers, again: (snapshot: AttemptSnapshot) => Promise<void>) {
    this.#timers = timers;
    this.#again = again;
  }

  /** True while something is not saved. What is kept of the feed's place would lose it. */
  isAny(): boolean {
    return this.#news.size > 0;
  }

  /** It could not be saved; the next try waits longer. */
  failed(snapshot: AttemptSnapshot): void {
    const known = this.#news.get(snapshot.reference);
    if (!known || !isOlderNews(snapshot, known)) this.#news.set(snapshot.reference, snapshot);
    if (this.#undo) return;
    this.#undo = this.#timers.after(waitBefore(this.#failures, DELIVERY_BACKOFF), () => void this.#tryAll());
    this.#failures += 1;
  }

  /** The journal has this, or something newer. */
  saved(snapshot: AttemptSnapshot): void {
    const known = this.#news.get(snapshot.reference);
    const isOver = known && (isOlderNews(known, snapshot) || known.epoch !== snapshot.epoch);
    if (isOver) this.#news.delete(snapshot.reference);
    if (this.#news.size === 0) this.#failures = 0;
  }

  /** Tries nothing any more, whatever else fails: the journal is closed. */
  stop(): void {
    this.#undo?.();
    this.#undo = () => undefined;
    this.#news.clear();
  }

  /** One after the other, and none behind one that failed: a sale must not wait for all of them on a disk that hangs. */
  async #tryAll(): Promise<void> {
    this.#undo = null;
    for (const snapshot of [...this.#news.values()]) {
      await this.#again(snapshot);
      if (this.#undo !== null) return;
    }
  }
}
