/** One word a sale, and what the roll counts. */
import { describe, expect, it } from 'vitest';
import { money } from '../../../src/core/money/money.ts';
import type { Sale } from '../../../src/core/sale.ts';
import { EMPTY_DAY } from '../../../src/journal/day-totals.ts';
import { rollNews } from '../../../src/till/roll-news.ts';
import { lineOf, rollOf, type RollSource } from '../../../src/till/roll-view.ts';
import type { LineState } from '../../../src/till/view.ts';
import { SHOP_MORNING } from '../../fakes/clock.ts';
import { refundedSale, refundOf, saleAfter, saleIdOf } from '../../fakes/sales.ts';
import { reference, saleIn, saleOf, says, seen, SENT } from './views.ts';

const cash = { type: 'settled', how: 'cash' } as const;
const abandoned = { type: 'settled', how: 'abandoned' } as const;
const trust = { type: 'settled', how: 'trust' } as const;
const refundAsked = {
  type: 'refund-asked',
  reference,
  n: 1,
  amount: money(100, 'USD'),
  reason: 'cup',
  sendBy: 9_000,
} as const;
const told = { type: 'settle-told' } as const;
const word = (sale: Sale, now = SHOP_MORNING + 1_000): LineState => lineOf(sale, seen({ now })).state;

describe('a line of the roll', () => {
  it('is the very same while a sale that is over has the same record: a key press draws nothing anew', () => {
    const paid = saleIn({ name: 'paid' });
    const later = seen({ now: SHOP_MORNING + 60_000 });
    expect(lineOf(paid, later)).toBe(lineOf(paid, seen({ now: SHOP_MORNING })));
    expect(lineOf({ ...paid, number: 'A-0099' }, later).number).toBe('A-0099');
  });

  it('of a sale that goes on is asked for anew each time', () => {
    const sent = saleIn({ name: 'sent' });
    expect(word(sent)).toBe('charging');
    expect(word(sent, SHOP_MORNING + 60_000)).toBe('in-doubt');
  });

  it.each<[LineState, Sale, boolean]>([
    ['held', saleIn({ name: 'holding' }), true],
    ['charging', saleIn({ name: 'sent' }), true],
    ['waiting', saleIn({ name: 'waiting' }), true],
    ['cancelling', saleIn({ name: 'cancelling', charged: false }), true],
    ['paid', saleIn({ name: 'paid' }), false],
    ['declined', saleIn({ name: 'declined', reason: 'risk' }), true],
    ['not-charged', saleIn({ name: 'closed', why: 'expired' }), true],
    ['not-charged', saleIn({ name: 'closed', why: 'refused' }), true],
    ['cancelled', saleIn({ name: 'closed', why: 'cancelled' }), true],
    ['cancelled', saleIn({ name: 'closed', why: 'timed-out' }), true],
    ['cancelled', saleIn({ name: 'closed', why: 'by-hand' }), true],
    ['returned', saleIn({ name: 'returned' }), true],
    ['differs', saleIn({ name: 'differs', found: money(1, 'USD') }), true],
    ['unresolved', saleIn({ name: 'unresolved', before: { name: 'sent' } }), true],
    ['cash', saleOf(...SENT, cash), true],
    ['cash', saleOf(...SENT, says({ name: 'declined', reason: 'funds' }), cash, told), false],
    ['abandoned', saleOf(...SENT, says({ name: 'declined', reason: 'funds' }), abandoned, told), false],
    ['trust', saleOf(...SENT, trust), true],
    ['owed', saleOf(...SENT, says({ name: 'declined', reason: 'funds' }), trust, told), true],
    ['paid', saleOf(...SENT, trust, told, says({ name: 'paid' })), false],
    ['unresolved', saleOf(...SENT, says({ name: 'unresolved', before: { name: 'sent' } }), trust), true],
    ['differs', saleOf(...SENT, trust, says({ name: 'differs', found: money(1, 'USD') })), true],
    ['cash', saleOf(...SENT, trust, told, says({ name: 'declined', reason: 'risk' }), cash, told), false],
    ['paid-after-all', saleIn({ name: 'paid' }, { cancelAsked: true }), true],
    ['refunding', saleIn({ name: 'paid' }, { refunds: [refundOf(1, { state: 'asked' })] }), true],
    ['refunding', saleOf(...SENT, says({ name: 'paid' }), refundAsked), true],
    ['refunded-partly', refundedSale(1, 1249), false],
    ['refunded', refundedSale(1, 1250), false],
    ['paid', saleIn({ name: 'paid' }, { refunds: [refundOf(1, { state: 'refused' })] }), false],
    ['unresolved', saleIn({ name: 'paid' }, { refunds: [refundOf(1, { state: 'listed' })] }), false],
    ['given-back', saleIn({ name: 'paid' }, { giveBack: 'done' }), false],
    ['taken-over', saleOf(...SENT, { type: 'taken-away' }), false],
    ['taken-over', saleOf(...SENT, says({ name: 'paid' }), { type: 'taken-away' }), false],
    [
      'giving-back',
      saleOf(...SENT, says({ name: 'cancelling', charged: true }, { wanted: 'return' }), cash),
      true,
    ],
    [
      'giving-back',
      saleOf(
        ...SENT,
        says({ name: 'paid' }),
        says({ name: 'paid' }, { version: 2, wanted: 'return', giveBack: 'owed' }),
      ),
      true,
    ],
    ['given-back', saleOf(...SENT, cash, says({ name: 'returned' }), told), false],
    [
      'given-back',
      saleOf(...SENT, cash, says({ name: 'closed', why: 'cancelled' }, { giveBack: 'done' }), told),
      false,
    ],
    [
      'unresolved',
      saleOf(...SENT, cash, says({ name: 'closed', why: 'cancelled' }, { giveBack: 'listed' }), told),
      false,
    ],
  ])('says %s', (state, sale, live) => {
    expect(lineOf(sale, seen())).toMatchObject({ state, live });
  });

  it('says that there is no answer yet, without a ring', () => {
    const sale = saleIn({ name: 'sent' });
    expect(lineOf(sale, seen()).ring).not.toBeNull();
    expect(word(sale, SHOP_MORNING + 5_000)).toBe('in-doubt');
    expect(lineOf(sale, seen({ now: SHOP_MORNING + 5_000 })).ring).toBeNull();
  });

  it('says not-charged only where it is proven', () => {
    for (const why of ['cancelled', 'timed-out', 'by-hand'] as const)
      expect(word(saleIn({ name: 'closed', why }))).not.toBe('not-charged');
  });
});

describe('the roll', () => {
  const source = (sales: readonly Sale[], change: Partial<RollSource> = {}): RollSource => ({
    isRead: true,
    sales,
    day: '2026-10-12',
    totals: { ...EMPTY_DAY, count: sales.length },
    currency: 'USD',
    counterSale: null,
    ...change,
  });
  const roll = (...args: Parameters<typeof source>) => rollOf(source(...args), seen());
  const paid = { ...saleIn({ name: 'paid' }), id: saleIdOf(5) };
  const sent = saleIn({ name: 'sent' });

  it('is newest first', () => {
    const later = { ...sent, id: saleIdOf(7), number: 'A-0007', openedAt: SHOP_MORNING + 9 };
    expect(roll([paid, later]).lines.map(({ number }) => number)).toEqual(['A-0007', 'A-0001']);
  });

  it('leaves out the sale on the counter and does not count it, until it is paid', () => {
    expect(roll([sent, paid], { counterSale: sent })).toMatchObject({ count: 1, lines: [{ state: 'paid' }] });
    expect(roll([paid], { counterSale: paid })).toMatchObject({ count: 1, lines: [{ state: 'paid' }] });
  });

  it('keeps an unfinished sale of yesterday, and none that is over', () => {
    const old = { day: '2026-10-11' };
    expect(
      roll([
        { ...sent, ...old },
        { ...paid, ...old },
      ]),
    ).toMatchObject({
      unfinished: 1,
      lines: [{ state: 'charging' }],
    });
  });

  it('has no line for a sale that was given up before anything was sent', () => {
    const events = [
      { type: 'attempt-opened', reference },
      { type: 'backed-out', reference },
      abandoned,
    ] as const;
    expect(roll([saleAfter(events)]).lines).toEqual([]);
  });
});

describe('news of the roll', () => {
  const sent = saleIn({ name: 'sent' });

  it('is told when the truth comes', () => {
    expect(rollNews(sent, saleIn({ name: 'paid' }), seen())).toMatchObject({
      kind: 'roll-news',
      number: 'A-0001',
      state: 'paid',
      at: SHOP_MORNING + 1_000,
    });
  });

  it('is told when trust turns to debt or money, and when another till takes it, counter or not', () => {
    const onTrust = saleOf(...SENT, trust);
    const owed = saleOf(...SENT, trust, says({ name: 'declined', reason: 'funds' }));
    expect(rollNews(onTrust, owed, seen())).toMatchObject({ state: 'owed' });
    const paidThen = saleOf(...SENT, trust, says({ name: 'paid' }));
    expect(rollNews(onTrust, paidThen, seen())).toMatchObject({ state: 'paid' });
    const taken = saleOf(...SENT, { type: 'taken-away' });
    expect(rollNews(sent, taken, seen())).toMatchObject({ state: 'taken-over' });
  });

  it.each([
    ['trust a person has just given', sent, saleOf(...SENT, trust)],
    ['a sale that is new', null, sent],
    ['a step on the way', sent, saleIn({ name: 'waiting' })],
    ['what a person has just done', sent, saleOf(...SENT, cash)],
    ['the same again', saleIn({ name: 'paid' }), saleIn({ name: 'paid' })],
  ])('is not told for %s', (_name, before, after) => {
    expect(rollNews(before, after, seen())).toBeNull();
  });
});
