/** Two tills, one sale: a dead till's unfinished sale goes on at another, and the first one hears of it. */
import { afterEach, describe, expect, test } from 'vitest';
import {
  firstLine,
  lineOf,
  ONE_CHARGE,
  read,
  rollNews,
  saleIdOf,
  useTablets,
  type Tablet,
} from './till-world.ts';

const { setup, setupSecond } = useTablets(afterEach);

/** Two tablets; the first has a sale its customer must confirm. */
async function two(behaviour = 'confirm') {
  const first = await setup();
  const second = await setupSecond(first);
  await first.charge();
  const { id } = await read(first, behaviour);
  return { first, second, saleId: saleIdOf(first), id, time: first.world.time };
}

const others = (tablet: Tablet) => tablet.till().view().others;

describe('another till’s sales', () => {
  test('are shown by number, amount, till and state, and only what is unfinished', async () => {
    const { first, second, saleId } = await two();
    await second.till().showOthers();
    expect(others(second)).toMatchObject({
      name: 'ready',
      items: [{ saleId, number: 'A-0001', tillName: first.till().view().shop?.tillName, state: 'waiting' }],
    });
    second.till().hideOthers();
    expect(others(second)).toBeNull();
    await first.till().showOthers();
    expect(others(first)).toEqual({ name: 'ready', items: [] });
  });

  test('cannot be read while the proxy is silent', async () => {
    const { second, saleId } = await two();
    await second.setLeg('refused');
    await second.till().showOthers();
    expect(others(second)).toEqual({ name: 'silent' });
    expect(await second.till().takeOver(saleId)).toEqual({ isDone: false, code: 'silent' });
  });
});

describe('a sale that was taken over', () => {
  test('goes on at the new till, and the old one says so and drops it', async () => {
    const { first, second, saleId, id, time } = await two();
    await second.till().showOthers();
    expect(await second.till().takeOver(saleId)).toEqual({ isDone: true });
    expect(second.counter()).toMatchObject({ name: 'waiting', saleId, number: 'A-0001' });
    await time.advance(1_000);
    expect(first.counter().name).toBe('amount');
    expect(first.lines()).toMatchObject([{ number: 'A-0001', state: 'taken-over', live: false }]);
    expect(rollNews(first)).toEqual(['taken-over']);
    expect(first.till().view().busy).toBe(false);
    first.till().pressKey('7');
    first.till().setNote('tea');
    expect(first.counter()).toMatchObject({ name: 'amount', amount: { minor: 7 }, note: 'tea' });
    await first.world.sim('POST', `/wallets/codes/${id}/confirm`);
    await time.advance(5_000);
    expect(lineOf(second, 'A-0001')).toBe('paid');
    expect(firstLine(first)).toBe('taken-over');
    expect(second.till().view().roll.total.minor).toBe(1250);
    expect(first.till().view().roll.total.minor).toBe(0);
    expect(await first.world.charges()).toEqual(ONE_CHARGE);
  });

  test('while the old till was dead: it hears of it when it wakes, and sends nothing for it', async () => {
    const { first, second, saleId, time } = await two();
    await first.setLeg('refused');
    await second.till().showOthers();
    await second.till().takeOver(saleId);
    await first.till().cancel(saleId);
    await first.reload();
    await first.setLeg('up');
    await time.advance(9_000);
    expect(firstLine(first)).toBe('taken-over');
    expect(second.counter()).toMatchObject({ name: 'waiting', saleId });
    await first.till().tookCash(saleId);
    expect(firstLine(first)).toBe('taken-over');
  });

  test('goes to the roll where the counter is in use, and stays over a reload', async () => {
    const { second, saleId } = await two();
    await second.charge(400);
    await second.till().showOthers();
    await second.till().takeOver(saleId);
    expect(second.counter()).toMatchObject({ name: 'ready', amount: { minor: 400 } });
    expect(lineOf(second, 'A-0001')).toBe('waiting');
    await second.reload();
    expect(lineOf(second, 'A-0001')).toBe('waiting');
    await second.till().showSale(saleId);
    expect(second.till().view().detail?.steps[0]).toMatchObject({ what: 'taken-over', tillName: 'Till A' });
  });

  test('can be taken back, with what the other till did meanwhile', async () => {
    const { first, second, saleId, time } = await two('no-funds');
    await second.till().showOthers();
    await second.till().takeOver(saleId);
    await second.till().scanAgain();
    await read(second, 'confirm');
    // Nothing was under way at the first, so it had not listened: it hears of it with the next thing it asks for.
    await first.till().scanAgain();
    await time.advance(1_000);
    expect(firstLine(first)).toBe('taken-over');
    await first.till().showOthers();
    expect(await first.till().takeOver(saleId)).toEqual({ isDone: true });
    expect(first.counter()).toMatchObject({ name: 'waiting', saleId });
    await time.advance(1_000);
    expect(lineOf(second, 'A-0001')).toBe('taken-over');
    await first.till().tookCash(saleId);
    await time.advance(30_000);
    expect(firstLine(first)).toBe('cash');
  });

  test('while its answer was lost is shown by that till, asked about, and goes on at the next try', async () => {
    const { first, second, saleId, id, time } = await two();
    await second.till().showOthers();
    await second.setLeg('answer-lost');
    const taking = second.till().takeOver(saleId);
    await time.advance(9_000);
    expect(await taking).toEqual({ isDone: false, code: 'silent' });
    await second.setLeg('up');
    await second.reload();
    await second.till().showOthers();
    expect(others(second)).toMatchObject({ name: 'ready', items: [{ saleId, tillName: null }] });
    await second.charge();
    expect(second.till().view().question).toMatchObject({ saleId, number: 'A-0001', state: 'waiting' });
    await second.till().answerSameCustomer(true);
    expect(second.counter()).toMatchObject({ name: 'waiting', saleId });
    expect(others(second)).toEqual({ name: 'ready', items: [] });
    await second.till().showSale(saleId);
    expect(second.till().view().detail?.steps[0]).toMatchObject({ what: 'taken-over', tillName: '' });
    await first.world.sim('POST', `/wallets/codes/${id}/confirm`);
    await time.advance(5_000);
    expect(lineOf(second, 'A-0001')).toBe('paid');
    expect(await first.world.charges()).toEqual(ONE_CHARGE);
  });

  test('by a till that could not save it stays in reach of that till', async () => {
    const { second, saleId } = await two();
    await second.till().showOthers();
    second.failSaves(true);
    expect(await second.till().takeOver(saleId)).toEqual({ isDone: false, code: 'cannot-save' });
    second.failSaves(false);
    await second.till().showOthers();
    expect(others(second)).toMatchObject({ name: 'ready', items: [{ saleId }] });
    expect(await second.till().takeOver(saleId)).toEqual({ isDone: true });
    expect(second.counter()).toMatchObject({ name: 'waiting', saleId });
  });

  test('and taken back, with that answer lost, can be taken back still', async () => {
    const { first, second, saleId, time } = await two();
    await second.till().showOthers();
    await second.till().takeOver(saleId);
    await time.advance(1_000);
    expect(firstLine(first)).toBe('taken-over');
    await first.setLeg('answer-lost');
    const taking = first.till().takeOver(saleId);
    await time.advance(9_000);
    expect(await taking).toEqual({ isDone: false, code: 'silent' });
    await first.setLeg('up');
    await first.till().showOthers();
    expect(others(first)).toMatchObject({ name: 'ready', items: [{ saleId, tillName: null }] });
    expect(await first.till().takeOver(saleId)).toEqual({ isDone: true });
    expect(first.counter()).toMatchObject({ name: 'waiting', saleId });
  });

  test('is nobody’s loss where a tablet was only paired anew', async () => {
    const { first, saleId, id, time } = await two();
    first.forgetCookie();
    await time.advance(31_000);
    expect(first.till().view().pairing.name).toBe('lost');
    await first.till().pair(first.world.proxy().makePairingCode());
    await first.world.sim('POST', `/wallets/codes/${id}/confirm`);
    await time.advance(6_000);
    expect(firstLine(first)).toBe('paid');
    await first.till().showSale(saleId);
    expect(first.till().view().detail?.line.state).toBe('paid');
  });
});
