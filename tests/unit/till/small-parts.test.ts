/** Numbers, pairing codes, the kept shop, notices, steps and receipts. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JournalEntry } from '../../../src/contract/journal-entry.ts';
import type { Shop } from '../../../src/contract/shop-api.ts';
import { money } from '../../../src/core/money/money.ts';
import { CODE_LIFE_MS } from '../../../src/core/wallet.ts';
import { dayOf } from '../../../src/core/shop-day.ts';
import { stepsOf } from '../../../src/till/steps.ts';
import type { Keep } from '../../../src/till/deps.ts';
import { forgetShop, hasLeftShop, keepShop, readKeptShop } from '../../../src/till/kept-shop.ts';
import { Notices } from '../../../src/till/notices.ts';
import { nextCount, numberOf, readDayCount } from '../../../src/till/numbering.ts';
import { pairingCodeIn } from '../../../src/till/pairing.ts';
import { receiptOf } from '../../../src/till/receipts.ts';
import { SHOP_MORNING } from '../../fakes/clock.ts';
import { refundedSale, saleIdOf, snapshotOf } from '../../fakes/sales.ts';
import { reference, saleIn, saleOf, says, SENT } from './views.ts';

const shop: Shop = {
  name: 'Corner Store',
  realm: '0123456789abcdef',
  mode: 'live',
  currency: 'USD',
  limitPerSaleMinor: 100_000,
  orderTimeoutMin: 5,
  codeLifeMs: { ...CODE_LIFE_MS },
  timeZone: 'America/New_York',
  address: '1 Main Street',
  publicUrl: 'https://pay.example/',
  till: { id: 't1', letter: 'A', name: 'Till A' },
  trustLimitMinor: 5_000,
  hasPin: false,
  epoch: 'abc',
  head: 'abc:0',
  serverTime: SHOP_MORNING,
};

describe('numbers', () => {
  it.each([
    ['2026-10-12T03:59:59Z', 'America/New_York', '2026-10-11'],
    ['2026-10-12T04:00:00Z', 'America/New_York', '2026-10-12'],
    ['2026-10-12T15:00:00Z', 'Asia/Tokyo', '2026-10-13'],
    ['2026-12-31T23:59:59Z', 'UTC', '2026-12-31'],
    ['2026-10-12T15:00:00Z', 'Not/AZone', '2026-10-12'],
  ])('%s in %s is the shop’s %s', (at, zone, day) => {
    expect(dayOf(Date.parse(at), zone)).toBe(day);
  });

  it('count a day up and begin anew with the next', () => {
    const first = nextCount(null, '2026-10-12');
    const second = nextCount(first, '2026-10-12');
    expect([first, second, nextCount(second, '2026-10-13')].map((count) => numberOf('A', count))).toEqual([
      'A-0001',
      'A-0002',
      'A-0001',
    ]);
  });

  it('are longer than four digits only when a day is', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 999_999 }), (count) => {
        expect(numberOf('B', { day: '2026-10-12', count, isWhole: true })).toMatch(/^B-\d{4,6}$/);
      }),
    );
  });

  it('ignore a fact that is none', () => {
    expect([readDayCount(undefined), readDayCount({ day: 1 }), readDayCount({ day: 'x', count: 3 })]).toEqual(
      [null, null, { day: 'x', count: 3, isWhole: false }],
    );
  });
});

describe('a pairing code', () => {
  it.each([
    ['https://till.example/#pair=shop.ABCD2345', 'shop.ABCD2345'],
    ['https://till.example/#pair=shop%2EABCD2345&x=1', 'shop.ABCD2345'],
    ['https://till.example/#pair=%E0%A4', '%E0%A4'],
    ['  shop.ABCD2345 ', 'shop.ABCD2345'],
    ['ABCD2345', 'ABCD2345'],
    ['   ', ''],
  ])('in %j is %j', (text, code) => {
    expect(pairingCodeIn(text)).toBe(code);
  });
});

describe('the kept shop', () => {
  const shelf = (text: string | null): Keep => {
    const kept = new Map(text === null ? [] : [['pling.shop', text]]);
    return {
      get: (key) => kept.get(key) ?? null,
      set: (key, value) => void (value === null ? kept.delete(key) : kept.set(key, value)),
    };
  };

  it('comes back as it was', () => {
    const keep = shelf(null);
    expect(readKeptShop(keep)).toBeNull();
    keepShop(keep, shop);
    expect(readKeptShop(keep)).toEqual(shop);
  });

  it('is forgotten by who leaves, and the leaving by who is paired again', () => {
    const keep = shelf(null);
    keepShop(keep, shop);
    forgetShop(keep);
    expect([readKeptShop(keep), hasLeftShop(keep)]).toEqual([null, true]);
    keepShop(keep, shop);
    expect(hasLeftShop(keep)).toBe(false);
  });

  it.each(['', '{', '{"name":"Corner"}', 'null'])('that reads %j is none', (text) => {
    expect(readKeptShop(shelf(text))).toBeNull();
  });
});

describe('notices', () => {
  it('stay in order until they are dismissed, each with a number of its own', () => {
    const notices = new Notices();
    notices.add({ kind: 'refused', code: 'not-now' });
    notices.add({ kind: 'scan-refused', why: 'empty' });
    notices.dismiss(1);
    notices.dismiss(1);
    notices.add({ kind: 'refused', code: 'over-limit' });
    expect(notices.list().map(({ id }) => id)).toEqual([2, 3]);
  });

  it('do not grow without end', () => {
    const notices = new Notices();
    for (let count = 0; count < 50; count += 1) notices.add({ kind: 'refused', code: 'not-now' });
    expect(notices.list()).toHaveLength(20);
  });
});

describe('the steps of a sale', () => {
  const entries = (...events: readonly JournalEntry['event'][]): JournalEntry[] =>
    events.map((event, index) => ({ seq: index + 1, at: SHOP_MORNING + index, saleId: saleIdOf(1), event }));
  const steps = (...events: readonly JournalEntry['event'][]): string[] =>
    stepsOf(entries(...events)).map(({ what }) => what);
  const news = (...args: Parameters<typeof snapshotOf>): JournalEntry['event'] => ({
    type: 'news',
    snapshot: structuredClone(snapshotOf(...args)),
  });

  it('tell each state of the ledger once', () => {
    expect(
      steps(
        news(1, { version: 1, state: { name: 'ready' } }),
        { type: 'pay-begun', reference },
        news(1, { version: 2, state: { name: 'sent' } }),
        news(1, { version: 3, state: { name: 'waiting' } }),
        news(1, { version: 4, state: { name: 'waiting' }, extensionsLeft: 1 }),
        news(1, { version: 5, state: { name: 'paid' } }),
        news(1, { version: 6, state: { name: 'paid' }, giveBack: 'done' }),
      ),
    ).toEqual(['gateway-ready', 'sent', 'waiting', 'paid', 'given-back']);
  });

  it('do not repeat the end the till has written itself', () => {
    const expired = news(1, { state: { name: 'closed', why: 'expired' } });
    expect(steps({ type: 'code-too-old', reference }, expired)).toEqual(['too-old']);
    expect(steps(expired)).toEqual(['closed']);
  });
});

describe('a receipt', () => {
  const endedAt = SHOP_MORNING + 3_000;
  const receiptToken = 'a'.repeat(26);

  it('shows what was paid, by the ledger’s time, with its public address', () => {
    const receipt = receiptOf(saleIn({ name: 'paid' }, { endedAt, receiptToken }), shop);
    expect(receipt).toMatchObject({
      number: 'A-0001',
      paidAt: endedAt,
      wallet: 'alipay',
      url: `https://pay.example/r/${receiptToken}`,
      practice: false,
    });
  });

  it('has no address where a phone could not reach it', () => {
    const sale = saleIn({ name: 'paid' }, { endedAt, receiptToken });
    expect(receiptOf(sale, { ...shop, publicUrl: null })?.url).toBeNull();
  });

  it('says what went back of it by refunds, and nothing where nothing did', () => {
    expect(receiptOf(refundedSale(1, 250), shop)?.givenBack).toEqual(money(250, 'USD'));
    expect(receiptOf(saleIn({ name: 'paid' }), shop)?.givenBack).toBeNull();
  });

  it('is none for a sale that is not paid, or whose money goes back', () => {
    expect(receiptOf(saleIn({ name: 'waiting' }), shop)).toBeNull();
    const condemned = saleOf(...SENT, says({ name: 'paid' }), { type: 'settled', how: 'cash' });
    expect(receiptOf(condemned, shop)).toBeNull();
  });
});
