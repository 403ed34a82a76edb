/** The limits of a day: held where a charge or a refund is taken, to the cent, and never against what was taken. */
import { afterEach, describe, expect, test } from 'vitest';
import type { Minor } from '../../src/core/money/money.ts';
import type { ShopSettings } from '../../src/core/settings.ts';
import { attemptOf, PIN, refundsOf, stateOf, type Till, type Told } from './hand-till.ts';
import { makeWorld, type World } from './world.ts';

const worlds: World[] = [];
afterEach(async () => {
  for (const world of worlds.splice(0)) await world.close();
});

type Limits = Partial<Record<'limitPerTillDay' | 'limitPerDay' | 'refundLimitPerDay', number>>;

async function setup(limits: Limits) {
  const world = await makeWorld({ shop: limits as Partial<ShopSettings> });
  worlds.push(world);
  return { world, till: await world.pair() };
}

/** One charge by a customer who pays, or does what `behaviour` says. */
async function charge(world: World, till: Till, amountMinor: number, behaviour = 'pay'): Promise<Told> {
  const sale = till.sale(amountMinor);
  const { code } = await world.mint(behaviour);
  return sale.pay(sale.reference(), code);
}

async function outcomes(world: World, till: Till, sums: readonly number[]): Promise<string[]> {
  const states: string[] = [];
  for (const sum of sums) states.push(stateOf(await charge(world, till, sum)));
  return states;
}

describe('what a day may charge', () => {
  test.each<[string, Limits, number[], string[]]>([
    ['no limit', {}, [90_000, 90_000], ['paid', 'paid']],
    ['a till up to its limit', { limitPerTillDay: 3_000 }, [1_000, 2_000], ['paid', 'paid']],
    ['one cent more', { limitPerTillDay: 3_000 }, [1_000, 2_001], ['paid', 'over-day-limit']],
    [
      'a smaller one still fits',
      { limitPerTillDay: 3_000 },
      [2_999, 2, 1],
      ['paid', 'over-day-limit', 'paid'],
    ],
    ['the first is too much', { limitPerTillDay: 3_000 }, [3_001], ['over-day-limit']],
    ['the shop up to its limit', { limitPerDay: 3_000 }, [1_000, 2_000], ['paid', 'paid']],
    ['one cent more in the shop', { limitPerDay: 3_000 }, [1_000, 2_001], ['paid', 'over-day-limit']],
    [
      'the narrower counts',
      { limitPerTillDay: 5_000, limitPerDay: 2_000 },
      [2_000, 1],
      ['paid', 'over-day-limit'],
    ],
  ])('%s', async (_name, limits, sums, expected) => {
    const { world, till } = await setup(limits);
    expect(await outcomes(world, till, sums)).toEqual(expected);
  });

  test('each till has its own, the shop has one', async () => {
    const { world, till } = await setup({ limitPerTillDay: 1_000, limitPerDay: 1_500 });
    const other = await world.pair();
    expect(await outcomes(world, till, [1_000, 1])).toEqual(['paid', 'over-day-limit']);
    expect(await outcomes(world, other, [501, 500])).toEqual(['over-day-limit', 'paid']);
  });

  test('what was not charged, or went back whole, does not count', async () => {
    const { world, till } = await setup({ limitPerDay: 1_000 });
    expect(stateOf(await charge(world, till, 1_000, 'no-funds'))).toMatch(/^declined/);
    const sale = till.sale(1_000);
    const reference = sale.reference();
    const { code } = await world.mint('pay');
    expect(stateOf(await sale.pay(reference, code))).toBe('paid');
    expect(await outcomes(world, till, [1_000])).toEqual(['over-day-limit']);
    await sale.settle('cash', [reference]);
    await world.time.advance(30_000);
    expect(attemptOf(await sale.look(reference)).giveBack).toBe('done');
    expect(await outcomes(world, till, [1_000])).toEqual(['paid']);
  });

  test('the next day of the shop begins at nothing; a restart does not', async () => {
    const { world, till } = await setup({ limitPerTillDay: 1_000 });
    expect(await outcomes(world, till, [1_000])).toEqual(['paid']);
    await world.restart();
    expect(await outcomes(world, till, [1])).toEqual(['over-day-limit']);
    await world.time.advance(86_400_000);
    expect(await outcomes(world, till, [1_000])).toEqual(['paid']);
  });

  test('an order opened before the limit was reached is refused at its code, closed, and never sent', async () => {
    const { world, till } = await setup({ limitPerDay: 1_000 });
    const sale = till.sale(600);
    const reference = sale.reference();
    expect(stateOf(await sale.open(reference))).toBe('ready');
    expect(await outcomes(world, till, [600])).toEqual(['paid']);
    const { code } = await world.mint('pay');
    expect(stateOf(await sale.pay(reference, code))).toBe('over-day-limit');
    expect(stateOf(await sale.look(reference))).toBe('closed(refused)');
    expect(world.calls.filter((call) => call.call === 'pay')).toHaveLength(1);
    expect((await world.charges()).kept).toBe('6.00');
  });

  test('the refusal says the limit, what is used of it, and what to do', async () => {
    const { world, till } = await setup({ limitPerTillDay: 1_000 });
    await charge(world, till, 400);
    const sale = till.sale(601);
    const answer = await till.request('POST', '/api/attempts', {
      ...sale.claim,
      reference: sale.reference(),
    });
    expect(answer.status).toBe(422);
    const { detail } = (await answer.json()) as { detail: string };
    expect(detail).toContain('$10.00');
    expect(detail).toContain('$4.00');
    expect(detail).toContain('LIMIT_PER_TILL_DAY');
  });

  test('a payment that was accepted is not undone: it waits, it is asked for again, and it is paid', async () => {
    const { world, till } = await setup({ limitPerDay: 1_000 });
    const sale = till.sale(1_000);
    const reference = sale.reference();
    const { id, code } = await world.mint('confirm');
    expect(stateOf(await sale.pay(reference, code))).toBe('waiting');
    expect(await outcomes(world, till, [1])).toEqual(['over-day-limit']);
    expect(stateOf(await sale.pay(reference, code))).toBe('waiting');
    await world.sim('POST', `/wallets/codes/${id}/confirm`);
    await world.time.advance(4_000);
    expect(stateOf(await sale.look(reference))).toBe('paid');
  });

  test('cash and the fence know no limit', async () => {
    const { world, till } = await setup({ limitPerDay: 1 });
    const sale = till.sale(1_000);
    expect(await sale.settle('cash', [])).toEqual([]);
    const other = till.sale(1_000);
    expect(stateOf(await other.close(other.reference()))).toBe('closed(withdrawn)');
    expect(world.calls).toEqual([]);
  });
});

describe('what managers may give back in a day', () => {
  async function withPaid(refundLimitPerDay: number | null) {
    const world = await makeWorld({ shop: { refundLimitPerDay: refundLimitPerDay as Minor | null } });
    worlds.push(world);
    const till = await world.pair();
    await till.pin(undefined, PIN);
    const sale = till.sale(5_000);
    const reference = sale.reference();
    const { code } = await world.mint('pay');
    expect(stateOf(await sale.pay(reference, code))).toBe('paid');
    const refund = async (n: number, minor: number): Promise<string> => {
      const asked = sale.refund(reference, n, minor);
      await world.time.advance(6_000);
      const told = await asked;
      return told.code ?? refundsOf(told).at(-1) ?? '';
    };
    return { world, sale, reference, refund };
  }

  test.each<[string, number | null, number[], string[]]>([
    ['no limit', null, [2_000, 3_000], ['1 manager 2000 done', '2 manager 3000 done']],
    ['up to it', 2_000, [1_500, 500], ['1 manager 1500 done', '2 manager 500 done']],
    ['one cent more', 2_000, [1_500, 501], ['1 manager 1500 done', 'over-refund-limit']],
    ['nothing at all', 0, [1], ['over-refund-limit']],
  ])('%s', async (_name, limit, sums, expected) => {
    const { refund } = await withPaid(limit);
    const outcomes: string[] = [];
    for (const [index, sum] of sums.entries()) outcomes.push(await refund(index + 1, sum));
    expect(outcomes).toEqual(expected);
  });

  test('the same request again is the same refund, also at the limit', async () => {
    const { refund } = await withPaid(2_000);
    expect(await refund(1, 2_000)).toBe('1 manager 2000 done');
    expect(await refund(1, 2_000)).toBe('1 manager 2000 done');
    expect(await refund(2, 1)).toBe('over-refund-limit');
  });

  test('what the ledger gives back by itself is not held up', async () => {
    const { world, sale, reference } = await withPaid(0);
    await world.set({ cancelPaid: 'refused' });
    await sale.settle('cash', [reference]);
    await world.time.advance(180_000);
    expect(attemptOf(await sale.look(reference)).giveBack).toBe('done');
    expect((await world.charges()).kept).toBe('0.00');
  });
});
