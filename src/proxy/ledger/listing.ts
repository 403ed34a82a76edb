/** What the ledger shows of the whole shop: its sales, and what only a person can end. */
import type { Stray } from '../../contract/manager-api.ts';
import * as v from 'valibot';
import type { SaleRecord } from '../../contract/till-api.ts';
import { settledSchema } from '../../contract/shapes.ts';
import { isFinal } from '../../core/attempt.ts';
import type { SaleId } from '../../core/ids.ts';
import type { EpochMs } from '../../core/ports.ts';
import { dayOf } from '../../core/shop-day.ts';
import type { Sql } from '../../sql/sql.ts';
import { Refusal } from '../refusal.ts';
import type { AttemptRow } from './attempt-row.ts';
import type { Ledger } from './ledger.ts';
import { asReference } from './row-memory.ts';
import { toSnapshot } from './snapshot.ts';

/** The most sales that are over one answer of the whole shop carries: the newest. A till is told all of its own. */
const MOST_SALES = 200;
/** A calendar day lies within this much of its UTC midnight, in any zone. */
const ZONE_MS = 15 * 3_600_000;
const DAY_MS = 86_400_000;

/** Everything on the manager's list, oldest first. */
export function listedAttempts(ledger: Ledger, sql: Sql): AttemptRow[] {
  return find(
    ledger,
    sql
      .all('SELECT reference FROM attempts WHERE listed = 1 ORDER BY openedAt')
      .map((row) => row['reference']),
  );
}

/** Successes the gateway told of that no attempt knows and no manager has seen to, oldest first. */
export function openStrays(sql: Sql): Stray[] {
  const rows = sql.all(
    `SELECT transactionNo, status, reference, amount, currency, receivedAt FROM strays
     WHERE status = 'success' AND closedAt IS NULL
       AND NOT EXISTS (SELECT 1 FROM attempts WHERE attempts.reference = strays.reference)
     ORDER BY receivedAt`,
  );
  const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
  return rows.map((row) => ({
    transactionNo: text(row['transactionNo']) ?? '',
    status: text(row['status']) ?? '',
    reference: text(row['reference']),
    amount: text(row['amount']),
    currency: text(row['currency']),
    receivedAt: Number(row['receivedAt']),
  }));
}

/** A manager has seen to a stray; the first word on it stays. True where this is the first. Throws a Refusal where there is none. */
export function closeStray(sql: Sql, transactionNo: string, reason: string, at: EpochMs): boolean {
  const { changes } = sql.run(
    'UPDATE strays SET closedAt = ?, closedReason = ? WHERE transactionNo = ? AND closedAt IS NULL',
    [at, reason, transactionNo],
  );
  const isKnown = sql.all('SELECT 1 FROM strays WHERE transactionNo = ?', [transactionNo]).length > 0;
  if (!isKnown) throw new Refusal('not-found');
  return changes > 0;
}

/** Which sales: those of a calendar day in this zone, of all tills or of one, with those it has numbered. */
export interface Wanted {
  readonly day: string;
  readonly zone: string;
  readonly till: { readonly id: string; readonly letter: string } | null;
}

/** The sales of that day (of the whole shop the latest), and every one of any day that has not ended; newest first. */
export function salesOfDay(ledger: Ledger, sql: Sql, { day, zone, till }: Wanted): Map<SaleId, AttemptRow[]> {
  const start = Date.parse(`${day}T00:00:00Z`);
  const rows = sql.all(
    `SELECT reference FROM attempts WHERE openedAt BETWEEN ? AND ? OR nextAt IS NOT NULL OR listed = 1
     ORDER BY openedAt, rowid`,
    [start - ZONE_MS, start + DAY_MS + ZONE_MS],
  );
  const shown = find(
    ledger,
    rows.map((row) => row['reference']),
  )
    .filter((row) => till === null || row.till === till.id || row.number.startsWith(`${till.letter}-`))
    .filter((row) => dayOf(row.openedAt, zone) === day || isUnfinished(row));
  const unfinished = new Set(shown.filter(isUnfinished).map((row) => row.saleId));
  const newest = [...new Set(shown.map((row) => row.saleId))]
    .reverse()
    .filter((saleId, index) => till !== null || index < MOST_SALES || unfinished.has(saleId));
  return new Map(newest.map((saleId) => [saleId, ledger.ofSale(saleId)]));
}

/** The sale as another till is told of it. */
export function toRecord(
  ledger: Ledger,
  sql: Sql,
  rows: readonly AttemptRow[],
  tillName: (id: string) => string,
): SaleRecord | null {
  const last = rows.at(-1);
  if (last === undefined) return null;
  const how = sql.all('SELECT how FROM sales WHERE saleId = ?', [last.saleId])[0]?.['how'] ?? null;
  return {
    saleId: last.saleId,
    number: last.number,
    amount: last.amount,
    openedAt: rows[0]?.openedAt ?? last.openedAt,
    settled: v.parse(v.nullable(settledSchema), how),
    till: { id: last.till, name: tillName(last.till) },
    attempts: rows.map((row) => toSnapshot(row, ledger.epoch)),
  };
}

function isUnfinished({ state, giveBack, listed }: AttemptRow): boolean {
  return !isFinal(state) || giveBack === 'owed' || listed;
}

function find(ledger: Ledger, references: readonly unknown[]): AttemptRow[] {
  return references.flatMap((reference) => ledger.find(asReference(reference)) ?? []);
}
