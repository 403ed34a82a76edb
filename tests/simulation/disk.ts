/** A tablet's disk: the memory journal, full or slow when luck is bad; what was committed outlives the page. */
import { JournalError, type Batch, type Journal } from '../../src/journal/journal.ts';
import { openMemoryJournal, type MemoryStore } from '../../src/journal/memory-journal.ts';
import type { Scheduler } from './scheduler.ts';

/** A page, as far as the disk sees it. */
export interface DiskUser {
  readonly isAlive: () => boolean;
  /** A commit begins, or has just become durable; may end the page. */
  readonly touch: () => void;
  /** What was committed. */
  readonly wrote: (batch: Batch) => void;
}

/** The disk of one tablet. */
export class Disk {
  readonly store: MemoryStore;
  readonly #scheduler: Scheduler;
  #fullUntil = 0;
  #slowUntil = 0;
  #slowMs = 0;

  constructor(scheduler: Scheduler, store: MemoryStore) {
    this.#scheduler = scheduler;
    this.store = store;
  }

  /** No commit succeeds for a while. */
  fill(ms: number): void {
    this.#fullUntil = this.#scheduler.now + ms;
  }

  /** Every commit takes this long for a while: a connection that was lost and is opened again. */
  slow(forMs: number, eachMs: number): void {
    this.#slowUntil = this.#scheduler.now + forMs;
    this.#slowMs = eachMs;
  }

  /** Bad luck has ended. */
  calm(): void {
    this.#fullUntil = 0;
    this.#slowUntil = 0;
  }

  /** The journal as one page opens it. A page that is dead hears nothing any more. */
  open(user: DiskUser): Journal {
    const inner = openMemoryJournal(this.store);
    const never = new Promise<never>(() => undefined);
    // A page that is dead hears nothing more, not even what it has asked before.
    const alive = <T>(read: () => Promise<T>): Promise<T> => (user.isAlive() ? read() : never);
    return {
      ...inner,
      sale: (id) => alive(() => inner.sale(id)),
      openSales: () => alive(() => inner.openSales()),
      salesOfDay: (...page) => alive(() => inner.salesOfDay(...page)),
      totals: (day) => alive(() => inner.totals(day)),
      entriesOf: (id) => alive(() => inner.entriesOf(id)),
      heldCode: (reference) => alive(() => inner.heldCode(reference)),
      dropHeldBefore: (wall) => alive(() => inner.dropHeldBefore(wall)),
      fact: (key) => alive(() => inner.fact(key)),
      commit: async (batch) => {
        if (!user.isAlive()) return never;
        user.touch();
        if (!user.isAlive()) return never;
        await this.#pace();
        // A power cut in the middle: what was under way is lost, for it had not been promised.
        if (!user.isAlive()) return never;
        if (this.#fullUntil > this.#scheduler.now) throw new JournalError('cannot-save', 'The disk is full');
        await inner.commit(batch);
        user.wrote(batch);
        user.touch();
        return user.isAlive() ? undefined : never;
      },
    };
  }

  #pace(): Promise<void> {
    if (this.#slowUntil <= this.#scheduler.now) return Promise.resolve();
    return new Promise((resolve) => void this.#scheduler.after(this.#slowMs, resolve));
  }
}
