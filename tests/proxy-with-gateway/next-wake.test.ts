/** Where a proxy may be put away at any time, somebody else must know when to wake it: it says so, always in time. */
import { afterEach, expect, test } from 'vitest';
import { stateOf } from './hand-till.ts';
import { makeWorld, type World } from './world.ts';

const worlds: World[] = [];
afterEach(async () => {
  for (const world of worlds.splice(0)) await world.close();
});

/** A shop whose last word about its next wake is kept. */
async function setup() {
  const told: (number | null)[] = [];
  const world = await makeWorld({ proxy: { onNextWake: (at) => void told.push(at) } });
  worlds.push(world);
  const till = await world.pair();
  const sale = till.sale();
  const inMs = (): number | null => {
    const at = told.at(-1) ?? null;
    return at === null ? null : at - world.time.clock.now();
  };
  return { world, sale, reference: sale.reference(), told, inMs };
}

test('a shop with nothing unfinished waits for nothing', async () => {
  const { told } = await setup();
  expect(told).toEqual([]);
});

test('while a customer is waited for, the next wake is never further than the next question', async () => {
  const { world, sale, reference, inMs } = await setup();
  const { id, code } = await world.mint('confirm');
  await sale.pay(reference, code);
  for (let seconds = 0; seconds < 10; seconds += 1) {
    expect(inMs()).toBeGreaterThan(0);
    expect(inMs()).toBeLessThanOrEqual(3_000);
    await world.time.advance(1_000);
  }
  await world.sim('POST', `/wallets/codes/${id}/confirm`);
  await world.time.advance(3_000);
  expect(stateOf(await sale.look(reference))).toBe('paid');
  expect(inMs()).toBeNull();
});

test('while a question is on its way, the wake is soon enough for a run that ends in the middle', async () => {
  const { world, sale, reference, inMs } = await setup();
  const { code } = await world.mint('confirm');
  await sale.pay(reference, code);
  world.cut({ how: 'answer-lost', call: 'tran-query' });
  await world.time.advance(3_500);
  expect(inMs()).toBeGreaterThan(0);
  expect(inMs()).toBeLessThanOrEqual(30_000);
});

test('after a restart it is said again', async () => {
  const { world, sale, reference, told, inMs } = await setup();
  const { code } = await world.mint('confirm');
  await sale.pay(reference, code);
  await world.restart();
  told.length = 0;
  await world.time.settle();
  expect(inMs()).toBeGreaterThan(0);
});

test('woken from outside it does what is due, and is done when that has ended', async () => {
  const { world, sale, reference } = await setup();
  const { code } = await world.mint('confirm');
  await sale.pay(reference, code);
  const asked = world.calls.length;
  world.time.clock.pass(3_100); // time goes by, but no timer runs: the machine slept
  await world.proxy().wake();
  expect(world.calls.slice(asked).map(({ call }) => call)).toEqual(['tran-query']);
  await world.time.advance(1);
  expect(world.calls.length).toBe(asked + 1);
});
