/** What each day of the shop has charged and given back, kept with every change, so that a limit costs one look. */
import { dayOf } from '../../core/shop-day.ts';
import type { Sql } from '../../sql/sql.ts';
import type { AttemptRow } from './attempt-row.ts';

/** Sums of one day in minor units. `till`: what one till has charged of it. */
export interface DaySums {
  readonly till: number;
  readonly charged: number;
  readonly refunded: number;
}

/** What one attempt adds to one day of one till. */
interface Share {
  readonly day: string;
  readonly charged: number;
  readonly refunded: number;
}

// Never below nothing: what was charged before this table was there is not in it.
const ADD = `INSERT INTO days (day, till, charged, refunded) VALUES (?, ?, max(0, ?), max(0, ?))
  ON CONFLICT (day, till) DO UPDATE SET charged = max(0, charged + ?), refunded = max(0, refunded + ?)`;

/** Reads the sums of `day`, `YYYY-MM-DD`. */
export function readDay(sql: Sql, day: string, till: string): DaySums {
  const [row] = sql.all(
    `SELECT coalesce(sum(charged), 0) AS charged, coalesce(sum(refunded), 0) AS refunded,
       coalesce(sum(charged) FILTER (WHERE till = ?), 0) AS till
     FROM days WHERE day = ?`,
    [till, day],
  );
  return {
    till: Number(row?.['till']),
    charged: Number(row?.['charged']),
    refunded: Number(row?.['refunded']),
  };
}

/** Takes a change of an attempt into the sums; within its transaction. */
export function countDay(sql: Sql, timeZone: string, before: AttemptRow, after: AttemptRow): void {
  const isSame =
    isCharge(before) === isCharge(after) &&
    before.sentAt === after.sentAt &&
    before.till === after.till &&
    before.refunds === after.refunds;
  if (isSame) return;
  for (const share of sharesOf(before, timeZone)) add(sql, before.till, share, -1);
  for (const share of sharesOf(after, timeZone)) add(sql, after.till, share, 1);
}

function add(sql: Sql, till: string, { day, charged, refunded }: Share, sign: 1 | -1): void {
  const [more, back] = [charged * sign, refunded * sign];
  sql.run(ADD, [day, till, more, back, more, back]);
}

function sharesOf(row: AttemptRow, timeZone: string): Share[] {
  const charge =
    isCharge(row) && row.sentAt !== null
      ? [{ day: dayOf(row.sentAt, timeZone), charged: row.amount.minor, refunded: 0 }]
      : [];
  const refunds = row.refunds
    .filter(({ by, state }) => by === 'manager' && state !== 'refused')
    .map(({ askedAt, amount }) => ({ day: dayOf(askedAt, timeZone), charged: 0, refunded: amount.minor }));
  return [...charge, ...refunds];
}

/** Its code was taken, and it has not ended unpaid: it is charged, or may yet be. What went back whole is no charge. */
function isCharge({ sentAt, state, giveBack }: AttemptRow): boolean {
  const isUnpaid = state.name === 'declined' || state.name === 'closed' || state.name === 'returned';
  return sentAt !== null && !isUnpaid && giveBack !== 'done';
}
