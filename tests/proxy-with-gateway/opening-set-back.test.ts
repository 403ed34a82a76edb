/** A record put back by hand to while an order was being opened: what the gateway says of the order tells what was forgotten. */
import { afterEach, expect, test } from 'vitest';
import { copyOf, putBackByHand } from './backup.ts';
import { attemptOf, stateOf } from './hand-till.ts';
import { makeWorld, within, type World } from './world.ts';

const worlds: World[] = [];
afterEach(async () => {
  for (const world of worlds.splice(0)) await world.close();
});

/** The order is not there yet when the copy is taken; then it is, and the customer's code is sent. */
async function setBackBehindPay(behaviour: 'pay' | 'confirm') {
  const world = await makeWorld({ sim: { cancelPaid: 'says-so-only' } });
  worlds.push(world);
  const till = await world.pair();
  const sale = till.sale();
  const reference = sale.reference();
  world.cut({ how: 'refused', call: 'add' });
  await within(world.time, 5_000, sale.open(reference));
  const copy = copyOf(world.sql);
  world.cut(null);
  await world.time.advance(15_000);
  await within(world.time, 5_000, sale.pay(reference, (await world.mint(behaviour)).code));
  await putBackByHand(world, copy);
  await world.time.advance(15_000);
  return { world, sale, reference };
}

test('paid behind its back: it says so, and cash that was taken instead leaves no charge unseen', async () => {
  const { world, sale, reference } = await setBackBehindPay('pay');
  expect(stateOf(await sale.look(reference))).toBe('paid');
  await sale.settle('cash', [reference]);
  await world.time.advance(240_000);
  // This gateway says that it has cancelled, and has not: only a person can see to it.
  expect(attemptOf(await sale.look(reference))).toMatchObject({ giveBack: 'listed' });
});

test('the customer is still asked: it waits with them', async () => {
  const { sale, reference } = await setBackBehindPay('confirm');
  expect(stateOf(await sale.look(reference))).toBe('waiting');
});

test('cash told by a till whose code had left: what this record calls unsent is asked about, and the charge is found', async () => {
  const world = await makeWorld({ sim: { cancelPaid: 'says-so-only' } });
  worlds.push(world);
  const till = await world.pair();
  const sale = till.sale();
  const reference = sale.reference();
  await sale.open(reference);
  const copy = copyOf(world.sql);
  await sale.pay(reference, (await world.mint()).code);
  await putBackByHand(world, copy);
  expect(stateOf(await sale.look(reference))).toBe('ready');
  await sale.settle('cash', [reference], { begun: [reference] });
  await world.time.advance(240_000);
  expect(attemptOf(await sale.look(reference))).toMatchObject({ giveBack: 'listed' });
});
