/** A ledger that was set back: the till notices by its epoch, tells it what it knows, and only then goes on. */
import { afterEach, describe, expect, test } from 'vitest';
import { copyOf, putBack } from './backup.ts';
import {
  firstLine,
  lineOf,
  NO_CHARGE,
  ONE_CHARGE,
  read,
  saleIdOf,
  useTablets,
  type Tablet,
} from './till-world.ts';

const { setup } = useTablets(afterEach);

/** Restores the backup while the till is cut off, as a restart does. */
async function restore(tablet: Tablet, copy: ReturnType<typeof copyOf>, seed = 99) {
  await tablet.setLeg('refused');
  await putBack(tablet.world, copy, seed);
  await tablet.setLeg('up');
}

const epochFact = ({ store }: Tablet) => store.facts.get('epoch');
const offers = ({ asked }: Tablet) => asked.filter((path) => path === 'POST offer').length;

describe('a ledger of another epoch', () => {
  test('is remembered at the first meeting, without an offer', async () => {
    const tablet = await setup();
    expect(epochFact(tablet)).toEqual(expect.any(String));
    expect(offers(tablet)).toBe(0);
  });

  test('that forgot a pay it had sent hears of it, asks the gateway, and nothing is charged twice', async () => {
    const tablet = await setup();
    await tablet.charge();
    const copy = copyOf(tablet.world.sql);
    await tablet.setLeg('answer-lost');
    await read(tablet);
    await tablet.world.time.advance(70_000);
    await restore(tablet, copy);
    await tablet.world.time.advance(12_000);
    expect(firstLine(tablet)).toBe('paid');
    expect(await tablet.world.charges()).toEqual(ONE_CHARGE);
  });

  test('hears the offer before anything else', async () => {
    const tablet = await setup();
    await tablet.charge();
    const copy = copyOf(tablet.world.sql);
    await read(tablet, 'confirm');
    await tablet.till().cancel(saleIdOf(tablet));
    const before = tablet.asked.length;
    await restore(tablet, copy);
    await tablet.world.time.advance(12_000);
    const changes = tablet.asked.slice(before).filter((path) => path.startsWith('POST'));
    expect(changes[0]).toBe('POST offer');
  });

  test('does not make a sale that is over move', async () => {
    const tablet = await setup();
    const copy = copyOf(tablet.world.sql);
    await tablet.charge();
    await read(tablet);
    await tablet.till().nextSale();
    const epoch = epochFact(tablet);
    await restore(tablet, copy);
    // Nothing is under way: the next probe meets it.
    await tablet.world.time.advance(31_000);
    expect(firstLine(tablet)).toBe('paid');
    expect(epochFact(tablet)).not.toBe(epoch);
    await tablet.charge(400);
    await read(tablet);
    expect(lineOf(tablet, 'A-0002')).toBe('paid');
    expect(await tablet.world.charges()).toEqual({ charges: 2, kept: '16.50', givenBack: '0.00' });
  });

  test('met by the next customer’s code is told first, and the code is charged once or not at all', async () => {
    const tablet = await setup();
    const copy = copyOf(tablet.world.sql);
    await tablet.charge();
    await read(tablet);
    await tablet.till().nextSale();
    await putBack(tablet.world, copy);
    await tablet.charge(400);
    await read(tablet);
    await tablet.world.time.advance(12_000);
    expect(lineOf(tablet, 'A-0002')).toBe('paid');
    expect(await tablet.world.charges()).toEqual({ charges: 2, kept: '16.50', givenBack: '0.00' });
  });

  test.each([
    ['could not read its held codes', 'held codes'],
    ['could not read which ledger it had told', 'epoch'],
  ] as const)('is told first by a till that %s for a moment', async (_name, unread) => {
    const tablet = await setup();
    await tablet.charge();
    const copy = copyOf(tablet.world.sql);
    await tablet.setLeg('answer-lost');
    await read(tablet);
    await tablet.world.time.advance(70_000);
    const epoch = epochFact(tablet);
    tablet.failReads(unread);
    await restore(tablet, copy);
    const before = tablet.asked.length;
    await tablet.reload();
    await tablet.world.time.advance(500);
    tablet.failReads();
    await tablet.world.time.advance(12_000);
    const changes = tablet.asked.slice(before).filter((path) => path.startsWith('POST'));
    expect(changes[0]).toBe('POST offer');
    expect(epochFact(tablet)).not.toBe(epoch);
    expect(firstLine(tablet)).toBe('paid');
    expect(await tablet.world.charges()).toEqual(ONE_CHARGE);
  });

  test('that forgot an attempt of which nothing has left gets it again', async () => {
    const tablet = await setup();
    const copy = copyOf(tablet.world.sql);
    await tablet.charge();
    await restore(tablet, copy);
    await tablet.world.time.advance(12_000);
    expect(tablet.counter().name).toBe('ready');
    await read(tablet);
    expect(firstLine(tablet)).toBe('paid');
    expect(await tablet.world.charges()).toEqual(ONE_CHARGE);
  });

  test('is told of cash that was taken, and gives the late charge back', async () => {
    const tablet = await setup();
    await tablet.charge();
    const copy = copyOf(tablet.world.sql);
    await tablet.setLeg('answer-lost');
    await read(tablet);
    await tablet.world.time.advance(6_000);
    await tablet.till().tookCash(saleIdOf(tablet));
    await restore(tablet, copy);
    await tablet.world.time.advance(90_000);
    expect(firstLine(tablet)).toBe('given-back');
    expect(await tablet.world.charges()).toEqual({ charges: 1, kept: '0.00', givenBack: '12.50' });
    expect(tablet.till().view().busy).toBe(false);
  });

  test('a code that is held waits for the offer, and is then sent once', async () => {
    const tablet = await setup();
    const copy = copyOf(tablet.world.sql);
    await tablet.charge();
    await tablet.setLeg('refused');
    await read(tablet);
    await putBack(tablet.world, copy);
    await tablet.setLeg('up');
    await tablet.world.time.advance(9_000);
    expect(firstLine(tablet)).toBe('paid');
    expect(tablet.asked.indexOf('POST offer')).toBeLessThan(tablet.asked.indexOf('POST pay'));
    expect(await tablet.world.charges()).toEqual(ONE_CHARGE);
  });

  test('met again and again is told each time, and comes to rest', async () => {
    const tablet = await setup();
    const copy = copyOf(tablet.world.sql);
    await tablet.charge();
    await read(tablet);
    await restore(tablet, copy, 5);
    await tablet.world.time.advance(40_000);
    await restore(tablet, copy, 6);
    await tablet.world.time.advance(40_000);
    const told = offers(tablet);
    await tablet.world.time.advance(120_000);
    expect(offers(tablet)).toBe(told);
    expect(firstLine(tablet)).toBe('paid');
    expect(await tablet.world.charges()).toEqual(ONE_CHARGE);
  });

  test('after a reload is told what the earlier page knew', async () => {
    const tablet = await setup();
    const copy = copyOf(tablet.world.sql);
    await tablet.charge();
    await tablet.setLeg('answer-lost');
    await read(tablet, 'no-funds');
    await putBack(tablet.world, copy);
    await tablet.reload();
    await tablet.setLeg('up');
    await tablet.world.time.advance(20_000);
    expect(tablet.counter()).toMatchObject({ name: 'declined' });
    expect(await tablet.world.charges()).toEqual(NO_CHARGE);
  });
});
