/** The fence of a pay that had begun at the till: lost on the network, or made by what this record has forgotten. */
import { afterEach, describe, expect, test } from 'vitest';
import { copyOf, putBackByHand } from './backup.ts';
import { attemptOf, stateOf } from './hand-till.ts';
import { makeWorld, within, type World } from './world.ts';

const worlds: World[] = [];
afterEach(async () => {
  for (const world of worlds.splice(0)) await world.close();
});

async function setup() {
  const world = await makeWorld();
  worlds.push(world);
  const till = await world.pair();
  const sale = till.sale();
  return { world, sale, reference: sale.reference() };
}

const queries = ({ calls }: World): number => calls.filter(({ call }) => call === 'tran-query').length;

describe('a record put back by hand to before the charge', () => {
  test.each([true, false])(
    'gives it back, though nobody can tell that it was: opened %s',
    async (isOpened) => {
      const { world, sale, reference } = await setup();
      if (isOpened) await sale.open(reference);
      const copy = copyOf(world.sql);
      await sale.pay(reference, (await world.mint()).code);
      expect(stateOf(await sale.look(reference))).toBe('paid');
      await putBackByHand(world, copy);
      expect(stateOf(await sale.close(reference, 'expired', true))).toBe('closed(expired)');
      await world.time.advance(90_000);
      expect(attemptOf(await sale.look(reference))).toMatchObject({
        state: { name: 'closed', why: 'expired' },
        giveBack: 'done',
      });
      expect((await world.charges()).kept).toBe('0.00');
    },
  );
});

describe('a record put back by hand to while the code waited for its order', () => {
  test('calls it never sent at its start, asks all the same, and gives the charge back', async () => {
    const { world, sale, reference } = await setup();
    world.cut({ how: 'refused', call: 'add' });
    await within(world.time, 5_000, sale.pay(reference, (await world.mint()).code));
    await world.time.advance(2_000);
    const copy = copyOf(world.sql);
    world.cut(null);
    await world.time.advance(15_000);
    expect(stateOf(await sale.look(reference))).toBe('paid');
    await putBackByHand(world, copy);
    expect(stateOf(await sale.look(reference))).toBe('closed(expired)');
    await world.time.advance(240_000);
    expect(attemptOf(await sale.look(reference))).toMatchObject({ giveBack: 'done' });
    expect((await world.charges()).kept).toBe('0.00');
  });
});

describe('a pay that was lost on the network', () => {
  test('is asked about, and stays not charged', async () => {
    const { world, sale, reference } = await setup();
    await sale.close(reference, 'expired', true);
    await world.time.advance(90_000);
    expect(queries(world)).toBe(2);
    expect(attemptOf(await sale.look(reference))).toMatchObject({
      state: { name: 'closed', why: 'expired' },
      giveBack: 'none',
    });
  });

  test('is not asked about where it had not begun, nor where its code came here and was not sent', async () => {
    const { world, sale, reference } = await setup();
    await sale.close(reference, 'withdrawn');
    await world.sim('POST', '/faults', { kind: 'slow', call: 'add', ms: 3_000 });
    const other = sale.reference();
    const paying = sale.pay(other, (await world.mint()).code);
    await world.time.advance(100);
    expect(stateOf(await sale.close(other, 'withdrawn', true))).toBe('closed(withdrawn)');
    await world.time.advance(90_000);
    expect(stateOf(await paying)).toBe('closed(withdrawn)');
    const asked = world.calls.filter(({ call }) => call === 'tran-query' || call === 'pay');
    expect(asked).toEqual([]);
  });
});
