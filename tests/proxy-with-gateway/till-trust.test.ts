/** Goods let go on the customer's word: on trust until the truth, then paid or owed; cash still ends it. */
import { afterEach, describe, expect, test } from 'vitest';
import {
  firstLine,
  lineOf,
  NO_CHARGE,
  ONE_CHARGE,
  read,
  refusals,
  rollNews,
  saleIdOf,
  useTablets,
  type Tablet,
} from './till-world.ts';

const { setup } = useTablets(afterEach);

/** A sale in doubt: its `pay` was taken, the answer got lost. */
async function inDoubt(tablet: Tablet, behaviour = 'pay', minor = 1250) {
  await tablet.charge(minor);
  await tablet.setLeg('answer-lost');
  await read(tablet, behaviour);
  await tablet.world.time.advance(6_000);
  return saleIdOf(tablet);
}

async function trusted(tablet: Tablet, behaviour = 'pay') {
  const saleId = await inDoubt(tablet, behaviour);
  await tablet.till().letGo(saleId);
  return saleId;
}

describe('goods let go on trust', () => {
  test('leave the counter at once, also offline, and are paid when the truth comes', async () => {
    const tablet = await setup();
    await trusted(tablet);
    expect(tablet.counter()).toMatchObject({ name: 'amount', number: 'A-0002' });
    expect(tablet.lines()).toMatchObject([{ number: 'A-0001', state: 'trust', live: true }]);
    await tablet.setLeg('up');
    await tablet.world.time.advance(12_000);
    expect(tablet.asked).toContain('POST settle');
    expect(firstLine(tablet)).toBe('paid');
    expect(rollNews(tablet)).toEqual(['paid']);
    expect(tablet.till().view()).toMatchObject({ busy: false, roll: { total: { minor: 1250 } } });
    expect(await tablet.world.charges()).toEqual(ONE_CHARGE);
  });

  test('are paid where a cancel came too late, and nobody is asked: they are out', async () => {
    const tablet = await setup();
    await tablet.charge();
    await tablet.setLeg('answer-lost');
    const { id } = await read(tablet, 'confirm');
    await tablet.world.time.advance(6_000);
    const saleId = saleIdOf(tablet);
    await tablet.till().letGo(saleId);
    await tablet.setLeg('up');
    await tablet.world.time.advance(3_000);
    tablet.lose('cancel');
    await tablet.till().cancel(saleId);
    await tablet.world.sim('POST', `/wallets/codes/${id}/confirm`);
    await tablet.world.time.advance(6_000);
    expect(firstLine(tablet)).toBe('paid');
  });

  test('are owed when the charge failed, and cash then ends it', async () => {
    const tablet = await setup();
    const saleId = await trusted(tablet, 'no-funds');
    await tablet.setLeg('up');
    await tablet.world.time.advance(12_000);
    expect(tablet.lines()).toMatchObject([{ state: 'owed', live: true }]);
    expect(rollNews(tablet)).toEqual(['owed']);
    await tablet.till().showSale(saleId);
    expect(tablet.till().view().detail?.actions).toEqual(['cash', 'abandon']);
    await tablet.till().tookCash(saleId);
    await tablet.world.time.advance(3_000);
    expect(tablet.lines()).toMatchObject([{ state: 'cash', live: false }]);
    expect(tablet.asked.filter((path) => path === 'POST settle')).toHaveLength(2);
    expect(await tablet.world.charges()).toEqual(NO_CHARGE);
  });

  test('stay on trust over a reload, and off the counter', async () => {
    const tablet = await setup();
    await trusted(tablet);
    await tablet.reload();
    expect(tablet.counter().name).toBe('amount');
    expect(firstLine(tablet)).toBe('trust');
  });

  test('and paid in cash before the truth: the late charge is given back', async () => {
    const tablet = await setup();
    const saleId = await trusted(tablet);
    await tablet.till().tookCash(saleId);
    await tablet.setLeg('up');
    await tablet.world.time.advance(60_000);
    expect(firstLine(tablet)).toBe('given-back');
    expect(await tablet.world.charges()).toEqual({ charges: 1, kept: '0.00', givenBack: '12.50' });
  });
});

describe('trust is refused', () => {
  test('over the limit, which is said', async () => {
    const tablet = await setup();
    const saleId = await inDoubt(tablet, 'pay', 5001);
    expect(tablet.counter()).toMatchObject({ actions: ['cancel', 'cash', 'next-customer'] });
    await tablet.till().letGo(saleId);
    expect(refusals(tablet)).toEqual(['over-trust-limit']);
    expect(tablet.counter().name).toBe('in-doubt');
  });

  test('once a cancel was asked for, and before anything was sent', async () => {
    const tablet = await setup();
    const saleId = await inDoubt(tablet);
    await tablet.till().cancel(saleId);
    await tablet.till().letGo(saleId);
    expect(refusals(tablet)).toEqual(['not-now']);
    expect(tablet.counter()).toMatchObject({ name: 'in-doubt', actions: ['cash', 'next-customer'] });
    await tablet.till().nextCustomer();
    await tablet.setLeg('up');
    await tablet.charge(400);
    await tablet.till().letGo(saleIdOf(tablet));
    expect(refusals(tablet)).toEqual(['not-now', 'not-now']);
    expect(lineOf(tablet, 'A-0002')).toBeUndefined();
  });
});
