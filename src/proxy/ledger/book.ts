/** The ledger while one transaction is open: rows are read as they are now and written with everything that follows. */
import type { SettleRequest } from '../../contract/till-api.ts';
import { isFinal, openAttempt, type AttemptEvent, type AttemptState } from '../../core/attempt.ts';
import { step } from '../../core/attempt-machine.ts';
import { randomText, type Reference, type SaleId } from '../../core/ids.ts';
import type { Money } from '../../core/money/money.ts';
import type { EpochMs, Random } from '../../core/ports.ts';
import type { Sql } from '../../sql/sql.ts';
import { nextWake } from '../ladder/next-step.ts';
import { ATTEMPT_COLUMNS, freshCancel, freshFacts, readRow, writeRow } from './attempt-row.ts';
import type { AttemptFacts, AttemptRow } from './attempt-row.ts';

/** One change of an attempt: what happened to it, and what the ledger learned beside. */
export interface Change {
  readonly events?: readonly AttemptEvent[];
  readonly facts?: Partial<AttemptFacts>;
}

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
  /** The feed's last position, once something was written. */
  seq: number | null = null;
  readonly now: EpochMs;
  readonly #sql: Sql;
  readonly #random: Random;
  readonly #soft: SoftFacts;

  constructor(sql: Sql, random: Random, now: EpochMs, soft: SoftFacts) {
    this.#sql = sql;
    this.#random = random;
    this.now = now;
    this.#soft = soft;
  }

  /** The attempt, or null. */
  find(reference: Reference): AttemptRow | null {
    const [row] = this.#sql.all('SELECT * FROM attempts WHERE reference = ?', [reference]);
    return row === undefined ? null : this.#withSoft(readRow(row));
  }

  /** Every attempt of a sale, oldest first. */
  ofSale(saleId: SaleId): AttemptRow[] {
    const rows = this.#sql.all('SELECT * FROM attempts WHERE saleId = ? ORDER BY openedAt, rowid', [saleId]);
    return rows.map((row) => this.#withSoft(readRow(row)));
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
      nextAt: null,
    };
    const written = { ...row, nextAt: nextWake(row, this.now) };
    this.#sql.run(INSERT, writeRow(written));
    return this.#publish(written);
  }

  /** Applies a change to a row just read in this transaction. Throws IllegalStep where an event has no place. */
  apply(row: AttemptRow, { events = [], facts = {} }: Change): AttemptRow {
    const moved = events.reduce((attempt, event) => ({ ...attempt, ...step(attempt, event).attempt }), {
      ...row,
      ...facts,
    });
    const next = this.#follow(row, moved);
    this.#sql.run(UPDATE, [...writeRow(next), next.reference]);
    return this.#publish(next);
  }

  /** How the sale was settled; null while it was not. */
  settledHow(saleId: SaleId): string | null {
    const how = this.#sql.all('SELECT how FROM sales WHERE saleId = ?', [saleId])[0]?.['how'];
    return typeof how === 'string' ? how : null;
  }

  /** Writes down how a person ended the sale. */
  settle({ saleId, number, amountMinor, currency, how }: SettleRequest, till: string): void {
    this.#sql.run(
      'INSERT INTO sales (saleId, number, till, amountMinor, currency, how, settledAt) VALUES (?, ?, ?, ?, ?, ?, ?)',
      [saleId, number, till, amountMinor, currency, how, this.now],
    );
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
      receiptToken: after.receiptToken ?? (after.state.name === 'paid' ? randomText(this.#random, 26) : null),
      orderLeft: hasEnded ? leavesOrder(after) : after.orderLeft,
    };
    return { ...next, nextAt: nextWake(next, this.now) };
  }

  #publish(row: AttemptRow): AttemptRow {
    // REPLACE: an attempt has one place in the feed, that of its latest change.
    const [placed] = this.#sql.all('INSERT OR REPLACE INTO feed (reference) VALUES (?) RETURNING seq', [
      row.reference,
    ]);
    this.seq = Number(placed?.['seq']);
    this.touched.set(row.reference, row);
    return row;
  }

  #withSoft(row: AttemptRow): AttemptRow {
    return this.touched.has(row.reference) ? row : { ...row, ...this.#soft.get(row.reference) };
  }
}

/** An attempt that ended before `pay` may leave an unpaid order at the gateway, where `add` was not refused. */
function leavesOrder({ state, calledAt, addTries, transactionNo }: AttemptRow): boolean {
  if (state.name !== 'closed' || calledAt !== null || addTries === 0) return false;
  return state.why === 'refused' ? transactionNo !== null : state.why !== 'timed-out';
}
