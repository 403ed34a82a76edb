/** "Same customer as 14:02?": asked once before a sale opens whose amount an unfinished one has. */
import { afterEach, describe, expect, test } from 'vitest';
import { lineOf, ONE_CHARGE, read, refusals, saleIdOf, useTablets, type Tablet } from './till-world.ts';

const { setup, setupSecond } = useTablets(afterEach);

/** A sale in doubt on the roll. */
async function doubtOnRoll(tablet: Tablet, minor = 1250) {
  await tablet.charge(minor);
  await tablet.setLeg('answer-lost');
  await read(tablet);
  await tablet.world.time.advance(6_000);
  const saleId = saleIdOf(tablet);
  await tablet.till().nextCustomer();
  return saleId;
}

const HOUR_MS = 3_600_000;
/** Until 23:00 in New York, ms: an hour before the shop's day ends. */
const untilLate = (now: number): number => 27 * HOUR_MS - (now % (24 * HOUR_MS));
const question = (tablet: Tablet) => tablet.till().view().question;

describe('a new sale with the amount of an unfinished one', () => {
  test('asks first: nothing is opened, and nothing passes over the question', async () => {
    const tablet = await setup();
    const saleId = await doubtOnRoll(tablet);
    await tablet.charge();
    expect(question(tablet)).toMatchObject({ saleId, number: 'A-0001', state: 'in-doubt' });
    expect(tablet.store.sales.size).toBe(1);
    await tablet.till().charge();
    tablet.till().pressKey('7');
    await tablet.till().readCode('281234567890123456', 'camera');
    expect(refusals(tablet)).toEqual(['not-now', 'not-now', 'not-now']);
    expect(tablet.counter()).toMatchObject({ name: 'amount', amount: { minor: 1250 } });
    expect(question(tablet)).not.toBeNull();
  });

  test('of the same customer goes back to that sale, and nothing was charged twice', async () => {
    const tablet = await setup();
    const saleId = await doubtOnRoll(tablet);
    await tablet.charge();
    await tablet.till().answerSameCustomer(true);
    expect(tablet.counter()).toMatchObject({ name: 'in-doubt', saleId });
    expect(tablet.lines()).toEqual([]);
    await tablet.setLeg('up');
    await tablet.world.time.advance(9_000);
    expect(lineOf(tablet, 'A-0001')).toBe('paid');
    expect(await tablet.world.charges()).toEqual(ONE_CHARGE);
    expect(tablet.store.sales.size).toBe(1);
  });

  test('is asked about anew for the next customer, whoever the one before was', async () => {
    const tablet = await setup();
    const first = await doubtOnRoll(tablet);
    await tablet.charge();
    await tablet.till().answerSameCustomer(false);
    await read(tablet);
    await tablet.world.time.advance(6_000);
    const second = saleIdOf(tablet);
    await tablet.till().nextCustomer();
    await tablet.charge();
    expect(question(tablet)).toMatchObject({ saleId: second });
    await tablet.till().answerSameCustomer(false);
    expect(question(tablet)).toMatchObject({ saleId: first });
    await tablet.till().answerSameCustomer(true);
    await tablet.till().nextCustomer();
    await tablet.charge();
    expect(question(tablet)).toMatchObject({ saleId: second });
  });

  test('of another customer opens, and is not asked about again', async () => {
    const tablet = await setup();
    await doubtOnRoll(tablet);
    await tablet.charge();
    await tablet.till().answerSameCustomer(false);
    expect(question(tablet)).toBeNull();
    expect(tablet.counter()).toMatchObject({ name: 'ready', number: 'A-0002' });
    await tablet.till().back();
    await tablet.till().abandon(saleIdOf2(tablet));
  });

  test('asks about the next of several, one at a time', async () => {
    const tablet = await setup();
    const first = await doubtOnRoll(tablet);
    await tablet.setLeg('up');
    await tablet.charge();
    await tablet.till().answerSameCustomer(false);
    await read(tablet, 'confirm');
    const second = saleIdOf(tablet);
    await tablet.setLeg('refused');
    await tablet.till().nextCustomer();
    await tablet.charge();
    const asked = question(tablet)?.saleId;
    await tablet.till().answerSameCustomer(false);
    const then = question(tablet)?.saleId ?? null;
    expect([asked, then]).toEqual(isPaid(tablet, 'A-0001') ? [second, null] : [second, first]);
  });

  test('is not asked about another amount, a paid sale, or one that cash has ended', async () => {
    const tablet = await setup();
    const saleId = await doubtOnRoll(tablet);
    await tablet.charge(400);
    expect(question(tablet)).toBeNull();
    await tablet.till().back();
    await tablet.till().tookCash(saleId);
    tablet.till().pressKey('clear');
    await tablet.charge();
    expect(question(tablet)).toBeNull();
  });

  test('asks about goods that went on trust', async () => {
    const tablet = await setup();
    const saleId = await doubtOnRoll(tablet);
    await tablet.till().letGo(saleId);
    await tablet.charge();
    expect(question(tablet)).toMatchObject({ saleId, state: 'trust' });
    await tablet.till().answerSameCustomer(true);
    expect(tablet.counter()).toMatchObject({ name: 'in-doubt', saleId });
    await tablet.till().nextCustomer();
    expect(tablet.counter().name).toBe('amount');
  });

  test('asks about a sale of another till that was looked at, and takes it over', async () => {
    const tablet = await setup();
    const second = await setupSecond(tablet);
    await tablet.charge();
    await read(tablet, 'confirm');
    const saleId = saleIdOf(tablet);
    await second.till().showOthers();
    second.till().hideOthers();
    await second.charge();
    expect(question(second)).toMatchObject({ saleId, number: 'A-0001', state: 'waiting' });
    await second.till().answerSameCustomer(true);
    expect(second.counter()).toMatchObject({ name: 'waiting', saleId });
    expect(question(second)).toBeNull();
  });

  test('is not asked about a sale of this till that is over, though the list was read before that', async () => {
    const tablet = await setup();
    const { time } = tablet.world;
    time.clock.setWall(time.clock.now() + untilLate(time.clock.now()));
    await time.advance(31_000);
    await tablet.charge();
    const { id } = await read(tablet, 'confirm');
    await tablet.till().showOthers();
    tablet.till().hideOthers();
    await tablet.world.sim('POST', `/wallets/codes/${id}/confirm`);
    await time.advance(6_000);
    // The next day the sale is in the journal alone.
    time.clock.setWall(time.clock.now() + 2 * HOUR_MS);
    await time.advance(31_000);
    expect(tablet.lines()).toEqual([]);
    await tablet.charge();
    expect(question(tablet)).toBeNull();
    expect(tablet.counter().name).toBe('ready');
  });

  test('of another till that cannot be reached keeps what was typed, and says so', async () => {
    const tablet = await setup();
    const second = await setupSecond(tablet);
    await tablet.charge();
    await read(tablet, 'confirm');
    await second.till().showOthers();
    await second.charge();
    await second.setLeg('refused');
    await second.till().answerSameCustomer(true);
    expect(second.counter()).toMatchObject({ name: 'amount', amount: { minor: 1250 } });
    expect(refusals(second)).toEqual(['silent']);
  });
});

const isPaid = (tablet: Tablet, number: string) => lineOf(tablet, number) === 'paid';

/** The sale that was taken back to the keypad. */
function saleIdOf2(tablet: Tablet) {
  const sale = [...tablet.store.sales.values()].find(({ number }) => number === 'A-0002');
  if (!sale) throw new Error('No second sale');
  return sale.id;
}
