/** What is offered, and of which sales. */
import { describe, expect, it } from 'vitest';
import { OFFER_MOST_CHARS, OFFER_MOST_SALES } from '../../../src/contract/offer-api.ts';
import type { Sale, SaleEvent } from '../../../src/core/sale.ts';
import { applySaleEvent } from '../../../src/core/sale-fold.ts';
import { openMemoryJournal } from '../../../src/journal/memory-journal.ts';
import { chunksOf, offeredSale, salesToOffer } from '../../../src/sync/offer.ts';
import { SHOP_MORNING } from '../../fakes/clock.ts';
import { batchOf } from '../../fakes/journal-contract.ts';
import { referenceOf, saleAfter, sentSale, snapshotOf, takenOverSale, told } from '../../fakes/sales.ts';

const reference = referenceOf(1);
const toServer = (wall: number): number => wall + 500;
const offered = (sale: Sale) => offeredSale(sale, toServer).attempts[0];
const then = (sale: Sale, ...events: readonly SaleEvent[]): Sale =>
  events.reduce((now, event) => applySaleEvent(now, event, SHOP_MORNING), sale);

describe('an attempt is offered', () => {
  it.each<[string, Sale, object]>([
    [
      'as not sent while nothing has left',
      saleAfter([{ type: 'attempt-opened', reference }]),
      { sent: false },
    ],
    [
      'as sent once pay has begun, by the ledger’s time',
      sentSale(1),
      { sent: true, sentAt: SHOP_MORNING + 500 },
    ],
    [
      'with the ledger’s own time and number where they are known',
      told(sentSale(1), 1, { state: { name: 'waiting' }, sentAt: 7 }),
      { sent: true, sentAt: 7, transactionNo: snapshotOf(1).transactionNo, wallet: 'alipay' },
    ],
    [
      'as not sent where that is proven',
      told(sentSale(1), 1, { state: { name: 'closed', why: 'expired' } }),
      { sent: false, sentAt: null, condemned: true },
    ],
    [
      'as sent where only the gateway’s word has ended it',
      told(sentSale(1), 1, { state: { name: 'closed', why: 'cancelled' } }),
      { sent: true, condemned: false },
    ],
    [
      'as condemned once cash was taken',
      then(sentSale(1), { type: 'settled', how: 'cash' }),
      { condemned: true },
    ],
    ['as wanted on trust', then(sentSale(1), { type: 'settled', how: 'trust' }), { condemned: false }],
    ['as sent where another till had sent it', takenOverSale(1), { sent: true, sentAt: SHOP_MORNING }],
  ])('%s', (_name, sale, expected) => {
    expect(offered(sale)).toMatchObject(expected);
  });
});

it('a sale is offered as taken over where another till had it, and goes on here', () => {
  expect(offeredSale(sentSale(1), toServer).takenOver).toBe(false);
  const taken = takenOverSale(1);
  expect(offeredSale(taken, toServer).takenOver).toBe(true);
  expect(offeredSale(then(taken, { type: 'taken-away' }), toServer).takenOver).toBe(false);
});

describe('the sales to offer', () => {
  const onDay = (seed: number, daysAgo: number): Sale => {
    const at = SHOP_MORNING - daysAgo * 86_400_000;
    const day = new Date(at).toISOString().slice(0, 10);
    return { ...told(sentSale(seed, at), seed, { state: { name: 'paid' } }), day, openedAt: at };
  };
  const find = async (...sales: readonly Sale[]): Promise<string[]> => {
    const journal = openMemoryJournal();
    await journal.commit(batchOf(...sales));
    return (await salesToOffer(journal, SHOP_MORNING, 'UTC')).map(({ number }) => number);
  };

  it('are those of the last seven days, and unfinished ones of any', async () => {
    const old = { ...sentSale(4), day: '2026-08-01' };
    expect(await find(onDay(1, 0), onDay(2, 7), onDay(3, 9), old)).toEqual(['A-0004', 'A-0001', 'A-0002']);
  });

  it('are none without an attempt, and none that another till has taken', async () => {
    const taken = then(sentSale(2), { type: 'taken-away' });
    expect(await find(saleAfter([], 1), taken, sentSale(3))).toEqual(['A-0003']);
  });

  it('go in as many requests as the contract’s limit makes of them', () => {
    const sales = Array.from({ length: OFFER_MOST_SALES * 2 + 1 }, (_, seed) => ({
      ...offeredSale(sentSale(seed), toServer),
      attempts: [],
    }));
    expect(chunksOf(sales).map(({ length }) => length)).toEqual([OFFER_MOST_SALES, OFFER_MOST_SALES, 1]);
    expect(chunksOf(sales).flat()).toEqual(sales);
    expect(chunksOf([])).toEqual([]);
  });

  it('and none is longer than the proxy reads, however often a sale was tried and refunded', () => {
    const [attempt] = offeredSale(sentSale(1), toServer).attempts;
    if (!attempt) throw new Error('no attempt');
    const tried = {
      ...offeredSale(sentSale(1), toServer),
      attempts: Array.from({ length: 50 }, () => attempt),
    };
    const chunks = chunksOf(Array.from({ length: 40 }, () => tried));
    const lengths = chunks.map((sales) => JSON.stringify(sales).length);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(OFFER_MOST_CHARS);
    expect(chunks.flat()).toHaveLength(40);
  });

  it('a sale that fills a request by itself goes alone', () => {
    const small = offeredSale(sentSale(1), toServer);
    const huge = { ...small, number: 'A-0001'.padEnd(OFFER_MOST_CHARS, '0') };
    expect(chunksOf([small, huge, small]).map(({ length }) => length)).toEqual([1, 1, 1]);
  });
});
