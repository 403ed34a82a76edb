/** How fast the till says it is, beside how fast it was: known delays of a whole week, and what may not change them. */
import { afterEach, describe, expect, test } from 'vitest';
import { countTimes } from '../../src/core/time-spread.ts';
import { levelFigures, type Figures, type LevelFigures } from '../../src/till/level-figures.ts';
import type { ServiceLevel } from '../../src/till/service-level.ts';
import { makeFakeShelf, type FakeShelf } from '../fakes/level-shelf.ts';
import { choosePin, ONE_CHARGE, read, useTablets, WORD, type Tablet } from './till-world.ts';
import { LOOPBACK } from './world.ts';

const { setup } = useTablets(afterEach);
const HOUR = 3_600_000;

/** What one sale takes, ms. `confirms`: the customer, after the answer. */
interface Sold {
  readonly wallet: 'alipay' | 'wechat';
  readonly reads: number;
  readonly answers: number;
  readonly confirms?: number;
}

async function begin(shelf: FakeShelf = makeFakeShelf()) {
  const tablet = await setup({
    shop: { webhookOrigin: LOOPBACK, timeZone: 'UTC' },
    sim: { webhookDelayMs: 0 },
  });
  await choosePin(tablet);
  const level = await tablet.till().level();
  if (!level) throw new Error('The code was loaded before');
  level.begin({ till: tablet.till(), openShelf: () => shelf });
  return { tablet, level, shelf };
}

async function sell(tablet: Tablet, { wallet, reads, answers, confirms }: Sold): Promise<void> {
  const { world } = tablet;
  const { time } = world;
  await tablet.charge();
  await time.advance(reads);
  const code = confirms
    ? await world.mint('late', { wallet, afterMs: confirms })
    : await world.mint('slow', { wallet, afterMs: answers });
  await tablet.till().readCode(code.code, 'camera');
  await time.advance(answers + (confirms ?? 0) + 6_000);
}

async function figuresOf(tablet: Tablet, level: ServiceLevel, days = 7): Promise<LevelFigures> {
  const reading = level.read(WORD.pin);
  await tablet.world.time.settle();
  const told = await reading;
  if (!told.isDone) throw new Error(told.code);
  return levelFigures(told.days, told.today, days);
}

/** So many took no longer, as they were. */
function truth(times: readonly number[], share: number): number {
  return times.toSorted((a, b) => a - b)[Math.max(1, Math.ceil(share * times.length)) - 1] ?? NaN;
}

function expectTrue({ count, p50, p95 }: Figures, times: readonly number[]): void {
  expect(count).toBe(times.length);
  for (const [share, told] of [
    [0.5, p50],
    [0.95, p95],
  ] as const)
    expect(Math.abs((told ?? NaN) - truth(times, share)) / truth(times, share)).toBeLessThan(0.06);
}

/** A week of the shop: alipay in the morning, wechat slow at noon, every fourth customer confirms. */
function week(): (Sold & { readonly day: number; readonly hour: number })[] {
  return [0, 1, 2, 3, 4, 5, 6].flatMap((day) =>
    [0, 1, 2, 3, 4, 5, 6, 7].map((n) => {
      const isNoon = n >= 4;
      const sold = {
        day,
        hour: isNoon ? 12 : 9,
        wallet: isNoon ? ('wechat' as const) : ('alipay' as const),
        reads: 1_500 + 250 * ((n + day) % 7),
        answers: (isNoon ? 2_400 : 500) + 90 * ((n * 3 + day) % 5),
      };
      return n % 4 === 3 ? { ...sold, answers: 0, confirms: 6_000 + 500 * day } : sold;
    }),
  );
}

describe('a week with known delays', () => {
  test('gives the known figures, and names what was slow', async () => {
    const { tablet, level } = await begin();
    const { time } = tablet.world;
    const from = time.clock.now();
    const sales = week();
    for (const sale of sales) {
      const at = from + sale.day * 24 * HOUR + (sale.hour - 9.5) * HOUR;
      // A closed shop's tablet sleeps: no timer runs.
      time.clock.pass(Math.max(0, at - time.clock.now()));
      await sell(tablet, sale);
    }
    const told = await figuresOf(tablet, level);
    expectTrue(
      told.read,
      sales.map(({ reads }) => reads),
    );
    expectTrue(
      told.confirm,
      sales.flatMap(({ confirms }) => confirms ?? []),
    );
    const noon = told.answer.hours.find(({ name }) => name === 12);
    const answersOf = (wallet: string): number[] =>
      sales.flatMap((sale) => (sale.wallet === wallet ? [Math.max(10, sale.answers)] : []));
    expectTrue(told.answer.wallets.find(({ name }) => name === 'wechat') ?? told.answer, answersOf('wechat'));
    expectTrue(told.answer.wallets.find(({ name }) => name === 'alipay') ?? told.answer, answersOf('alipay'));
    expectTrue(noon ?? told.answer, answersOf('wechat'));
    expect(told.answer.slowest).toMatchObject({ wallet: 'wechat', hour: 12 });
    expect(told.doubt.count).toBe(0);
  });
});

describe('answers that take eight seconds', () => {
  test('are three seconds of doubt each, whether the wallet is slow or the till heard nothing', async () => {
    const { tablet, level } = await begin();
    for (let n = 0; n < 5; n += 1) await sell(tablet, { wallet: 'alipay', reads: 500, answers: 8_000 });
    for (let n = 0; n < 5; n += 1) {
      await tablet.charge();
      await tablet.setLeg('answer-lost');
      await read(tablet);
      await tablet.world.time.advance(8_000 - 200);
      await tablet.setLeg('up');
      await tablet.world.time.advance(20_000);
    }
    const { doubt, answer } = await figuresOf(tablet, level);
    expect([doubt.count, answer.count]).toEqual([10, 10]);
    expectTrue(
      { ...doubt, p95: doubt.p50 },
      Array.from({ length: 10 }, () => 3_000),
    );
    expectTrue(
      { ...answer, p95: answer.p50 },
      Array.from({ length: 10 }, () => 8_000),
    );
  });
});

describe('what is kept', () => {
  test('is shown for the manager’s PIN only', async () => {
    const { level } = await begin();
    expect(await level.read('9999')).toEqual({ isDone: false, code: 'pin-wrong' });
  });

  test('is written after the sale, not in it, and only once however often measuring is begun', async () => {
    const { tablet, level, shelf } = await begin();
    level.begin({ till: tablet.till(), openShelf: () => shelf });
    await tablet.charge();
    await read(tablet);
    expect(shelf.kept.size).toBe(0);
    await tablet.world.time.advance(10_100);
    const [cells] = [...shelf.kept.values()];
    expect(Object.values(cells ?? {}).map(countTimes)).toEqual([1, 1]);
    expect(Object.keys(cells ?? {}).sort()).toEqual(['answer alipay 9', 'read alipay 9 camera']);
  });

  test('holds up no sale where the tablet cannot keep it', async () => {
    const { tablet, level, shelf } = await begin();
    shelf.fail(true);
    for (let n = 0; n < 2; n += 1) {
      await sell(tablet, { wallet: 'alipay', reads: 500, answers: 500 });
      await tablet.world.time.advance(20_000);
    }
    expect((await tablet.world.charges()).charges).toBe(2);
    const reading = level.read(WORD.pin);
    await tablet.world.time.settle();
    expect(await reading).toEqual({ isDone: false, code: 'cannot-save' });
  });

  test('holds up no sale where measuring itself breaks', async () => {
    const tablet = await setup();
    const level = await tablet.till().level();
    const openShelf = (): never => {
      throw new TypeError('no store in this browser');
    };
    level?.begin({ till: tablet.till(), openShelf });
    await sell(tablet, { wallet: 'alipay', reads: 500, answers: 500 });
    expect(await tablet.world.charges()).toEqual(ONE_CHARGE);
  });

  test('is what both pages of a tablet have measured, across a reload', async () => {
    const shelf = makeFakeShelf();
    const { tablet } = await begin(shelf);
    await sell(tablet, { wallet: 'alipay', reads: 500, answers: 500 });
    await tablet.world.time.advance(11_000);
    await tablet.reload();
    const level = await tablet.till().level();
    level?.begin({ till: tablet.till(), openShelf: () => shelf });
    await sell(tablet, { wallet: 'alipay', reads: 500, answers: 500 });
    if (!level) throw new Error('The code was loaded before');
    expect((await figuresOf(tablet, level)).answer.count).toBe(2);
  });
});
