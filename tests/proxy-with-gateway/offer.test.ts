/** A ledger that was set back: tills notice by its epoch, offer what they know, and no money is lost between the two. */
import { afterEach, describe, expect, test } from 'vitest';
import { sign } from '../../src/proxy/gateway/signature.ts';
import { attemptOf, stateOf } from './hand-till.ts';
import { offered } from './offered.ts';
import { copyOf, putBack } from './backup.ts';
import { makeWorld, ORIGIN, within, type World } from './world.ts';

const worlds: World[] = [];
afterEach(async () => {
  for (const world of worlds.splice(0)) await world.close();
});

async function setup(...options: Parameters<typeof makeWorld>) {
  const world = await makeWorld(...options);
  worlds.push(world);
  const till = await world.pair();
  const sale = till.sale();
  return { world, till, sale, reference: sale.reference(), backup: copyOf(world.sql) };
}

const MINUTE = 60_000;

describe('a lost attempt that was sent', () => {
  test.each([
    ['pay', 'paid', '12.50'],
    ['no-funds', 'declined(funds)', '0.00'],
  ])('enters as sent and is asked about: %s → %s', async (behaviour, end, kept) => {
    const { world, till, sale, reference, backup } = await setup();
    await sale.pay(reference, (await world.mint(behaviour)).code);
    await putBack(world, backup);
    expect(stateOf(await sale.look(reference))).toBe('attempt-unknown');
    const answer = await till.offer([offered(sale, [{ reference }])]);
    expect(answer).toMatchObject({ attempts: [{ reference, state: { name: 'sent' } }] });
    await world.time.settle();
    expect(stateOf(await sale.look(reference))).toBe(end);
    expect((await world.charges()).kept).toBe(kept);
  });

  test('that never reached the gateway stays in doubt, and comes on the list', async () => {
    const { world, till, sale, reference } = await setup();
    await till.offer([offered(sale, [{ reference }])]);
    await world.time.advance(MINUTE);
    expect(stateOf(await sale.look(reference))).toMatch(/^(sent|cancelling)$/);
    await world.time.advance(20 * MINUTE);
    expect(stateOf(await sale.look(reference))).toBe('unresolved');
    expect((await till.list()).attempts).toHaveLength(1);
  });

  test('takes the place of what was never called in its sale, and of nothing else', async () => {
    const { till, sale, reference } = await setup();
    const unsent = sale.reference();
    await sale.open(unsent);
    const answer = await till.offer([offered(sale, [{ reference: unsent, sent: false }, { reference }])]);
    expect(answer).toMatchObject({
      attempts: [
        { reference: unsent, state: { name: 'closed', why: 'withdrawn' } },
        { reference, state: { name: 'sent' } },
      ],
    });
    const next = sale.reference();
    await till.offer([offered(sale, [{ reference: next }])]);
    expect(stateOf(await sale.look(reference))).toBe('sent');
  });

  test('is never sent again, whatever the till still holds: it counts as called', async () => {
    const { world, till, sale, reference } = await setup();
    const { code } = await world.mint();
    await till.offer([offered(sale, [{ reference }])]);
    expect(stateOf(await within(world.time, 6_000, sale.pay(reference, code)))).toBe('sent');
    expect(stateOf(await sale.pay(reference, code))).toBe('sent');
    await world.time.advance(2 * MINUTE);
    expect(world.calls.some(({ call }) => call === 'pay' || call === 'add')).toBe(false);
    const other = till.sale();
    expect(stateOf(await other.pay(other.reference(), code))).toBe('code-used');
  });

  test('whose till promises a far future is overdue all the same', async () => {
    const { world, till, sale, reference } = await setup();
    await till.offer([offered(sale, [{ reference, sentAt: Date.UTC(2100, 0, 1) }])]);
    await world.time.advance(20 * MINUTE);
    expect(stateOf(await sale.look(reference))).toBe('unresolved');
  });

  test('and is not wanted any more: a success goes back', async () => {
    const { world, till, sale, reference, backup } = await setup();
    await sale.pay(reference, (await world.mint()).code);
    await putBack(world, backup);
    await till.offer([offered(sale, [{ reference, condemned: true }], 'cash')]);
    await world.time.advance(MINUTE);
    expect((await world.charges()).kept).toBe('0.00');
    expect(stateOf(await sale.open(sale.reference()))).toBe('not-now');
  });
});

test('an attempt that was never sent is not opened by an offer', async () => {
  const { world, till, sale, reference } = await setup();
  expect(await till.offer([offered(sale, [{ reference, sent: false }])])).toMatchObject({ attempts: [] });
  expect(stateOf(await sale.look(reference))).toBe('attempt-unknown');
  expect(world.calls).toEqual([]);
});

describe('an attempt the ledger knows', () => {
  test('from before it was sent moves on', async () => {
    const { world, till, sale, reference } = await setup();
    await sale.open(reference);
    const early = copyOf(world.sql);
    await sale.pay(reference, (await world.mint()).code);
    await putBack(world, early);
    await till.offer([offered(sale, [{ reference }])]);
    await world.time.settle();
    expect(stateOf(await sale.look(reference))).toBe('paid');
    expect(world.calls.filter(({ call }) => call === 'pay')).toHaveLength(1);
  });

  test('better than the till stays as it is, and the same offer again is nothing new', async () => {
    const { world, till, sale, reference } = await setup();
    await sale.pay(reference, (await world.mint()).code);
    const other = till.sale();
    const running = other.reference();
    await other.pay(running, (await world.mint('confirm')).code);
    const sales = [offered(sale, [{ reference }]), offered(other, [{ reference: running }])];
    const before = [await sale.look(reference), await other.look(running)];
    await till.offer(sales);
    await till.offer(sales);
    expect([await sale.look(reference), await other.look(running)]).toEqual(before);
  });

  test('twice: an attempt that entered by the first offer is not moved by the second', async () => {
    const { world, till, sale, reference } = await setup();
    await till.offer([offered(sale, [{ reference }])]);
    await world.time.settle();
    const once = await sale.look(reference);
    await till.offer([offered(sale, [{ reference }])]);
    expect(await sale.look(reference)).toEqual(once);
  });

  test('of another sale is told as it is and not touched', async () => {
    const { world, till, sale, reference } = await setup();
    await sale.pay(reference, (await world.mint()).code);
    const before = await sale.look(reference);
    await till.offer([offered(till.sale(), [{ reference, condemned: true }], 'cash')]);
    expect(await sale.look(reference)).toEqual(before);
  });
});

test('how the sale was settled is taken over; cash after trust, but nothing after cash', async () => {
  const { till, sale, reference } = await setup();
  const howOf = async () => {
    const answer = await till.request('POST', `/api/sales/${sale.saleId}/take`, { realm: till.shop.realm });
    return ((await answer.json()) as { sale: { settled: string } }).sale.settled;
  };
  for (const how of ['trust', 'cash', 'trust', 'abandoned'] as const)
    await till.offer([offered(sale, [{ reference }], how)]);
  expect(await howOf()).toBe('cash');
});

test('of a till that has lost the sale only its own attempts are ended: how the sale ends is the taker’s to say', async () => {
  const { world, till, sale, reference } = await setup();
  await sale.pay(reference, (await world.mint('no-funds')).code);
  const taker = await world.pair();
  await taker.take(sale.saleId);
  await till.offer([offered(sale, [{ reference, condemned: true }], 'abandoned')]);
  const taken = taker.goOnWith(sale.claim);
  expect(stateOf(await taken.open(taken.reference()))).toMatch(/^(opening|ready)$/);
});

test('a stray turns out to be a lost attempt: it leaves the list and is paid', async () => {
  const { world, till, sale, reference, backup } = await setup();
  await sale.pay(reference, (await world.mint()).code);
  const { transactionNo } = attemptOf(await sale.look(reference));
  await putBack(world, backup);
  const fields = {
    amount: '12.50',
    currency: 'USD',
    reference,
    settleCurrency: 'USD',
    status: 'success',
    time: '20261012173000',
    transactionNo: transactionNo ?? '',
  };
  const signed = { ...fields, verifySign: sign(fields, world.settings.gateway.token) };
  await world.proxy().app.request(`${ORIGIN}/webhooks/pockyt`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(signed).toString(),
  });
  expect((await till.list()).strays).toMatchObject([{ reference, amount: '12.50' }]);
  await till.offer([offered(sale, [{ reference }])]);
  await world.time.settle();
  expect((await till.list()).strays).toEqual([]);
  expect(stateOf(await sale.look(reference))).toBe('paid');
});

test('a till that has heard more of an attempt than this record knows makes it another record', async () => {
  const { till, sale, reference } = await setup();
  await sale.open(reference);
  const { epoch } = till.shop;
  const same = await till.offer([offered(sale, [{ reference, known: { epoch, version: 1 } }])]);
  expect(same).toMatchObject({ epoch });
  const other = await till.offer([offered(sale, [{ reference, known: { epoch, version: 99 } }])]);
  expect(other).not.toMatchObject({ epoch });
});

test('a sale that is paid already keeps no second charge: what an offer brings beside it goes back', async () => {
  const { world, till, sale, reference, backup } = await setup();
  await sale.pay(reference, (await world.mint()).code);
  await putBack(world, backup);
  const second = sale.reference();
  await sale.open(second);
  await sale.pay(second, (await world.mint()).code);
  expect(stateOf(await sale.look(second))).toBe('paid');
  await till.offer([offered(sale, [{ reference }])]);
  await world.time.advance(MINUTE);
  expect(await world.charges()).toEqual({ charges: 2, kept: '12.50', givenBack: '12.50' });
});

test('an offer as long as a till may make it is read', async () => {
  const { till, sale } = await setup();
  const attempts = Array.from({ length: 50 }, () => ({ reference: sale.reference(), sent: false }));
  const sales = Array.from({ length: 4 }, () => offered(sale, attempts));
  expect(JSON.stringify(sales).length).toBeGreaterThan(16 * 1024);
  expect(await till.offer(sales)).toMatchObject({ attempts: [] });
});
