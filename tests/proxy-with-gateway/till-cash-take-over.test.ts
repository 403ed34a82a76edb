/** Cash on one till, the wallet on another: whichever way a sale went between two tills, the customer pays once. */
import { afterEach, expect, test } from 'vitest';
import { firstLine, lineOf, ONE_CHARGE, read, saleIdOf, useTablets, type Tablet } from './till-world.ts';

const { setup, setupSecond } = useTablets(afterEach);

const GIVEN_BACK = { charges: 1, kept: '0.00', givenBack: '12.50' };

/** Two tablets; the first has a sale whose code was read. */
async function two(behaviour = 'confirm') {
  const first = await setup();
  const second = await setupSecond(first);
  await first.charge();
  const { id } = await read(first, behaviour);
  return { first, second, saleId: saleIdOf(first), id, time: first.world.time };
}

async function take(tablet: Tablet, saleId: ReturnType<typeof saleIdOf>): Promise<void> {
  await tablet.till().showOthers();
  expect(await tablet.till().takeOver(saleId)).toEqual({ isDone: true });
}

const confirm = ({ world }: Tablet, id: string) => world.sim('POST', `/wallets/codes/${id}/confirm`);

test.each([
  ['cash', 'straight away'],
  ['cash', 'after a reload'],
  ['abandoned', 'straight away'],
] as const)(
  '%s while the tablet was offline is told %s, though another till took the sale over and it was paid there',
  async (how, when) => {
    const { first, second, saleId, id, time } = await two();
    await first.setLeg('refused');
    await (how === 'cash' ? first.till().tookCash(saleId) : first.till().abandon(saleId));
    await take(second, saleId);
    await confirm(first, id);
    await time.advance(5_000);
    expect(lineOf(second, 'A-0001') ?? second.counter().name).toBe('paid');
    expect(await first.world.charges()).toEqual(ONE_CHARGE);
    if (when === 'after a reload') await first.reload();
    await first.setLeg('up');
    await time.advance(60_000);
    expect(await first.world.charges()).toEqual(GIVEN_BACK);
    expect(lineOf(second, 'A-0001')).toBe('given-back');
    expect(first.asked.filter((what) => what === 'POST settle')).toHaveLength(1);
    expect(first.till().view().roll.unfinished).toBe(0);
  },
);

test('it is told, too, where the tablet hears first that the sale has gone', async () => {
  const { first, second, saleId, id, time } = await two();
  await first.setLeg('refused');
  await first.till().tookCash(saleId);
  await take(second, saleId);
  await confirm(first, id);
  await time.advance(5_000);
  first.lose('settle');
  await first.setLeg('up');
  await time.advance(30_000);
  expect(firstLine(first)).toBe('taken-over');
  await first.reload();
  first.lose(null);
  await time.advance(60_000);
  expect(await first.world.charges()).toEqual(GIVEN_BACK);
  expect(first.lines()).toMatchObject([{ state: 'taken-over', live: false }]);
});

test('a tablet that had taken the sale over and was paired anew since tells its cash all the same', async () => {
  const { first, second, saleId, time } = await two('no-funds');
  await take(second, saleId);
  await second.till().scanAgain();
  const { id } = await read(second, 'confirm');
  await second.setLeg('refused');
  await second.till().tookCash(saleId);
  second.forgetCookie();
  await confirm(first, id);
  await time.advance(5_000);
  expect(await first.world.charges()).toEqual(ONE_CHARGE);
  await second.setLeg('up');
  await time.advance(31_000);
  await second.till().pair(first.world.proxy().makePairingCode());
  await time.advance(60_000);
  expect(await first.world.charges()).toEqual(GIVEN_BACK);
});

test('a sale that both tills ended, each by its own word, may be taken back', async () => {
  const { first, second, saleId, time } = await two();
  await first.setLeg('refused');
  await first.till().abandon(saleId);
  await take(second, saleId);
  await second.till().tookCash(saleId);
  await time.advance(60_000);
  await first.setLeg('up');
  await time.advance(30_000);
  expect(await first.till().takeOver(saleId)).toEqual({ isDone: true });
  await time.advance(30_000);
  expect(
    first
      .till()
      .view()
      .notices.filter(({ kind }) => kind === 'refused'),
  ).toEqual([]);
  expect(first.lines()).toMatchObject([{ state: 'abandoned', live: false }]);
});

test('a till that takes its sale back knows the charge the other one began, shows it, and its cash gives it back', async () => {
  const { first, second, saleId, time } = await two('no-funds');
  await first.setLeg('stalled');
  await first.till().scanAgain();
  await read(first);
  await take(second, saleId);
  await second.till().scanAgain();
  const { id } = await read(second, 'confirm');
  await first.setLeg('up');
  await time.advance(15_000);
  expect(firstLine(first)).toBe('taken-over');
  await take(first, saleId);
  expect(first.counter()).toMatchObject({ name: 'waiting', saleId });
  await time.advance(10_000);
  await first.setLeg('refused');
  await first.till().tookCash(saleId);
  await confirm(first, id);
  await time.advance(5_000);
  await first.setLeg('up');
  await time.advance(60_000);
  expect(await first.world.charges()).toEqual(GIVEN_BACK);
  expect(first.lines()).toMatchObject([{ state: 'given-back', live: false }]);
});
