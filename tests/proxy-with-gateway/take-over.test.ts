/** Another till goes on with a sale: one till a sale, the codes only the other holds are worthless, the loser is told so. */
import { afterEach, describe, expect, test } from 'vitest';
import { attemptOf, PIN, stateOf } from './hand-till.ts';
import { copyOf, putBack } from './backup.ts';
import { offered } from './offered.ts';
import { makeWorld, type World } from './world.ts';

const worlds: World[] = [];
afterEach(async () => {
  for (const world of worlds.splice(0)) await world.close();
});

/** Two tills, and a sale of the first. */
async function setup(...options: Parameters<typeof makeWorld>) {
  const world = await makeWorld(...options);
  worlds.push(world);
  const [till, rival] = [await world.pair(), await world.pair()];
  const sale = till.sale();
  return { world, till, rival, sale, theirs: rival.goOnWith(sale.claim), reference: sale.reference() };
}

test('the sale comes with all its attempts; what was sent goes on, what was not is fenced', async () => {
  const { world, till, rival, sale, reference } = await setup();
  const { id, code } = await world.mint('confirm');
  await sale.pay(reference, code);
  const taken = await rival.take(sale.saleId);
  expect(taken).toMatchObject({
    number: sale.claim.number,
    settled: null,
    till: { id: rival.shop.till.id },
    attempts: [{ reference, state: { name: 'waiting' }, till: rival.shop.till.id }],
  });
  await world.sim('POST', `/wallets/codes/${id}/confirm`);
  await world.time.advance(5_000);
  expect(stateOf(await rival.sale().look(reference))).toBe('paid');
  const other = till.sale();
  const unsent = other.reference();
  await other.open(unsent);
  expect(await rival.take(other.saleId)).toMatchObject({
    attempts: [{ state: { name: 'closed', why: 'withdrawn' } }],
  });
  await world.time.settle();
  expect(world.calls.at(-1)?.call).toBe('cancel');
});

test('a code on its way to the gateway when the sale is taken is never sent', async () => {
  const { world, rival, sale, reference } = await setup();
  await world.sim('POST', '/faults', { kind: 'slow', call: 'add', ms: 3_000 });
  const paying = sale.pay(reference, (await world.mint()).code);
  await world.time.advance(500);
  await rival.take(sale.saleId);
  await world.time.advance(10_000);
  expect(stateOf(await paying)).toBe('closed(withdrawn)');
  expect(world.calls.some(({ call }) => call === 'pay')).toBe(false);
});

test('whatever the loser still asks for is refused, and changes nothing', async () => {
  const { world, till, rival, sale, reference } = await setup();
  await till.pin(undefined, PIN);
  await sale.pay(reference, (await world.mint('confirm')).code);
  await rival.take(sale.saleId);
  const before = await sale.look(reference);
  const other = sale.reference();
  const manager = { reason: 'x', pin: PIN };
  expect([
    stateOf(await sale.open(other)),
    stateOf(await sale.pay(other, (await world.mint()).code)),
    stateOf(await sale.close(other)),
    stateOf(await sale.change(reference, 'cancel')),
    stateOf(await sale.change(reference, 'extend')),
    stateOf(await sale.decide(reference, 'closed', manager)),
    stateOf(await sale.refund(reference, 1, 100)),
    await sale.settle('trust', [reference]),
  ]).toEqual(Array(8).fill('taken-over'));
  expect(await sale.look(reference)).toEqual(before);
});

describe('cash that the loser took before it knew', () => {
  test('gives back the charge it names, though it was paid at the taker; the sale stays the taker’s', async () => {
    const { world, rival, sale, theirs, reference } = await setup();
    const { id, code } = await world.mint('confirm');
    await sale.pay(reference, code);
    await rival.take(sale.saleId);
    await world.sim('POST', `/wallets/codes/${id}/confirm`);
    await world.time.advance(5_000);
    expect(stateOf(await theirs.look(reference))).toBe('paid');
    const told = [{ reference, wanted: 'return', giveBack: 'owed', till: rival.shop.till.id }];
    expect(await sale.settle('cash', [reference])).toMatchObject(told);
    await world.time.advance(30_000);
    expect(await world.charges()).toEqual({ charges: 1, kept: '0.00', givenBack: '12.50' });
    expect(await sale.settle('cash', [reference])).toMatchObject([{ giveBack: 'done' }]);
    expect(stateOf(await theirs.open(theirs.reference()))).toBe('ready');
  });

  test('never touches what the taker opened, and writes nothing down of what never arrived', async () => {
    const { world, rival, sale, theirs, reference } = await setup();
    await sale.pay(reference, (await world.mint('no-funds')).code);
    await rival.take(sale.saleId);
    const next = theirs.reference();
    await theirs.pay(next, (await world.mint()).code);
    const lost = sale.reference();
    expect(await sale.settle('abandoned', [reference, lost])).toMatchObject([
      { reference, wanted: 'return' },
    ]);
    expect(attemptOf(await theirs.look(next))).toMatchObject({ wanted: 'keep', giveBack: 'none' });
    expect(stateOf(await theirs.look(lost))).toBe('attempt-unknown');
    expect((await world.charges()).kept).toBe('12.50');
  });
});

test('cash of the sale’s till condemns every attempt of it, also one it has never heard of', async () => {
  const { world, till, rival, sale, theirs, reference } = await setup();
  await sale.pay(reference, (await world.mint('no-funds')).code);
  await rival.take(sale.saleId);
  const { id, code } = await world.mint('confirm');
  const unheard = theirs.reference();
  await theirs.pay(unheard, code);
  await till.take(sale.saleId);
  const lost = sale.reference();
  expect(await sale.settle('cash', [reference, lost])).toMatchObject([
    { reference, wanted: 'return' },
    { reference: unheard, wanted: 'return' },
    { reference: lost, state: { name: 'closed', why: 'withdrawn' } },
  ]);
  await world.sim('POST', `/wallets/codes/${id}/confirm`);
  await world.time.advance(60_000);
  expect((await world.charges()).kept).toBe('0.00');
});

test('the taker sells on: the next attempt is its own', async () => {
  const { world, rival, sale, theirs, reference } = await setup();
  await sale.open(reference);
  await rival.take(sale.saleId);
  const next = theirs.reference();
  expect(stateOf(await theirs.pay(next, (await world.mint()).code))).toBe('paid');
  expect(attemptOf(await theirs.look(next)).till).toBe(rival.shop.till.id);
});

test('a sale can be taken back, and a take repeated changes nothing', async () => {
  const { world, till, rival, sale, theirs, reference } = await setup();
  await sale.pay(reference, (await world.mint('confirm')).code);
  await rival.take(sale.saleId);
  const once = await sale.look(reference);
  await rival.take(sale.saleId);
  expect(await sale.look(reference)).toEqual(once);
  await till.take(sale.saleId);
  expect(stateOf(await theirs.change(reference, 'cancel'))).toBe('taken-over');
  expect(stateOf(await sale.change(reference, 'cancel'))).toBe('waiting');
});

describe('nobody’s rival', () => {
  test('a tablet that was paired anew goes on without taking', async () => {
    const { world, sale, theirs, reference } = await setup();
    const { code } = await world.mint('confirm');
    await sale.open(reference);
    expect(stateOf(await theirs.pay(reference, code))).toBe('waiting');
    expect(attemptOf(await theirs.change(reference, 'cancel')).cancelAsked).toBe(true);
  });

  test('a till that takes its own sale, before anybody took it, changes nothing', async () => {
    const { world, till, sale, reference } = await setup();
    await sale.pay(reference, (await world.mint('confirm')).code);
    const before = await sale.look(reference);
    await till.take(sale.saleId);
    expect(await sale.look(reference)).toEqual(before);
  });
});

test('a sale the ledger never saw, or another shop’s, cannot be taken', async () => {
  const { rival, sale } = await setup();
  expect(await rival.take(sale.saleId)).toBe('not-found');
  const answer = await rival.request('POST', `/api/sales/${sale.saleId}/take`, { realm: '0123456789abcdef' });
  expect(answer.status).toBe(409);
});

test('the shop’s sales of a day name each sale whole, with its till, and unfinished ones of other days', async () => {
  const { world, till, rival, sale, reference } = await setup();
  await sale.pay(reference, (await world.mint('no-funds')).code);
  const stuck = till.sale();
  await world.set({ cancelUnpaid: 'says-so-only', orderTimeoutMin: 120 });
  const day = async (query: string) => {
    const answer = await till.request('GET', `/api/sales${query}`);
    return (await answer.json()) as {
      sales: { number: string; attempts: unknown[]; till: { name: string } }[];
    };
  };
  await world.time.advance(24 * 3_600_000);
  const second = sale.reference();
  await sale.pay(second, (await world.mint()).code);
  const waiting = stuck.reference();
  await stuck.pay(waiting, (await world.mint('confirm')).code);
  await rival.take(stuck.saleId);
  const today = await day('?day=2026-10-13');
  expect(today.sales.map(({ number, attempts, till: { name } }) => [number, attempts.length, name])).toEqual([
    ['A-0002', 1, 'Till B'],
    ['A-0001', 2, 'Till A'],
  ]);
  expect((await day('?day=2026-10-12')).sales.map(({ number }) => number)).toEqual(['A-0002', 'A-0001']);
  expect((await till.request('GET', '/api/sales?day=yesterday')).status).toBe(400);
});

test.each(['known', 'unknown'])(
  'a record that was set back to before it hears of it: sale %s',
  async (was) => {
    const { world, till, rival, sale, theirs, reference } = await setup();
    const { code } = await world.mint('confirm');
    const empty = copyOf(world.sql);
    await sale.pay(reference, code);
    const early = was === 'known' ? copyOf(world.sql) : empty;
    await rival.take(sale.saleId);
    await putBack(world, early);
    const answer = await rival.offer([offered(sale, [{ reference }], null, true)]);
    expect(answer).toMatchObject({ attempts: [{ reference, till: rival.shop.till.id }] });
    // The earlier till, which never heard that it had lost the sale, hears it now.
    expect(await till.offer([offered(sale, [{ reference }])])).toMatchObject({
      attempts: [{ reference, till: rival.shop.till.id }],
    });
    expect(stateOf(await sale.change(reference, 'cancel'))).toBe('taken-over');
    expect(stateOf(await theirs.change(reference, 'cancel'))).not.toBe('taken-over');
  },
);

test('a record that knows of a later take-over keeps to it, whatever an earlier taker offers', async () => {
  const { world, till, rival, sale, reference } = await setup();
  await sale.pay(reference, (await world.mint('confirm')).code);
  await rival.take(sale.saleId);
  await till.take(sale.saleId);
  expect(await rival.offer([offered(sale, [{ reference }], null, true)])).toMatchObject({
    attempts: [{ reference, till: till.shop.till.id }],
  });
});
