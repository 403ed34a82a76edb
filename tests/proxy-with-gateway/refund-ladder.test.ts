/** Money nobody wants, where the cancel is refused: it goes back by one refund, written first, sent once, proven (law 10). */
import { afterEach, describe, expect, test } from 'vitest';
import { attemptOf, refundsOf, stateOf } from './hand-till.ts';
import { makeWorld, type World } from './world.ts';

const worlds: World[] = [];
afterEach(async () => {
  for (const world of worlds.splice(0)) await world.close();
});

/** A paid sale whose customer then paid cash, at a gateway that takes no cancel of paid orders. */
async function setup(...[options = {}]: Parameters<typeof makeWorld>) {
  const world = await makeWorld({ ...options, sim: { cancelPaid: 'refused', ...options.sim } });
  worlds.push(world);
  const till = await world.pair();
  const sale = till.sale();
  const reference = sale.reference();
  await sale.pay(reference, (await world.mint()).code);
  await sale.settle('cash', [reference]);
  const look = async () => {
    const told = await sale.look(reference);
    return { giveBack: attemptOf(told).giveBack, refunds: refundsOf(told) };
  };
  const listed = async () => (await till.list()).attempts.map(({ attempt }) => attempt.reference);
  return { world, till, sale, reference, look, listed };
}

const MINUTE = 60_000;
const refundsAt = (world: World) =>
  world.calls.filter(({ call }) => call === 'refund').map(({ fields }) => fields['refundReference']);

test('a refused cancel is followed by one refund under its fixed id, and the gateway’s own list proves it', async () => {
  const { world, reference, look } = await setup();
  await world.time.advance(30_000);
  expect(refundsAt(world)).toEqual([`${reference}-r1`]);
  expect(await look()).toEqual({ giveBack: 'done', refunds: ['1 ladder 1250 done'] });
  expect(await world.charges()).toEqual({ charges: 1, kept: '0.00', givenBack: '12.50' });
});

test('the answer to the refund is lost: a question finds it, and it is not sent again', async () => {
  const { world, look } = await setup();
  world.cut({ how: 'answer-lost', call: 'refund' });
  await world.time.advance(60_000);
  expect(refundsAt(world)).toHaveLength(1);
  expect(await look()).toEqual({ giveBack: 'done', refunds: ['1 ladder 1250 done'] });
});

test('a refund that never arrived leaves once more, under the same id', async () => {
  const { world, reference, look } = await setup();
  world.cut({ how: 'refused', call: 'refund' });
  await world.time.advance(25_000);
  expect(await look()).toEqual({ giveBack: 'owed', refunds: ['1 ladder 1250 sent'] });
  world.cut(null);
  await world.time.advance(30_000);
  expect(refundsAt(world)).toEqual([`${reference}-r1`]);
  expect(await look()).toEqual({ giveBack: 'done', refunds: ['1 ladder 1250 done'] });
});

test.each(['same-answer', '000023', 'refunds-again'] as const)(
  'a refund that arrives after its own repetition moves no money twice (a repeated id: %s)',
  async (repeatedRefund) => {
    const { world, look } = await setup({ sim: { repeatedRefund } });
    world.delay('refund', 50_000);
    await world.time.advance(3 * MINUTE);
    expect(refundsAt(world)).toHaveLength(2);
    expect(await look()).toEqual({ giveBack: 'done', refunds: ['1 ladder 1250 done'] });
    expect((await world.charges()).givenBack).toBe('12.50');
  },
);

test.each(['same-answer', '000023', 'refunds-again'] as const)(
  'a slow refund is waited for: the gateway has said yes, so nothing is repeated (a repeated id: %s)',
  async (repeatedRefund) => {
    const { world, look } = await setup({
      sim: { refund: 'slow', refundSlowMs: 2 * MINUTE, repeatedRefund },
    });
    await world.time.advance(MINUTE);
    expect(await look()).toEqual({ giveBack: 'owed', refunds: ['1 ladder 1250 sent'] });
    await world.time.advance(2 * MINUTE);
    expect(await look()).toEqual({ giveBack: 'done', refunds: ['1 ladder 1250 done'] });
    expect(refundsAt(world)).toHaveLength(1);
  },
);

test('a refund the gateway refuses as well is a person’s to end', async () => {
  const { world, reference, look, listed } = await setup({ sim: { refund: 'refused' } });
  await world.time.advance(MINUTE);
  expect(await look()).toEqual({ giveBack: 'listed', refunds: ['1 ladder 1250 refused'] });
  expect(await listed()).toEqual([reference]);
  expect(refundsAt(world)).toHaveLength(1);
});

describe('a gateway that only says that it gave back', () => {
  test('is not believed: after ten minutes a person has it, and it is asked hourly until it is true', async () => {
    const { world, reference, look, listed } = await setup({ sim: { refund: 'says-so-only' } });
    await world.time.advance(9 * MINUTE);
    expect(await look()).toEqual({ giveBack: 'owed', refunds: ['1 ladder 1250 sent'] });
    expect(refundsAt(world)).toHaveLength(1);
    await world.time.advance(3 * MINUTE);
    expect(await look()).toEqual({ giveBack: 'listed', refunds: ['1 ladder 1250 listed'] });
    expect(await listed()).toEqual([reference]);
    const asked = world.calls.length;
    await world.time.advance(3 * 60 * MINUTE);
    expect(world.calls.slice(asked).map(({ call }) => call)).toEqual(Array(3).fill('tran-query'));
  });

  test('what is found later ends it and leaves the list', async () => {
    const { world, look, listed } = await setup({ sim: { refund: 'slow', refundSlowMs: 30 * MINUTE } });
    await world.time.advance(12 * MINUTE);
    expect(await look()).toEqual({ giveBack: 'listed', refunds: ['1 ladder 1250 listed'] });
    await world.time.advance(60 * MINUTE);
    expect(await look()).toEqual({ giveBack: 'done', refunds: ['1 ladder 1250 done'] });
    expect(await listed()).toEqual([]);
  });

  test('also after a restart', async () => {
    const { world, look } = await setup({ sim: { refund: 'slow', refundSlowMs: 30 * MINUTE } });
    await world.time.advance(12 * MINUTE);
    await world.restart();
    await world.time.advance(62 * MINUTE);
    expect(await look()).toEqual({ giveBack: 'done', refunds: ['1 ladder 1250 done'] });
  });
});

test('an attempt that was being cancelled ends as returned when its refund is proven', async () => {
  const world = await makeWorld({ sim: { cancelPaid: 'refused' } });
  worlds.push(world);
  const sale = (await world.pair()).sale();
  const reference = sale.reference();
  await sale.pay(reference, (await world.mint('late', { afterMs: 9_000 })).code);
  await sale.settle('cash', [reference]);
  await world.time.advance(MINUTE);
  expect(stateOf(await sale.look(reference))).toBe('returned');
  expect((await world.charges()).kept).toBe('0.00');
});

test.each(['success', 'closed', 'refunded'] as const)(
  'whatever the order is called after a full refund (%s), the list of refunds is the proof',
  async (afterFullRefund) => {
    const { world, look } = await setup({ sim: { afterFullRefund } });
    await world.time.advance(MINUTE);
    expect((await look()).giveBack).toBe('done');
  },
);

test('killed between the refund and its answer: the next start asks, and sends nothing twice', async () => {
  const { world, look } = await setup({ sim: { repeatedRefund: 'refunds-again' } });
  world.cut({ how: 'answer-lost', call: 'refund' });
  await world.time.advance(20_000);
  expect((await look()).refunds).toEqual(['1 ladder 1250 sent']);
  world.cut(null);
  await world.restart();
  await world.time.advance(10_000);
  expect(refundsAt(world)).toHaveLength(1);
  expect((await look()).giveBack).toBe('done');
});

test('a late cancel that gave the money back before the refund left: nothing more leaves', async () => {
  const { world, look } = await setup({ sim: { cancelPaid: 'gives-back' } });
  await world.sim('POST', '/faults', { kind: 'cancel-refused', call: 'cancel' });
  world.delay('refund', 60_000);
  await world.time.advance(20_000);
  expect((await look()).refunds).toEqual(['1 ladder 1250 sent']);
  await world.time.advance(5 * MINUTE);
  expect((await world.charges()).givenBack).toBe('12.50');
  expect((await look()).giveBack).toBe('done');
});

test('the gateway’s webhook about the refund is no second payment, whatever shape it has', async () => {
  for (const refundWebhook of ['payment-shape', 'refund-fields'] as const) {
    const { world, till, look } = await setup({
      shop: { webhookOrigin: 'http://127.0.0.1:8787' },
      sim: { refundWebhook },
    });
    await world.time.advance(2 * MINUTE);
    expect(await look()).toEqual({ giveBack: 'done', refunds: ['1 ladder 1250 done'] });
    expect((await till.list()).strays).toEqual([]);
  }
});

test('two charges of one sale that must both go back: one refund after the other', async () => {
  const world = await makeWorld({ sim: { cancelPaid: 'refused', afterClosed: 'may-still-pay' } });
  worlds.push(world);
  const sale = (await world.pair()).sale();
  const [first, second] = [sale.reference(), sale.reference()];
  const { id, code } = await world.mint('confirm');
  await sale.pay(first, code);
  await sale.change(first, 'cancel');
  await world.time.advance(20_000);
  expect(stateOf(await sale.look(first))).toBe('closed(cancelled)');
  await world.sim('POST', `/wallets/codes/${id}/confirm`);
  await sale.pay(second, (await world.mint()).code);
  await world.set({ refund: 'slow', refundSlowMs: 40_000 });
  await sale.settle('cash', [second]);
  let most = 0;
  for (let second_ = 0; second_ < 300; second_ += 1) {
    await world.time.advance(1_000);
    const open = [...refundsOf(await sale.look(first)), ...refundsOf(await sale.look(second))];
    most = Math.max(most, open.filter((each) => each.endsWith('sent')).length);
  }
  expect(most).toBe(1);
  expect(attemptOf(await sale.look(first)).giveBack).toBe('done');
  expect(attemptOf(await sale.look(second)).giveBack).toBe('done');
  expect(await world.charges()).toEqual({ charges: 2, kept: '0.00', givenBack: '25.00' });
});
