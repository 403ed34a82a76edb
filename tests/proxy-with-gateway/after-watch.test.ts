/** The after-watch: an attempt that ended unpaid is asked about again, and money that shows up later goes back. */
import { afterEach, describe, expect, test } from 'vitest';
import { attemptOf, stateOf } from './hand-till.ts';
import { LOOPBACK, makeWorld, type World } from './world.ts';

const worlds: World[] = [];
afterEach(async () => {
  for (const world of worlds.splice(0)) await world.close();
});

/** An attempt that was cancelled before its customer confirmed. */
async function setup(...options: Parameters<typeof makeWorld>) {
  const world = await makeWorld(...options);
  worlds.push(world);
  const till = await world.pair();
  const sale = till.sale();
  const reference = sale.reference();
  const { id, code } = await world.mint('confirm');
  await sale.pay(reference, code);
  await sale.change(reference, 'cancel');
  await world.time.advance(15_500);
  const { endedAt } = attemptOf(await sale.look(reference));
  expect(stateOf(await sale.look(reference))).toBe('closed(cancelled)');
  const from = world.calls.length;
  const asks = () => world.calls.slice(from).filter(({ call }) => call === 'tran-query').length;
  return { world, till, sale, reference, id, endedAt: endedAt ?? 0, asks };
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

test('asks after 1, 5 and 30 minutes and at the shop’s midnight, and then no more', async () => {
  const { world, endedAt, asks } = await setup();
  const until = (at: number) => world.time.advance(at - world.time.clock.now());
  // 09:30 UTC in New York is 05:30: midnight is 04:00 UTC.
  const midnight = Date.UTC(2026, 9, 13, 4);
  const counts: number[] = [];
  for (const at of [endedAt + MINUTE, endedAt + 5 * MINUTE, endedAt + 30 * MINUTE, midnight]) {
    await until(at - 1_000);
    counts.push(asks());
    await until(at + 1_000);
    counts.push(asks());
  }
  expect(counts).toEqual([0, 1, 1, 2, 2, 3, 3, 4]);
  await world.time.advance(72 * HOUR);
  expect(asks()).toBe(4);
});

test('a question that stays silent is asked again a minute later', async () => {
  const { world, asks } = await setup();
  world.cut({ how: 'answer-lost', call: 'tran-query' });
  await world.time.advance(MINUTE + 30_000);
  expect(asks()).toBe(1);
  await world.time.advance(MINUTE);
  expect(asks()).toBe(2);
  world.cut(null);
  await world.time.advance(MINUTE);
  expect(asks()).toBe(3);
  await world.time.advance(MINUTE);
  expect(asks()).toBe(3);
});

test('outlives a restart, which asks nothing twice', async () => {
  const { world, asks } = await setup();
  await world.time.advance(2 * MINUTE);
  expect(asks()).toBe(1);
  await world.restart();
  await world.time.advance(MINUTE);
  expect(asks()).toBe(1);
  await world.time.advance(3 * MINUTE);
  expect(asks()).toBe(2);
});

test.each([
  ['a decline', 4],
  ['what was never sent', 0],
])('%s is asked about %i times', async (what, times) => {
  const { world, till } = await setup();
  const sale = till.sale();
  const reference = sale.reference();
  const { transactionNo } = attemptOf(await sale.open(reference));
  if (what === 'a decline') await sale.pay(reference, (await world.mint('no-funds')).code);
  else await sale.close(reference);
  await world.time.advance(100 * HOUR);
  const asked = world.calls.filter(({ call }) => call === 'tran-query');
  expect(asked.filter(({ fields }) => fields['transactionNo'] === transactionNo)).toHaveLength(times);
});

describe('a customer who confirms after the end', () => {
  test.each([undefined, LOOPBACK])(
    'is charged, and gets it back (webhooks to: %s)',
    async (webhookOrigin) => {
      const { world, sale, reference, id } = await setup({
        sim: { afterClosed: 'may-still-pay' },
        shop: { webhookOrigin: webhookOrigin ?? null },
      });
      await world.sim('POST', `/wallets/codes/${id}/confirm`);
      expect((await world.charges()).kept).toBe('12.50');
      await world.time.advance(2 * MINUTE);
      expect(attemptOf(await sale.look(reference))).toMatchObject({
        state: { name: 'closed', why: 'cancelled' },
        giveBack: 'done',
      });
      expect((await world.charges()).kept).toBe('0.00');
    },
  );

  test.each(['both', 'none'] as const)(
    'an old answer that still says closed is no proof that it went back (evidence: %s)',
    async (cancelEvidence) => {
      const { world, sale, reference, id } = await setup({
        sim: { afterClosed: 'may-still-pay', cancelEvidence, cancelPaid: 'says-so-only' },
      });
      await world.sim('POST', `/wallets/codes/${id}/confirm`);
      await world.time.advance(4_000);
      await sale.look(reference, true);
      await world.time.advance(1_000);
      expect(attemptOf(await sale.look(reference)).giveBack).toBe('owed');
      await world.sim('POST', '/faults', { kind: 'stale-query', ms: 20_000 });
      await sale.look(reference, true);
      await world.time.advance(15_000);
      expect(attemptOf(await sale.look(reference)).giveBack).toBe('owed');
      await world.time.advance(3 * MINUTE);
      expect(attemptOf(await sale.look(reference)).giveBack).toBe('listed');
    },
  );
});

test('an old “closed” in a late webhook does not end a charge that is known', async () => {
  const { world, till } = await setup({
    sim: { afterClosed: 'may-still-pay', cancelPaid: 'says-so-only' },
    shop: { webhookOrigin: LOOPBACK },
  });
  const sale = till.sale();
  const reference = sale.reference();
  const { id, code } = await world.mint('confirm');
  await sale.pay(reference, code);
  // The order is closed, and paid after all, before the ledger could ask; "closed" arrives later than "success".
  await sale.settle('abandoned', [reference]);
  world.cut({ how: 'refused', call: 'tran-query' });
  await world.sim('POST', '/faults', { kind: 'webhook-late', reference, ms: 60_000 });
  await world.time.advance(16_000);
  await world.sim('POST', `/wallets/codes/${id}/confirm`);
  await world.time.advance(5_000);
  expect(attemptOf(await sale.look(reference)).state).toEqual({ name: 'cancelling', charged: true });
  await world.time.advance(70_000);
  expect(stateOf(await sale.look(reference))).toBe('cancelling');
  world.cut(null);
  await world.time.advance(5 * MINUTE);
  expect(stateOf(await sale.look(reference))).toBe('unresolved');
});

test('a charge that shows up half an hour later, long after its order’s end, still goes back by itself', async () => {
  const { world, sale, reference, id } = await setup({ sim: { afterClosed: 'may-still-pay' } });
  await world.time.advance(29 * MINUTE);
  await world.sim('POST', `/wallets/codes/${id}/confirm`);
  await world.time.advance(3 * MINUTE);
  expect(attemptOf(await sale.look(reference)).giveBack).toBe('done');
  expect((await world.charges()).kept).toBe('0.00');
});

test('a gateway that never answers a cancel leaves the charge to a person in the end', async () => {
  const { world, till } = await setup({ shop: { orderTimeoutMin: 1 } });
  const sale = till.sale();
  const reference = sale.reference();
  await sale.pay(reference, (await world.mint('late', { afterMs: 9_000 })).code);
  await sale.settle('abandoned', [reference]);
  world.cut({ how: 'refused', call: 'cancel' });
  await world.time.advance(13 * MINUTE);
  expect(stateOf(await sale.look(reference))).toBe('unresolved');
  expect((await till.list()).attempts).toHaveLength(1);
});
