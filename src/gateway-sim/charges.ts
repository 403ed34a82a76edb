/** The gateway's own book, for people and tests: what was really charged, and what went back. */
import { isCurrency, money, toDecimal, type Currency } from '../core/money/money.ts';
import type { SqlRow } from '../sql/sql.ts';
import type { Sim } from './context.ts';
import { int, intOrNull, text, textOrNull } from './rows.ts';

/** One order with its movements. Amounts are decimal texts, times epoch ms. */
export interface ChargeLine {
  readonly reference: string | null;
  readonly transactionNo: string;
  readonly amount: string;
  readonly currency: string;
  readonly wallet: string | null;
  readonly status: string;
  readonly reason: string | null;
  readonly codeTail: string | null;
  /** How many charges were booked: never more than one, and counted, not assumed. */
  readonly charges: number;
  readonly givenBack: string;
  readonly createdAt: number;
  readonly paidAt: number | null;
}

/** All movements of one currency. */
export interface ChargeTotal {
  readonly currency: string;
  readonly charges: number;
  readonly charged: string;
  readonly givenBack: string;
  readonly kept: string;
}

/** Orders, newest first: at most 500, or all of one `reference`. */
export function listCharges(sim: Sim, reference: string | null): ChargeLine[] {
  return sim.sql
    .all(
      `SELECT o.*, c.wallet, substr(c.code, -4) AS tail,
        (SELECT count(*) FROM movements m WHERE m.transaction_no = o.transaction_no AND m.kind = 'charge') AS charges,
        (SELECT coalesce(sum(m.amount_minor), 0) FROM movements m
          WHERE m.transaction_no = o.transaction_no AND m.kind = 'give-back') AS back
       FROM orders o LEFT JOIN codes c ON c.id = o.code_id
       WHERE ? IS NULL OR o.reference = ? ORDER BY o.rowid DESC LIMIT 500`,
      [reference, reference],
    )
    .map(readLine);
}

/** Totals over everything that ever moved, by currency. */
export function totalCharges(sim: Sim): ChargeTotal[] {
  return sim.sql
    .all(
      `SELECT o.currency, sum(m.kind = 'charge') AS charges,
        sum(CASE m.kind WHEN 'charge' THEN m.amount_minor ELSE 0 END) AS charged,
        sum(CASE m.kind WHEN 'give-back' THEN m.amount_minor ELSE 0 END) AS back
       FROM movements m JOIN orders o USING (transaction_no) GROUP BY o.currency ORDER BY o.currency`,
    )
    .map((row) => {
      const currency = currencyOf(row);
      const [charged, back] = [int(row, 'charged'), int(row, 'back')];
      return {
        currency,
        charges: int(row, 'charges'),
        charged: decimal(charged, currency),
        givenBack: decimal(back, currency),
        kept: decimal(charged - back, currency),
      };
    });
}

function readLine(row: SqlRow): ChargeLine {
  const currency = currencyOf(row);
  return {
    reference: textOrNull(row, 'reference'),
    transactionNo: text(row, 'transaction_no'),
    amount: decimal(int(row, 'amount_minor'), currency),
    currency,
    wallet: textOrNull(row, 'wallet'),
    status: text(row, 'status'),
    reason: textOrNull(row, 'reason'),
    codeTail: textOrNull(row, 'tail'),
    charges: int(row, 'charges'),
    givenBack: decimal(int(row, 'back'), currency),
    createdAt: int(row, 'created_at'),
    paidAt: intOrNull(row, 'paid_at'),
  };
}

function currencyOf(row: SqlRow): Currency {
  const currency = text(row, 'currency');
  if (!isCurrency(currency)) throw new TypeError('An order row is damaged.');
  return currency;
}

function decimal(minor: number, currency: Currency): string {
  return toDecimal(money(minor, currency));
}
