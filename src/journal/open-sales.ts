/** The sales in memory over a journal: one write at a time, durable before anybody sees it. */
import type { SaleId, Reference } from '../core/ids.ts';
import type { Clock, EpochMs } from '../core/ports.ts';
import { applySaleEvent, openSale } from '../core/sale-fold.ts';
import type { Sale, SaleEvent } from '../core/sale.ts';
import { EMPTY_DAY, isOpen, moveTotals } from './day-totals.ts';
import { JournalError, type DayTotals, type HeldCode, type Journal, type KeptSale } from './journal.ts';

/** What one write adds to a sale, all or nothing. */
export interface Change {
  readonly events: readonly SaleEvent[];
  readonly hold?: HeldCode;
  readonly drop?: readonly Reference[];
  readonly facts?: Readonly<Record<string, unknown>>;
}

/** Tells what a write did. `before` is null for a new sale. */
export type SaleListener = (before: Sale | null, after: Sale) => void;

/** How many sales of today are kept in memory; older ones are read by page. */
const ROLL_LENGTH = 60;

/** A tab that writes as often as this between two tries of ours would be a fault of its own. */
const MOST_TRIES = 10;

/** The open sales and today's latest. */
export class OpenSales {
  readonly #journal: Journal;
  readonly #clock: Clock;
  readonly #sales = new Map<SaleId, KeptSale>();
  readonly #listeners = new Set<SaleListener>();
  #day = '';
  #totals: DayTotals = EMPTY_DAY;
  #tail: Promise<unknown> = Promise.resolve();

  constructor(journal: Journal, clock: Clock) {
    this.#journal = journal;
    this.#clock = clock;
  }

  /** Reads what is open and today's latest. May be called again: another tab may have written. */
  load(day: string): Promise<void> {
    return this.#inTurn(() => this.#read(day));
  }

  async #read(day: string): Promise<void> {
    const [open, today, totals] = await Promise.all([
      this.#journal.openSales(),
      this.#journal.salesOfDay(day, ROLL_LENGTH),
      this.#journal.totals(day),
    ]);
    this.#totals = totals;
    this.#day = day;
    this.#sales.clear();
    for (const sale of [...open, ...today]) this.#sales.set(sale.id, sale);
  }

  /** The sale in memory; null when it is not there. */
  get(id: SaleId): Sale | null {
    return this.#sales.get(id) ?? null;
  }

  /** Every sale in memory, oldest first. */
  all(): Sale[] {
    return [...this.#sales.values()].sort((a, b) => a.openedAt - b.openedAt);
  }

  /** Every sale with something left to do, oldest first. */
  open(): Sale[] {
    return this.all().filter(isOpen);
  }

  /** Figures of the loaded day. */
  totals(): DayTotals {
    return this.#totals;
  }

  /** The loaded day. */
  day(): string {
    return this.#day;
  }

  /** Calls `listener` after every write, in order; returns its undo. */
  subscribe(listener: SaleListener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /**
   * Changes one sale. `decide` is called when its turn has come, with the sale as it is then (null: unknown here), and
   * may refuse with null; again where another tab has written the sale meanwhile. Resolves with the sale once it is
   * durable; rejects with JournalError, and then nothing changed.
   */
  write(id: SaleId, decide: (sale: Sale | null, at: EpochMs) => Change | null): Promise<Sale | null> {
    return this.#inTurn(async () => {
      for (let tries = 1; ; tries += 1) {
        try {
          return await this.#writeOnce(id, decide);
        } catch (error) {
          const isStale = error instanceof JournalError && error.problem === 'stale';
          if (!isStale || tries === MOST_TRIES) throw error;
          // Without Web Locks another tab may write, too: what it wrote is read, and this is decided anew.
          await this.#read(this.#day);
        }
      }
    });
  }

  async #writeOnce(
    id: SaleId,
    decide: (sale: Sale | null, at: EpochMs) => Change | null,
  ): Promise<Sale | null> {
    const before = this.#sales.get(id) ?? (await this.#journal.sale(id));
    const at = this.#clock.now();
    const change = decide(before, at);
    if (change === null) return before;
    const { events, ...rest } = change;
    const folded = events.reduce<Sale | null>((sale, event) => fold(sale, id, event, at), before);
    if (events.length === 0 || folded === null) {
      await this.#journal.commit({ entries: [], sales: [], ...rest });
      return before;
    }
    const entries = events.map((event) => ({ at, saleId: id, event }));
    const revision = before?.revision ?? 0;
    const after: KeptSale = { ...folded, revision: revision + 1 };
    await this.#journal.commit({ entries, sales: [after], onto: { saleId: id, revision }, ...rest });
    this.#publish(before, after);
    return after;
  }

  #publish(before: Sale | null, after: KeptSale): void {
    this.#sales.set(after.id, after);
    if (after.day === this.#day) this.#totals = moveTotals(this.#totals, before, after);
    this.#forgetOld();
    for (const listener of this.#listeners) listener(before, after);
  }

  /** A long day does not fill the memory: what is over and far back is read from the journal when asked for. */
  #forgetOld(): void {
    if (this.#sales.size <= ROLL_LENGTH * 2) return;
    const over = this.all().filter((sale) => !isOpen(sale));
    for (const sale of over.slice(0, Math.max(0, over.length - ROLL_LENGTH))) this.#sales.delete(sale.id);
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#tail.then(work);
    // The next in line waits for the end of this one, whatever it was; its error goes to the caller only.
    this.#tail = done.then(
      () => undefined,
      () => undefined,
    );
    return done;
  }
}

function fold(sale: Sale | null, id: SaleId, event: SaleEvent, at: EpochMs): Sale {
  return sale === null ? openSale(id, event, at) : applySaleEvent(sale, event, at);
}
