/** The day's sums are what the rows say, whatever way the rows have come to be. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { money } from '../../../src/core/money/money.ts';
import type { AttemptRow } from '../../../src/proxy/ledger/attempt-row.ts';
import { countDay, readDay } from '../../../src/proxy/ledger/day-sums.ts';
import { openSchema } from '../../../src/proxy/ledger/schema.ts';
import { openNodeSql } from '../../../src/server/node-sql.ts';
import { SHOP_MORNING } from '../../fakes/clock.ts';
import { makeSeededRandom } from '../../fakes/random.ts';

const DAY_MS = 86_400_000;
const DAYS = ['2026-10-12', '2026-10-13'];
const TILLS = ['a', 'b'];

const refund = fc.record({
  amount: fc.integer({ min: 1, max: 50 }).map((minor) => money(minor, 'USD')),
  by: fc.constantFrom('manager', 'ladder'),
  state: fc.constantFrom('asked', 'done', 'refused'),
  askedAt: fc.constantFrom(SHOP_MORNING, SHOP_MORNING + DAY_MS),
});
const row = fc
  .record({
    reference: fc.constantFrom('r1', 'r2', 'r3'),
    till: fc.constantFrom(...TILLS),
    sentAt: fc.constantFrom(null, SHOP_MORNING, SHOP_MORNING + DAY_MS),
    state: fc.constantFrom('ready', 'sent', 'paid', 'declined', 'closed', 'returned', 'unresolved'),
    giveBack: fc.constantFrom('none', 'owed', 'done'),
    refunds: fc.array(refund, { maxLength: 2 }),
  })
  // Only what the sums look at: a whole row would say no more.
  .map(
    (some) => ({ ...some, amount: money(100, 'USD'), state: { name: some.state } }) as unknown as AttemptRow,
  );

const FRESH = { state: { name: 'opening' }, sentAt: null, giveBack: 'none', refunds: [] };

/** The sums by the rule in words: taken codes that did not end unpaid, and managers' refunds not refused. */
function reckon(rows: readonly AttemptRow[], day: string, till: string) {
  const dayIn = (at: number): string => new Date(at).toISOString().slice(0, 10);
  const charges = rows.filter(
    ({ sentAt, state, giveBack }) =>
      sentAt !== null &&
      dayIn(sentAt) === day &&
      !['declined', 'closed', 'returned'].includes(state.name) &&
      giveBack !== 'done',
  );
  const refunds = rows
    .flatMap((each) => each.refunds)
    .filter(({ by, state, askedAt }) => by === 'manager' && state !== 'refused' && dayIn(askedAt) === day);
  return {
    till: 100 * charges.filter((each) => each.till === till).length,
    charged: 100 * charges.length,
    refunded: refunds.reduce((sum, { amount }) => sum + amount.minor, 0),
  };
}

test('after any changes, each day’s sums are those of its rows', () => {
  fc.assert(
    fc.property(fc.array(row, { maxLength: 30 }), (changes) => {
      const sql = openNodeSql(':memory:');
      openSchema(sql, 'realm', makeSeededRandom());
      const rows = new Map<string, AttemptRow>();
      for (const after of changes) {
        const before = rows.get(after.reference) ?? ({ ...after, ...FRESH } as unknown as AttemptRow);
        countDay(sql, 'UTC', before, after);
        rows.set(after.reference, after);
      }
      for (const day of DAYS)
        for (const till of TILLS)
          expect(readDay(sql, day, till)).toEqual(reckon([...rows.values()], day, till));
      sql.close();
    }),
    { numRuns: 60 },
  );
});

test('a charge taken before the sums were kept never makes them less than nothing', () => {
  const sql = openNodeSql(':memory:');
  openSchema(sql, 'realm', makeSeededRandom());
  const sent = {
    ...FRESH,
    till: 'a',
    sentAt: SHOP_MORNING,
    amount: money(100, 'USD'),
    state: { name: 'sent' },
  };
  const declined = { ...sent, state: { name: 'declined', reason: 'funds' } };
  countDay(sql, 'UTC', sent as unknown as AttemptRow, declined as unknown as AttemptRow);
  expect(readDay(sql, '2026-10-12', 'a')).toEqual({ till: 0, charged: 0, refunded: 0 });
  sql.close();
});
