/** The journal's port: the till's append-only record and the projection folded from it. */
import type { JournalEntry, NewEntry } from '../contract/journal-entry.ts';
import type { Reference, SaleId } from '../core/ids.ts';
import type { Sale } from '../core/sale.ts';

/** A code on hold: encrypted at rest under a non-extractable key, and only while it may still be sent (law 9). */
export interface HeldCode {
  readonly reference: Reference;
  readonly code: string;
  /** Wall time after which it must be gone. */
  readonly dropBy: number;
}

/** A sale as it is kept. Its revision counts its writes, so that two tabs cannot write over each other; absent: 0. */
export interface KeptSale extends Sale {
  readonly revision?: number | undefined;
}

/** What a batch was made from: the sale and its revision then; 0 also for one the journal does not have. */
export interface Base {
  readonly saleId: SaleId;
  readonly revision: number;
}

/** All that one commit writes: all or nothing. */
export interface Batch {
  readonly entries: readonly NewEntry[];
  /** The sales as they are after the entries. */
  readonly sales: readonly KeptSale[];
  /** Where the journal has another revision of this sale by now, the commit rejects with `stale` and writes nothing. */
  readonly onto?: Base;
  readonly hold?: HeldCode;
  readonly drop?: readonly Reference[];
  /** Small facts of the till (server clock pair, feed position, epoch, day's count), by key; structured-clonable. */
  readonly facts?: Readonly<Record<string, unknown>>;
}

/** One day's figures. */
export interface DayTotals {
  readonly count: number;
  readonly paidMinor: number;
  readonly unfinished: number;
}

/** Why the journal cannot be used. `newer`: written by a later Pling; kept, never overwritten. `stale`: see Batch.onto. */
export type JournalProblem = 'newer' | 'corrupt' | 'blocked' | 'cannot-save' | 'closed' | 'stale';

/** Thrown by every call that could not be done. Nothing was written. */
export class JournalError extends Error {
  override readonly name = 'JournalError' as const;
  readonly problem: JournalProblem;
  constructor(problem: JournalProblem, message: string, cause?: unknown) {
    super(message, { cause });
    this.problem = problem;
  }
}

/** Throws `stale` unless the sale is as the batch was made from it. */
export function checkBase(onto: Base | undefined, row: KeptSale | null): void {
  if (onto && (row?.revision ?? 0) !== onto.revision)
    throw new JournalError('stale', 'Another tab has written this sale since');
}

/**
 * The journal. `commit` resolves only when the batch is durable (strict); it rejects with JournalError and has then
 * written nothing. A connection the browser closed (iOS) is reopened and the call repeated once by the adapter itself.
 */
export interface Journal {
  commit(batch: Batch): Promise<void>;
  sale(id: SaleId): Promise<KeptSale | null>;
  /** Every sale that is unfinished or unsettled (core/sale.ts), oldest first. */
  openSales(): Promise<KeptSale[]>;
  /** Sales of a day, newest first; `before` (openedAt, exclusive) pages on. */
  salesOfDay(day: string, limit: number, before?: number): Promise<KeptSale[]>;
  totals(day: string): Promise<DayTotals>;
  /** Every entry of a sale, in order: what its detail page explains. */
  entriesOf(id: SaleId): Promise<JournalEntry[]>;
  /** Entries of every sale in the order they were written, at most `limit`, those after `afterSeq` (0: from the first). */
  entries(afterSeq: number, limit: number): Promise<JournalEntry[]>;
  heldCode(reference: Reference): Promise<HeldCode | null>;
  /** Drops codes past their `dropBy`. */
  dropHeldBefore(wall: number): Promise<void>;
  fact(key: string): Promise<unknown>;
  /** Another tab wants a newer database: the adapter closes and calls this. */
  onclosed(listener: (problem: JournalProblem) => void): () => void;
  close(): void;
}
