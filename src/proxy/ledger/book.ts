/** The ledger while one transaction is open: rows are read as they are now and written with everything that follows. */
import type { SettleRequest } from '../../contract/till-api.ts';
import { isFinal, openAttempt, type AttemptEvent, type AttemptState } from '../../core/attempt.ts';
import { step } from '../../core/attempt-machine.ts';
import type { Reference, SaleId } from '../../core/ids.ts';
import type { Money } from '../../core/money/money.ts';
import type { EpochMs, Random } from '../../core/ports.ts';
import type { Refund } from '../../core/refund.ts';
import { dayOf, nextMidnight } from '../../core/shop-day.ts';
import type { Sql, SqlValue } from '../../sql/sql.ts';
import { nextWake } from '../ladder/next-step.ts';
import { makeReceiptToken } from '../receipt-token.ts';
import { asReference, type RowMemory } from './row-memory.ts';
import { ATTEMPT_COLUMNS, freshCancel, freshFacts, readRow, writeRow } from './attempt-row.ts';
import type { AttemptFacts, AttemptRow } from './attempt-row.ts';
import { countDay, readDay, type DaySums } from './day-sums.ts';

/** One change of an attempt: what happened to it, and what the ledger learned beside. */
export interface Change {
  readonly events?: readonly AttemptEvent[];
  readonly facts?: Partial<AttemptFacts>;
  /** The refunds as they are now, where one was written or moved. */
  readonly refunds?: readonly Refund[];
}

/** How a person ended a sale. */
export type Settlement = Pick<SettleRequest, 'saleId' | 'number' | 'amountMinor' | 'currency' | 'how'>;

/** What a new row is made of. `state` is `opening` unless the row is written as a fence. */
export interface NewAttempt {
  readonly reference: Reference;
  readonly saleId: SaleId;
  readonly number: string;
  readonly till: string;
  readonly amount: Money;
  readonly orderEndsAt: EpochMs;
  readonly state?: AttemptState;
}

/** What a book is made of. */
export interface BookDeps {
  readonly sql: Sql;
  readonly random: Random;
  /** the shop's, for its receipts */
  readonly realm: string;
  /** the shop's, for its midnight */
  readonly timeZone: string;
  readonly epoch: string;
  /** Rows as the last commits left them: nobody else writes the file, so they need not be read again. */
  readonly rows: RowMemory;
}

/** Facts of a question that changed nothing: kept in memory, written with the row's next change. */
export type SoftFacts = ReadonlyMap<string, Partial<AttemptFacts>>;

const INSERT = `INSERT INTO attempts (${ATTEMPT_COLUMNS.join(', ')})
  VALUES (${ATTEMPT_COLUMNS.map(() => '?').join(', ')})`;
const UPDATE = `UPDATE attempts SET ${ATTEMPT_COLUMNS.map((name) => `${name} = ?`).join(', ')}
  WHERE reference = ?`;

/** Made by Ledger.transact and dead with its transaction. */
export class Book {
  /** Rows this transaction has written, each as it is now. */
  readonly touched = new Map<Reference, AttemptRow>();
  /** Their places in the feed, in order. */
  readonly places = new Map<Reference, number>();
  readonly now: EpochMs;
  /** The ledger's. */
  readonly epoch: string;
  readonly #sql: Sql;
  readonly #random: Random;
  readonly #realm: string;
  readonly #timeZone: string;
  readonly #rows: RowMemory;
  readonly #soft: SoftFacts;

  constructor({ sql, random, realm, timeZone, epoch, rows }: BookDeps, now: EpochMs, soft: SoftFacts) {
    this.#sql = sql;
    this.#random = random;
    this.#realm = realm;
    this.#timeZone = timeZone;
    this.now = now;
    this.epoch = epoch;
    this.#rows = rows;
    this.#soft = soft;
  }

  /** The attempt, or null. */
  find(reference: Reference): AttemptRow | null {
    const known = this.touched.get(reference) ?? this.#rows.get(reference);
    if (known) return this.#withSoft(known);
    const [found] = this.#sql.all('SELECT * FROM attempts WHERE reference = ?', [reference]);
    if (found === undefined) return null;
    const row = readRow(found);
    this.#rows.set(reference, row);
    return this.#withSoft(row);
  }

  /** Every attempt of a sale, oldest first. */
  ofSale(saleId: SaleId): AttemptRow[] {
    return this.where('saleId = ? ORDER BY openedAt, rowid', [saleId]);
  }

  /** The attempts for which `condition` holds, as far as this record knows. `condition` is SQL of ours. */
  where(condition: string, values: readonly SqlValue[] = []): AttemptRow[] {
    const rows = this.#sql.all(`SELECT reference FROM attempts WHERE ${condition}`, values);
    return rows.flatMap((row) => this.find(asReference(row['reference'])) ?? []);
  }

  /** True where another attempt of the shop was given this code. */
  isCodeUsed(codeHash: string): boolean {
    return this.#sql.all('SELECT 1 FROM attempts WHERE codeHash = ?', [codeHash]).length > 0;
  }

  /** Writes a new attempt. */
  insert(attempt: NewAttempt): AttemptRow {
    const { orderEndsAt, state = { name: 'opening' }, amount, ...identity } = attempt;
    const row: AttemptRow = {
      ...freshFacts(orderEndsAt),
      ...openAttempt(amount),
      ...identity,
      state,
      version: 1,
      openedAt: this.now,
      endedAt: isFinal(state) ? this.now : null,
      midnightAt: null,
      listed: false,
      nextAt: null,
    };
    const written = { ...row, nextAt: nextWake(row, this.now) };
    this.#sql.run(INSERT, writeRow(written));
    return this.#publish(written);
  }

  /** Applies a change to a row just read in this transaction. Throws IllegalStep where an event has no place. */
  apply(row: AttemptRow, { events = [], facts = {}, refunds = row.refunds }: Change): AttemptRow {
    const moved = events.reduce((attempt, event) => ({ ...attempt, ...step(attempt, event).attempt }), {
      ...row,
      ...facts,
      refunds,
    });
    const next = this.#follow(row, this.#keptOnce(row, moved));
    this.#sql.run(UPDATE, [...writeRow(next), next.reference]);
    countDay(this.#sql, this.#timeZone, this.find(row.reference) ?? row, next);
    return this.#publish(next);
  }

  /**
   * An end that a record wrote without knowing what it had forgotten: it was set back, and the code had left. The one
   * way out of a final state: what was marked sent enters as sent (DESIGN §4), and only the gateway's word ends it.
   */
  reopen(row: AttemptRow, facts: Partial<AttemptFacts>): AttemptRow {
    if (!isUnsentEnd(row)) throw new Error('Only an unsent end is reopened');
    return this.apply(
      { ...row, state: { name: 'sent' }, endedAt: null },
      { facts: { ...facts, orderLeft: false, restUntil: null } },
    );
  }

  /** What the shop's day has charged and given back so far, and `till` of it. */
  today(till: string): DaySums {
    return readDay(this.#sql, dayOf(this.now, this.#timeZone), till);
  }

  /** How the sale was settled; null while it was not. */
  settledHow(saleId: SaleId): string | null {
    const how = this.#sql.all('SELECT how FROM sales WHERE saleId = ?', [saleId])[0]?.['how'];
    return typeof how === 'string' ? how : null;
  }

  /** Writes down how a person ended the sale; who was let go on trust may be settled once more. */
  settle({ saleId, number, amountMinor, currency, how }: Settlement, till: string): void {
    this.#sql.run(
      `INSERT OR REPLACE INTO sales (saleId, number, till, amountMinor, currency, how, settledAt)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
      [saleId, number, till, amountMinor, currency, how, this.now],
    );
  }

  /** The till that took the sale over; null where nobody did. */
  takenBy(saleId: SaleId): string | null {
    const till = this.#sql.all('SELECT till FROM takes WHERE saleId = ?', [saleId])[0]?.['till'];
    return typeof till === 'string' ? till : null;
  }

  /** Makes `till` the sale's till. */
  take(saleId: SaleId, till: string): void {
    this.#sql.run('INSERT OR REPLACE INTO takes (saleId, till, takenAt) VALUES (?, ?, ?)', [
      saleId,
      till,
      this.now,
    ]);
  }

  /** Law 1: a sale that is paid keeps no second charge; two records alive at once may have let both through. */
  #keptOnce(before: AttemptRow, after: AttemptRow): AttemptRow {
    if (after.state.name !== 'paid' || before.state.name === 'paid' || after.wanted === 'return')
      return after;
    const isKept = ({ reference, state, giveBack }: AttemptRow): boolean =>
      reference !== after.reference && state.name === 'paid' && giveBack === 'none';
    if (!this.ofSale(after.saleId).some(isKept)) return after;
    return { ...after, ...step(after, { type: 'condemned' }).attempt };
  }

  /** What a change brings with it: the end's time, the receipt, the order left behind, the next wake. */
  #follow(before: AttemptRow, after: AttemptRow): AttemptRow {
    const hasEnded = isFinal(after.state) && !isFinal(before.state);
    const isOwed = after.giveBack === 'owed' && before.giveBack !== 'owed';
    const next: AttemptRow = {
      ...after,
      ...(isOwed ? freshCancel() : {}),
      version: before.version + 1,
      endedAt: hasEnded ? this.now : after.endedAt,
      midnightAt:
        isWatched(after) && !isWatched(before) ? nextMidnight(this.now, this.#timeZone) : after.midnightAt,
      listed: isListed(after),
      receiptToken: after.receiptToken ?? (after.state.name === 'paid' ? this.#makeReceipt() : null),
      orderLeft: hasEnded ? leavesOrder(after) : after.orderLeft,
    };
    return { ...next, nextAt: nextWake(next, this.now) };
  }

  #makeReceipt(): string {
    return makeReceiptToken(this.#realm, this.#random);
  }

  #publish(row: AttemptRow): AttemptRow {
    // REPLACE: an attempt has one place in the feed, that of its latest change.
    const [placed] = this.#sql.all('INSERT OR REPLACE INTO feed (reference) VALUES (?) RETURNING seq', [
      row.reference,
    ]);
    this.places.delete(row.reference);
    this.places.set(row.reference, Number(placed?.['seq']));
    this.touched.set(row.reference, row);
    return row;
  }

  #withSoft(row: AttemptRow): AttemptRow {
    return this.touched.has(row.reference) ? row : { ...row, ...this.#soft.get(row.reference) };
  }
}

/** Closed without a call that is known: one noted only after the end is a guess of a record that was set back. */
export function isUnsentEnd({ state, calledAt, endedAt, doubted, giveBack }: AttemptRow): boolean {
  if (state.name !== 'closed' || giveBack !== 'none') return false;
  return calledAt === null || (doubted && endedAt !== null && calledAt >= endedAt);
}

/** Ended unpaid after `pay` had left: a success may still come, so it is asked about again (the after-watch). */
function isWatched({ state, calledAt }: AttemptRow): boolean {
  return calledAt !== null && ['declined', 'closed', 'returned'].includes(state.name);
}

/** Only a person can end it. */
function isListed({ state, giveBack, refunds }: AttemptRow): boolean {
  const isUnclear = state.name === 'differs' || state.name === 'unresolved' || giveBack === 'listed';
  return isUnclear || refunds.some((refund) => refund.state === 'listed');
}

/** An attempt that ended before `pay` may leave an unpaid order at the gateway, where `add` was not refused. */
function leavesOrder({ state, calledAt, addTries, transactionNo }: AttemptRow): boolean {
  if (state.name !== 'closed' || calledAt !== null || addTries === 0) return false;
  return state.why === 'refused' ? transactionNo !== null : state.why !== 'timed-out';
}
