/** The manager's list: why each thing is on it, and what may be done. */
import { describe, expect, it } from 'vitest';
import type { AttemptSnapshot } from '../../../src/core/attempt-snapshot.ts';
import { money } from '../../../src/core/money/money.ts';
import { itemsOf } from '../../../src/till/manager-list.ts';
import { refundOf, saleIdOf, snapshotOf } from '../../fakes/sales.ts';

const about = { head: 'e1:1', serverTime: 1 };
const items = (change: Partial<AttemptSnapshot>) =>
  itemsOf(
    { attempts: [{ number: 'B-0007', attempt: snapshotOf(1, change) }], strays: [], ...about },
    (at) => at - 5,
  );

describe('an attempt on the list', () => {
  it.each<[string, Partial<AttemptSnapshot>, readonly string[]]>([
    ['differs', { state: { name: 'differs', found: money(1, 'USD') } }, ['keep', 'give-back']],
    ['unresolved', { state: { name: 'unresolved', before: { name: 'sent' } } }, ['close-by-hand']],
    ['not-returned', { state: { name: 'paid' }, giveBack: 'listed' }, ['close-by-hand']],
    [
      'refund-listed',
      { state: { name: 'paid' }, refunds: [refundOf(1, { state: 'listed' })] },
      ['close-by-hand'],
    ],
  ])('is there as %s', (state, change, actions) => {
    const item = { kind: 'attempt', saleId: saleIdOf(1), number: 'B-0007', state, actions };
    expect(items({ ...change, endedAt: 105 })).toMatchObject([{ ...item, since: 100 }]);
  });
});

describe('a stray', () => {
  it('comes after the attempts, in the gateway’s own words', () => {
    const stray = { transactionNo: '7', status: 'success', reference: null, receivedAt: 105 };
    const strays = [
      { ...stray, amount: '12.50', currency: 'USD' },
      { ...stray, amount: null, currency: null },
    ];
    expect(itemsOf({ attempts: [], strays, ...about }, (at) => at - 5)).toMatchObject([
      { kind: 'stray', transactionNo: '7', amount: '12.50 USD', since: 100 },
      { amount: null },
    ]);
  });
});
