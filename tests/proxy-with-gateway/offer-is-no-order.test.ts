/** What a till offers is asked about, never carried out: a stolen tablet moves no money by telling what "was". */
import { afterEach, expect, test } from 'vitest';
import { money } from '../../src/core/money/money.ts';
import { attemptOf, PIN, stateOf } from './hand-till.ts';
import { offered } from './offered.ts';
import { makeWorld, type World } from './world.ts';

const worlds: World[] = [];
afterEach(async () => {
  for (const world of worlds.splice(0)) await world.close();
});

/** A sale that the honest till was paid an hour ago, and a stolen one. */
async function setup() {
  const world = await makeWorld();
  worlds.push(world);
  const honest = await world.pair();
  const stolen = await world.pair();
  await honest.pin(undefined, PIN);
  const sale = honest.sale();
  const reference = sale.reference();
  const paid = attemptOf(await sale.pay(reference, (await world.mint()).code));
  await world.time.advance(3_600_000);
  return { world, stolen, sale, reference, transactionNo: paid.transactionNo };
}

test('an offer that names another sale’s transaction gets nothing cancelled', async () => {
  const { world, stolen, sale, reference, transactionNo } = await setup();
  const mine = stolen.sale();
  const asked = world.calls.length;
  await stolen.offer([offered(mine, [{ reference: mine.reference(), transactionNo, condemned: true }])]);
  await world.time.advance(1_200_000);
  const named = world.calls.slice(asked).filter(({ fields }) => fields['transactionNo'] === transactionNo);
  expect(named).toEqual([]);
  expect((await world.charges()).kept).toBe('12.50');
  expect(stateOf(await sale.look(reference))).toBe('paid');
});

test.each(['asked', 'sent'] as const)(
  'a refund that is offered as %s is asked about, and never sent',
  async (state) => {
    const { world, stolen, sale, reference, transactionNo } = await setup();
    const refund = {
      n: 1,
      by: 'manager',
      reason: 'cold tea',
      state,
      amount: money(500, 'USD'),
      askedAt: world.time.clock.now(),
      sentAt: null,
      tries: 0,
      acceptedAt: null,
      refusedAt: null,
      absentAt: null,
    } as const;
    const asked = world.calls.length;
    await stolen.offer([offered(sale, [{ reference, transactionNo, refunds: [refund] }])]);
    await world.time.advance(1_200_000);
    const calls = world.calls.slice(asked).map(({ call }) => call);
    expect(calls).toContain('tran-query');
    expect(calls).not.toContain('refund');
    expect((await world.charges()).givenBack).toBe('0.00');
    // It stands on the manager's list: only a person knows whether it was ever asked for.
    expect(attemptOf(await sale.look(reference)).refunds).toMatchObject([{ n: 1, state: 'listed' }]);
  },
);
