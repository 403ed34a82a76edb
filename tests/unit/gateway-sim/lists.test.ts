/** The two lists: their own shape beside ret_code, and days that begin at midnight UTC+8. */
import { describe, expect, test } from 'vitest';
import { World } from './world.ts';

interface List {
  readonly ret_code: string;
  readonly size?: number;
  readonly transactions?: Record<string, unknown>[];
  readonly settlements?: Record<string, unknown>[];
  readonly result?: unknown;
}

async function list(
  world: World,
  name: string,
  startDate: string,
  endDate: string,
  more = {},
): Promise<List> {
  const { text } = await world.call(`/app-data-search/v3/${name}`, { startDate, endDate, ...more });
  return JSON.parse(text) as List;
}

/** One paid, one partly refunded, one cancelled; then a day passes and one more is paid. It is 20:00 on 1 March. */
async function twoDays(): Promise<World> {
  const world = new World();
  await world.paid({ reference: 'kept', storeAdminNo: '3000140001' });
  await world.paid({ reference: 'refunded' });
  await world.refund('refunded', '2.50', { refundReference: 'r1' });
  await world.paid({ reference: 'cancelled' });
  await world.cancel('cancelled');
  await world.time.pass(4 * 3_600_000);
  await world.paid({ reference: 'tomorrow' });
  return world;
}

describe('trans-list', () => {
  test('names payments, refunds and voids, each with every documented field', async () => {
    const { result, ...answer } = await list(await twoDays(), 'trans-list', '20260301', '20260301');
    expect(result).toBe(undefined);
    expect([answer.ret_code, answer.size]).toEqual(['000100', 5]);
    expect(answer.transactions?.[0]).toEqual({
      amount: '12.50',
      createTime: '2026-03-01 20:00:00',
      currency: 'USD',
      exchangeRate: null,
      merchantNo: '200043',
      originalTransactionNo: null,
      paymentTime: '2026-03-01 20:00:00',
      reference: 'kept',
      refundAmount: '0.00',
      settleCurrency: 'USD',
      storeAdminNo: '3000140001',
      storeNo: '300014',
      transactionNo: expect.stringMatching(/^\d{18}$/) as string,
      transactionStatus: 'success',
      transactionType: 'payment',
      vendor: 'alipay',
      voidAmount: '0.00',
    });
    const short = answer.transactions?.map((one) => [
      one['transactionType'],
      one['reference'],
      one['amount'],
    ]);
    expect(short).toEqual(
      expect.arrayContaining([
        ['payment', 'refunded', '12.50'],
        ['refund', 'r1', '2.50'],
        ['payment', 'cancelled', '12.50'],
        ['void', 'cancelled', '12.50'],
      ]),
    );
    const byReference = (reference: string): Record<string, unknown> | undefined =>
      answer.transactions?.find((one) => one['reference'] === reference);
    expect(byReference('refunded')).toMatchObject({ refundAmount: '2.50', voidAmount: '0.00' });
    expect(byReference('cancelled')).toMatchObject({ refundAmount: '0.00', voidAmount: '12.50' });
    expect(byReference('r1')?.['originalTransactionNo']).toBe(byReference('refunded')?.['transactionNo']);
  });

  test('cuts by the gateway’s days', async () => {
    const world = await twoDays();
    expect((await list(world, 'trans-list', '20260302', '20260302')).size).toBe(1);
    expect((await list(world, 'trans-list', '20260301', '20260302')).size).toBe(6);
    expect((await list(world, 'trans-list', '20260228', '20260228')).size).toBe(0);
  });

  test('of one cashier, where one is named', async () => {
    const more = { storeAdminNo: '3000140001' };
    expect((await list(await twoDays(), 'trans-list', '20260301', '20260302', more)).size).toBe(1);
  });
});

describe('settle-list', () => {
  test('sums up the days that are over', async () => {
    const world = await twoDays();
    const answer = await list(world, 'settle-list', '20260301', '20260302');
    expect([answer.ret_code, answer.size]).toEqual(['000100', 1]);
    expect(answer.settlements).toMatchObject([
      {
        settlementDate: '20260301',
        amount: '37.50',
        refundAmount: '15.00',
        settlementAmount: '22.50',
        transactionCount: 5,
      },
    ]);
    await world.cancel('kept');
    await world.refund('kept', '12.50');
    await world.refund('refunded', '10.00');
    await world.time.pass(24 * 3_600_000);
    expect((await list(world, 'settle-list', '20260302', '20260302')).settlements).toMatchObject([
      { settlementAmount: '-10.00' },
    ]);
  });
});

describe.each(['trans-list', 'settle-list'])('%s is asked', (name) => {
  test.each([
    ['up to 15 days', '20260301', '20260315', '000100'],
    ['16 days', '20260301', '20260316', '000022'],
    ['backwards', '20260302', '20260301', '000022'],
    ['without a start', '', '20260301', '000020'],
    ['without an end', '20260301', '', '000020'],
    ['a day there is not', '20260230', '20260301', '000023'],
    ['a day written otherwise', '2026-03-01', '20260301', '000023'],
    ['words', '20260301', 'tomorrow', '000023'],
  ])('%s', async (_name, startDate, endDate, code) => {
    expect((await list(new World(), name, startDate, endDate)).ret_code).toBe(code);
  });
});

test.each(['/app-data-search/v3/reverse', '/app-instore/v3/reverse'])('%s is a cancel', async (path) => {
  const world = new World();
  const reference = await world.paid();
  expect((await world.call(path, { reference })).result).toMatchObject({ status: 'closed', amount: 12.5 });
  await world.fault({ kind: 'cancel-refused' });
  expect((await world.call(path, { reference: await world.paid() })).ret_code).toBe('000040');
});
