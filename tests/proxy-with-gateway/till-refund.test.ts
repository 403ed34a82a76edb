/** A manager's refund at the till: written before it leaves, once under its own number, asked about when the answer is lost. */
import { afterEach, describe, expect, test } from 'vitest';
import type { SaleId } from '../../src/core/ids.ts';
import { within } from './world.ts';
import {
  choosePin,
  firstLine,
  read,
  refusals,
  saleIdOf,
  useTablets,
  WORD,
  type Tablet,
} from './till-world.ts';

const { setup } = useTablets(afterEach);

/** A paid sale of 12.50, and a PIN. */
async function paid(...options: Parameters<typeof setup>) {
  const tablet = await setup(...options);
  await choosePin(tablet);
  await tablet.charge();
  await read(tablet);
  const saleId = saleIdOf(tablet);
  await tablet.till().nextSale();
  await tablet.till().showSale(saleId);
  return { tablet, saleId };
}

const refundsSent = ({ world }: Tablet) => world.calls.filter(({ call }) => call === 'refund');
const detail = (tablet: Tablet) => tablet.till().view().detail;
/** Gives money back; the gateway is asked before it leaves. */
const refund = async (tablet: Tablet, saleId: SaleId, minor: number) =>
  within(tablet.world.time, 5_000, tablet.till().refund(saleId, minor, WORD));
const DAY_MS = 86_400_000;

describe('a refund', () => {
  test('of a part and then of the rest: the line, the day and what is left follow', async () => {
    const { tablet, saleId } = await paid();
    expect(detail(tablet)).toMatchObject({ actions: ['receipt', 'refund'], refundable: { minor: 1250 } });
    expect(await refund(tablet, saleId, 250)).toEqual({ isDone: true });
    await tablet.world.time.advance(10_000);
    expect(firstLine(tablet)).toBe('refunded-partly');
    expect(detail(tablet)).toMatchObject({
      refundable: { minor: 1000 },
      refunds: [{ n: 1, amount: { minor: 250 }, state: 'done', reason: WORD.reason }],
    });
    expect(tablet.till().view().roll.total.minor).toBe(1000);
    await refund(tablet, saleId, 1000);
    await tablet.world.time.advance(10_000);
    expect(firstLine(tablet)).toBe('refunded');
    expect(detail(tablet)).toMatchObject({ actions: ['receipt'], refundable: null });
    expect(
      detail(tablet)
        ?.steps.map(({ what }) => what)
        .slice(-4),
    ).toEqual(['refund-asked', 'refunded', 'refund-asked', 'refunded']);
    expect(await tablet.world.charges()).toMatchObject({ kept: '0.00', givenBack: '12.50' });
  });

  test('is in the journal before it leaves', async () => {
    const { tablet, saleId } = await paid();
    await tablet.setLeg('stalled');
    const refunding = tablet.till().refund(saleId, 250, WORD);
    await tablet.world.time.settle();
    expect(tablet.store.entries.at(-1)?.event).toMatchObject({ type: 'refund-asked', n: 1 });
    expect(detail(tablet)).toMatchObject({ line: { state: 'refunding' }, refunds: [{ state: 'asking' }] });
    await tablet.world.time.advance(9_000);
    expect(await refunding).toEqual({ isDone: false, code: 'silent' });
    expect(tablet.till().view().busy).toBe(true);
  });

  test('pressed twice is asked for once', async () => {
    const { tablet, saleId } = await paid();
    const till = tablet.till();
    const taps = [till.refund(saleId, 250, WORD), till.refund(saleId, 250, WORD)];
    const [first, second] = await within(tablet.world.time, 5_000, Promise.all(taps));
    expect([first, second]).toEqual([{ isDone: true }, { isDone: false, code: 'not-now' }]);
    await tablet.world.time.advance(10_000);
    expect(refundsSent(tablet)).toHaveLength(1);
    expect(await refund(tablet, saleId, 250)).toEqual({ isDone: true });
  });

  test.each([
    ['with a wrong PIN', 250, '0000', 'pin-wrong'],
    ['of more than was paid', 1251, WORD.pin, 'refund-too-much'],
    ['of nothing', 0, WORD.pin, 'amount-zero'],
  ])('%s is refused, and nothing is left of it', async (_name, minor, pin, code) => {
    const { tablet, saleId } = await paid();
    expect(await tablet.till().refund(saleId, minor, { ...WORD, pin })).toEqual({ isDone: false, code });
    expect(detail(tablet)).toMatchObject({
      line: { state: 'paid' },
      refunds: [],
      refundable: { minor: 1250 },
    });
    expect(refundsSent(tablet)).toEqual([]);
  });

  test('whose answer is lost is found by the look that follows, and was sent once', async () => {
    const { tablet, saleId } = await paid();
    await tablet.setLeg('answer-lost');
    const refunding = tablet.till().refund(saleId, 250, WORD);
    await tablet.world.time.advance(9_000);
    expect(await refunding).toEqual({ isDone: false, code: 'silent' });
    expect(detail(tablet)).toMatchObject({ refundable: { minor: 250 }, refunds: [{ state: 'asking' }] });
    expect(await tablet.till().refund(saleId, 300, WORD)).toEqual({ isDone: false, code: 'not-now' });
    await tablet.setLeg('up');
    await tablet.world.time.advance(20_000);
    expect(firstLine(tablet)).toBe('refunded-partly');
    expect(refundsSent(tablet)).toHaveLength(1);
    expect(refusals(tablet)).toEqual([]);
  });

  test('that never arrived is given up by an answered look, and said; asked again it is sent once', async () => {
    const { tablet, saleId } = await paid();
    await tablet.setLeg('stalled');
    const refunding = tablet.till().refund(saleId, 250, WORD);
    await tablet.world.time.advance(9_000);
    await refunding;
    await tablet.setLeg('up');
    await tablet.world.time.advance(12_000);
    expect(refusals(tablet)).toEqual(['refund-not-sent']);
    expect(detail(tablet)).toMatchObject({
      line: { state: 'paid' },
      refunds: [],
      refundable: { minor: 1250 },
    });
    expect(detail(tablet)?.steps.at(-1)?.what).toBe('refund-dropped');
    expect(await refund(tablet, saleId, 250)).toEqual({ isDone: true });
    await tablet.world.time.advance(10_000);
    expect(firstLine(tablet)).toBe('refunded-partly');
    expect(refundsSent(tablet)).toHaveLength(1);
  });

  test('that lies in the send buffer past its end is said to be not sent, and is not', async () => {
    const { tablet, saleId } = await paid();
    await tablet.setLeg('buffered');
    const refunding = tablet.till().refund(saleId, 250, WORD);
    await tablet.world.time.advance(9_000);
    expect(await refunding).toEqual({ isDone: false, code: 'silent' });
    await tablet.setLeg('up');
    await tablet.world.time.advance(12_000);
    expect(refusals(tablet)).toEqual(['refund-not-sent']);
    await tablet.deliver();
    await tablet.world.time.advance(20_000);
    expect(refundsSent(tablet)).toEqual([]);
    expect(firstLine(tablet)).toBe('paid');
    expect(await tablet.world.charges()).toMatchObject({ givenBack: '0.00' });
  });

  test('that may still arrive is not given up by a look: it is asked about until it is there', async () => {
    const { tablet, saleId } = await paid();
    await tablet.setLeg('buffered');
    void tablet.till().refund(saleId, 250, WORD);
    await tablet.world.time.settle();
    await tablet.setLeg('up');
    await tablet.reload();
    await tablet.world.time.advance(4_000);
    expect(refusals(tablet)).toEqual([]);
    expect(firstLine(tablet)).toBe('refunding');
    await tablet.deliver();
    await tablet.world.time.advance(20_000);
    expect(refusals(tablet)).toEqual([]);
    expect(firstLine(tablet)).toBe('refunded-partly');
    expect(refundsSent(tablet)).toHaveLength(1);
  });

  test('that may still arrive and does not is given up once it cannot any more', async () => {
    const { tablet, saleId } = await paid();
    await tablet.setLeg('buffered');
    void tablet.till().refund(saleId, 250, WORD);
    await tablet.world.time.settle();
    await tablet.setLeg('up');
    await tablet.reload();
    await tablet.world.time.advance(4_000);
    expect(refusals(tablet)).toEqual([]);
    await tablet.world.time.advance(8_000);
    expect(refusals(tablet)).toEqual(['refund-not-sent']);
    expect(firstLine(tablet)).toBe('paid');
    expect(tablet.till().view().busy).toBe(false);
  });

  test('repeated while the first lies in the send buffer is one refund, whichever arrives', async () => {
    const { tablet, saleId } = await paid();
    await tablet.setLeg('buffered');
    void tablet.till().refund(saleId, 250, WORD);
    await tablet.world.time.settle();
    await tablet.reload();
    await tablet.world.time.advance(7_000);
    const again = tablet.till().refund(saleId, 250, WORD);
    await tablet.world.time.settle();
    await tablet.setLeg('up');
    await tablet.world.time.advance(4_000);
    // The first can arrive no more, the second can.
    expect(refusals(tablet)).toEqual([]);
    await tablet.deliver();
    await tablet.world.time.advance(20_000);
    await again;
    expect(refusals(tablet)).toEqual([]);
    expect(firstLine(tablet)).toBe('refunded-partly');
    expect(refundsSent(tablet)).toHaveLength(1);
  });

  test('is asked about after a reload', async () => {
    const { tablet, saleId } = await paid();
    await tablet.setLeg('answer-lost');
    void tablet.till().refund(saleId, 250, WORD);
    await tablet.world.time.settle();
    await tablet.reload();
    expect(firstLine(tablet)).toBe('refunding');
    await tablet.setLeg('up');
    await tablet.world.time.advance(20_000);
    expect(firstLine(tablet)).toBe('refunded-partly');
    expect(refundsSent(tablet)).toHaveLength(1);
  });

  test('repeated with the PIN is the same refund', async () => {
    const { tablet, saleId } = await paid();
    await tablet.setLeg('answer-lost');
    const refunding = tablet.till().refund(saleId, 250, WORD);
    await tablet.world.time.advance(8_500);
    await refunding;
    await tablet.setLeg('up');
    expect(await refund(tablet, saleId, 250)).toEqual({ isDone: true });
    await tablet.world.time.advance(20_000);
    expect(refundsSent(tablet)).toHaveLength(1);
    expect(await tablet.world.charges()).toMatchObject({ givenBack: '2.50' });
  });

  test('of an earlier day’s sale works from its detail', async () => {
    const { tablet, saleId } = await paid();
    const { clock } = tablet.world.time;
    clock.setWall(clock.now() + 2 * DAY_MS);
    await tablet.reload();
    expect(tablet.lines()).toEqual([]);
    await tablet.till().showSale(saleId);
    expect(await refund(tablet, saleId, 1250)).toEqual({ isDone: true });
    await tablet.world.time.advance(10_000);
    expect(detail(tablet)).toMatchObject({ line: { state: 'refunded' }, refundable: null });
  });

  test('that the gateway refuses leaves the sale paid, and all of it refundable', async () => {
    const { tablet, saleId } = await paid({ sim: { refund: 'refused' } });
    await refund(tablet, saleId, 250);
    await tablet.world.time.advance(60_000);
    expect(detail(tablet)).toMatchObject({
      line: { state: 'paid' },
      refundable: { minor: 1250 },
      refunds: [{ state: 'refused' }],
    });
  });

  test('is not for a sale that is not paid', async () => {
    const { tablet } = await paid();
    await tablet.charge(300);
    expect(await tablet.till().refund(saleIdOf(tablet), 300, WORD)).toEqual({
      isDone: false,
      code: 'not-now',
    });
  });
});
