/** A ledger that was set back and has forgotten what it owes: the tills' offer brings it back. */
import { afterEach, describe, expect, test } from 'vitest';
import { money } from '../../src/core/money/money.ts';
import { attemptOf, stateOf } from './hand-till.ts';
import { offered } from './offered.ts';
import { copyOf, putBack } from './backup.ts';
import { makeWorld, type World } from './world.ts';

const worlds: World[] = [];
afterEach(async () => {
  for (const world of worlds.splice(0)) await world.close();
});

async function setup(...options: Parameters<typeof makeWorld>) {
  const world = await makeWorld(...options);
  worlds.push(world);
  const till = await world.pair();
  const sale = till.sale();
  return { world, till, sale, reference: sale.reference() };
}

describe('a charge that must go back', () => {
  test.each(['waiting', 'paid'])(
    'as "Not charged" was said, and the old copy has sent it since: %s',
    async (was) => {
      const { world, till, sale, reference } = await setup();
      const { id, code } = await world.mint('confirm');
      await sale.pay(reference, code);
      const confirm = () => world.sim('POST', `/wallets/codes/${id}/confirm`);
      if (was === 'paid') await confirm();
      await world.time.advance(5_000);
      expect(stateOf(await sale.look(reference))).toBe(was);
      await till.offer([offered(sale, [{ reference, sent: false, condemned: true }])]);
      if (was === 'waiting') await confirm();
      await world.time.advance(90_000);
      expect((await world.charges()).kept).toBe('0.00');
    },
  );

  test('but not on the word of a till that lost the sale, where the next one has it paid', async () => {
    const { world, till, sale, reference } = await setup();
    const taker = await world.pair();
    await sale.pay(reference, (await world.mint('confirm')).code);
    await taker.take(sale.saleId);
    await till.offer([offered(sale, [{ reference, sent: false, condemned: true }])]);
    expect(attemptOf(await sale.look(reference))).toMatchObject({ wanted: 'keep' });
  });

  test('and one that has ended unpaid is left as it is: no word of it is news to any till', async () => {
    const { world, till, sale, reference } = await setup();
    await sale.pay(reference, (await world.mint('no-funds')).code);
    await world.time.advance(5_000);
    const before = attemptOf(await sale.look(reference));
    await till.offer([offered(sale, [{ reference, sent: false, condemned: true }])]);
    expect(attemptOf(await sale.look(reference))).toMatchObject({ version: before.version, wanted: 'keep' });
  });

  test('as the till that has the sale took cash before the old copy knew of it', async () => {
    const { world, till, sale, reference } = await setup();
    const taker = await world.pair();
    await sale.open(sale.reference());
    const early = copyOf(world.sql);
    await sale.pay(reference, (await world.mint()).code);
    await putBack(world, early);
    await taker.take(sale.saleId);
    await taker.goOnWith(sale.claim).settle('cash', []);
    await till.offer([offered(sale, [{ reference }])]);
    await world.time.advance(90_000);
    expect((await world.charges()).kept).toBe('0.00');
  });

  test('and that the old copy knows nothing of goes back all the same', async () => {
    const { world, till, sale, reference } = await setup({ sim: { afterClosed: 'may-still-pay' } });
    const { id, code } = await world.mint('confirm');
    await sale.pay(reference, code);
    await sale.change(reference, 'cancel');
    await world.time.advance(30_000);
    expect(stateOf(await sale.look(reference))).toBe('closed(cancelled)');
    const early = copyOf(world.sql);
    await world.sim('POST', `/wallets/codes/${id}/confirm`);
    await putBack(world, early);
    const owed = money(1250, 'USD');
    const answer = await till.offer([offered(sale, [{ reference, condemned: true, owed }])]);
    expect(answer).toMatchObject({ attempts: [{ state: { name: 'closed' }, giveBack: 'owed' }] });
    await world.time.advance(90_000);
    expect(attemptOf(await sale.look(reference))).toMatchObject({ giveBack: 'done' });
    expect((await world.charges()).kept).toBe('0.00');
    expect(await till.offer([offered(sale, [{ reference, condemned: true, owed }])])).toMatchObject({
      attempts: [{ giveBack: 'done' }],
    });
  });

  test.each([true, false])('is known before the old copy has ended it: condemned %s', async (condemned) => {
    const { world, till, sale, reference } = await setup({ sim: { afterClosed: 'may-still-pay' } });
    const { id, code } = await world.mint('confirm');
    await sale.pay(reference, code);
    const early = copyOf(world.sql);
    await sale.change(reference, 'cancel');
    await world.time.advance(30_000);
    await world.sim('POST', `/wallets/codes/${id}/confirm`);
    await world.sim('POST', '/faults', { kind: 'lost', call: 'tran-query', times: 2 });
    await putBack(world, early);
    const answer = await till.offer([offered(sale, [{ reference, condemned, owed: money(1250, 'USD') }])]);
    expect(answer).toMatchObject({ attempts: [{ state: { name: 'cancelling', charged: true } }] });
    await world.time.advance(90_000);
    expect(stateOf(await sale.look(reference))).toBe('returned');
    expect((await world.charges()).kept).toBe('0.00');
  });

  test('goes back where the old copy has taken it as paid: the till that has the sale never said so', async () => {
    const { world, till, sale, reference } = await setup();
    await sale.pay(reference, (await world.mint()).code);
    await till.offer([offered(sale, [{ reference, owed: money(1250, 'USD') }])]);
    await world.time.advance(90_000);
    expect(attemptOf(await sale.look(reference))).toMatchObject({ giveBack: 'done', wanted: 'return' });
    expect((await world.charges()).kept).toBe('0.00');
  });

  test('stays where another till has taken the sale since, and has it paid', async () => {
    const { world, till, sale, reference } = await setup();
    const taker = await world.pair();
    await sale.pay(reference, (await world.mint()).code);
    await taker.take(sale.saleId);
    await till.offer([offered(sale, [{ reference, owed: money(1250, 'USD') }])]);
    await world.time.advance(90_000);
    expect((await world.charges()).kept).toBe('12.50');
  });

  test('stays where a person has kept it', async () => {
    const { world, till, sale, reference } = await setup();
    await world.sim('POST', '/faults', { kind: 'other-amount', amountMinor: 1300 });
    await sale.pay(reference, (await world.mint()).code);
    await sale.decide(reference, 'keep');
    await till.offer([offered(sale, [{ reference, owed: money(1300, 'USD') }])]);
    await world.time.advance(90_000);
    expect(attemptOf(await sale.look(reference))).toMatchObject({ giveBack: 'none', wanted: 'keep' });
  });
});
