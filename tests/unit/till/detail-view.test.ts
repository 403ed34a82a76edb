/** The detail of a sale: its actions, its refunds, and the steps that issue words of their own. */
import { describe, expect, it } from 'vitest';
import type { JournalEntry } from '../../../src/contract/journal-entry.ts';
import type { Shop } from '../../../src/contract/shop-api.ts';
import type { AttemptSnapshot } from '../../../src/core/attempt-snapshot.ts';
import type { AttemptState } from '../../../src/core/attempt.ts';
import { money } from '../../../src/core/money/money.ts';
import type { Sale } from '../../../src/core/sale.ts';
import { CODE_LIFE_MS } from '../../../src/core/wallet.ts';
import { detailOf } from '../../../src/till/detail-view.ts';
import { stepsOf } from '../../../src/till/steps.ts';
import type { Action } from '../../../src/till/view.ts';
import { SHOP_MORNING } from '../../fakes/clock.ts';
import { refundedSale, refundOf, saleIdOf, snapshotOf, TWELVE_FIFTY } from '../../fakes/sales.ts';
import { reference, saleIn, saleOf, says, seen, SENT } from './views.ts';

const shop: Shop = {
  name: 'Corner Store',
  realm: '0123456789abcdef',
  mode: 'live',
  currency: 'USD',
  limitPerSaleMinor: 100_000,
  orderTimeoutMin: 5,
  codeLifeMs: { ...CODE_LIFE_MS },
  timeZone: 'UTC',
  address: null,
  publicUrl: null,
  till: { id: 't1', letter: 'A', name: 'Till A' },
  trustLimitMinor: 5_000,
  hasPin: true,
  epoch: 'abc',
  head: 'abc:0',
  serverTime: SHOP_MORNING,
};
const look = (sale: Sale, entries: readonly JournalEntry[] = []) =>
  detailOf(sale, entries, shop, seen({ trustLimitMinor: 5_000 }));
const trust = { type: 'settled', how: 'trust' } as const;
const asked = {
  type: 'refund-asked',
  reference,
  n: 1,
  amount: money(300, 'USD'),
  reason: 'Broken cup',
  sendBy: 9_000,
} as const;
const UNRESOLVED: AttemptState = { name: 'unresolved', before: { name: 'sent' } };

describe('what may be done about a sale', () => {
  it.each<[string, Sale, readonly Action[]]>([
    ['held', saleIn({ name: 'holding' }), ['send-now', 'cancel', 'cash']],
    ['sent', saleIn({ name: 'sent' }), ['cancel', 'cash', 'trust']],
    ['waiting', saleIn({ name: 'waiting' }), ['extend', 'cancel', 'cash', 'trust']],
    [
      'cancelled and waiting',
      saleOf(...SENT, says({ name: 'waiting' }), { type: 'cancel-asked', reference }),
      ['cash'],
    ],
    ['unresolved', saleIn(UNRESOLVED), ['cash', 'trust', 'close-by-hand']],
    [
      'unresolved after cash',
      saleOf(...SENT, says(UNRESOLVED), { type: 'settled', how: 'cash' }),
      ['close-by-hand'],
    ],
    [
      'stuck',
      saleIn({ name: 'cancelling', charged: false }, { wanted: 'return', mayOverrideAt: SHOP_MORNING }),
      ['cash', 'override'],
    ],
    ['differing', saleIn({ name: 'differs', found: money(1, 'USD') }), ['keep', 'give-back']],
    ['paid after all', saleIn({ name: 'paid' }, { cancelAsked: true }), ['keep', 'give-back']],
    ['paid', saleIn({ name: 'paid' }), ['receipt', 'refund']],
    ['refunded', refundedSale(1, 1250), ['receipt']],
    [
      'refunded in doubt',
      saleIn({ name: 'paid' }, { refunds: [refundOf(1250, { state: 'listed' })] }),
      ['receipt', 'close-by-hand'],
    ],
    ['on trust', saleOf(...SENT, trust), ['cash', 'abandon']],
    ['owed', saleOf(...SENT, says({ name: 'declined', reason: 'funds' }), trust), ['cash', 'abandon']],
    ['declined', saleIn({ name: 'declined', reason: 'funds' }), ['cash', 'abandon']],
    ['another till’s', saleOf(...SENT, { type: 'taken-away' }), ['take-over']],
  ])('%s', (_name, sale, actions) => {
    expect(look(sale).actions).toEqual(actions);
  });
});

describe('the refunds of a sale', () => {
  it('are those of the ledger, and what is left', () => {
    expect(look(refundedSale(1, 250))).toMatchObject({
      refundable: { minor: 1000 },
      refunds: [{ n: 1, amount: { minor: 250 }, by: 'manager', state: 'done', at: SHOP_MORNING }],
    });
  });

  it('with one that is only asked for: it alone may be asked for again', () => {
    const sale = saleOf(...SENT, says({ name: 'paid' }, { taken: TWELVE_FIFTY }), asked);
    const entry = { seq: 9, at: SHOP_MORNING + 77, saleId: sale.id, event: asked };
    expect(look(sale, [entry])).toMatchObject({
      refundable: { minor: 300 },
      refunds: [
        { n: 1, amount: { minor: 300 }, state: 'asking', reason: 'Broken cup', at: SHOP_MORNING + 77 },
      ],
    });
  });

  it('are none of a sale that was never paid', () => {
    expect(look(saleIn({ name: 'waiting' }))).toMatchObject({ refundable: null, refunds: [] });
  });
});

describe('the steps', () => {
  const steps = (...events: readonly JournalEntry['event'][]) =>
    stepsOf(events.map((event, index) => ({ seq: index + 1, at: SHOP_MORNING, saleId: saleIdOf(1), event })));
  let version = 0;
  const news = (change: Partial<AttemptSnapshot>): JournalEntry['event'] => {
    version += 1;
    return { type: 'news', snapshot: snapshotOf(1, { version, ...change }) };
  };
  const words = (...events: readonly JournalEntry['event'][]) => steps(...events).map(({ what }) => what);

  it('say that a charge was kept, whichever way it had come to a person', () => {
    expect(
      words(news({ state: { name: 'paid' }, cancelAsked: true }), news({ state: { name: 'paid' } })),
    ).toEqual(['paid', 'kept']);
    expect(
      words(news({ state: { name: 'differs', found: money(1, 'USD') } }), news({ state: { name: 'paid' } })),
    ).toEqual(['differs', 'paid', 'kept']);
  });

  it('tell a manager’s refunds by their ends, and a give-back by its own word', () => {
    const paid = { state: { name: 'paid' } } as const;
    expect(
      words(
        news(paid),
        asked,
        { type: 'refund-dropped', reference, n: 1 },
        asked,
        news({ ...paid, refunds: [refundOf(300, { state: 'sent' })] }),
        news({ ...paid, refunds: [refundOf(300)] }),
        news({ ...paid, refunds: [refundOf(300), refundOf(100, { n: 2, state: 'refused' })] }),
        news({ ...paid, refunds: [refundOf(300), refundOf(100, { n: 2, by: 'ladder' })], giveBack: 'done' }),
      ),
    ).toEqual([
      'paid',
      'refund-asked',
      'refund-dropped',
      'refund-asked',
      'refunded',
      'refund-refused',
      'given-back',
    ]);
  });

  it('name the till a sale was taken over from, and begin with what it had told', () => {
    const attempts = [snapshotOf(1, { state: { name: 'waiting' } })];
    const about = {
      number: 'B-0001',
      day: '2026-10-12',
      amount: TWELVE_FIFTY,
      from: 'Till B',
      settled: null,
    };
    expect(
      steps({ type: 'taken-over', ...about, attempts }, news({ state: { name: 'paid' } }), {
        type: 'taken-away',
      }),
    ).toMatchObject([{ what: 'taken-over', tillName: 'Till B' }, { what: 'paid' }, { what: 'taken-away' }]);
  });

  it('say that a manager has overridden, and that goods went on trust', () => {
    const stuck = { state: { name: 'cancelling', charged: false } } as const;
    expect(words(news(stuck), news({ ...stuck, overridden: true }), trust)).toEqual([
      'cancelling',
      'overridden',
      'trust',
    ]);
  });
});
