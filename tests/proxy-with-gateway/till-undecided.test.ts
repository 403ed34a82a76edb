/** "Keep it or give it back?": a success after a cancel was asked for, and one of another amount. */
import { afterEach, describe, expect, test } from 'vitest';
import {
  choosePin,
  firstLine,
  ONE_CHARGE,
  read,
  refusals,
  saleIdOf,
  useTablets,
  WORD,
  type Tablet,
} from './till-world.ts';

const { setup } = useTablets(afterEach);

/** The customer confirms while the cancel that was asked for has not left yet. */
async function paidAfterAll(tablet: Tablet) {
  await tablet.charge();
  const { id } = await read(tablet, 'confirm');
  const saleId = saleIdOf(tablet);
  await tablet.till().cancel(saleId);
  await tablet.world.sim('POST', `/wallets/codes/${id}/confirm`);
  await tablet.world.time.advance(5_000);
  return saleId;
}

/** The wallet took another sum. */
async function differing(tablet: Tablet) {
  await tablet.world.sim('POST', '/faults', { kind: 'other-amount', amountMinor: 1300 });
  await tablet.charge();
  await read(tablet);
  return saleIdOf(tablet);
}

const KEEP_OR_NOT = ['keep', 'give-back', 'next-customer'];

describe('a charge that went through after a cancel was asked for', () => {
  test('waits for a person: no timer, no digit, no cash and no reload takes it away', async () => {
    const tablet = await setup();
    const saleId = await paidAfterAll(tablet);
    expect(tablet.counter()).toMatchObject({ name: 'paid-after-all', actions: KEEP_OR_NOT });
    await tablet.world.time.advance(9_000);
    tablet.till().pressKey('7');
    await tablet.till().nextSale();
    await tablet.till().tookCash(saleId);
    expect(refusals(tablet)).toEqual(['not-now', 'not-now']);
    await tablet.reload();
    expect(tablet.counter()).toMatchObject({ name: 'paid-after-all', saleId });
    expect(tablet.till().view()).toMatchObject({ busy: true, roll: { total: { minor: 0 } } });
    await tablet.till().showReceipt(saleId);
    expect(tablet.till().view().receipt).toBeNull();
  });

  test('kept is paid, with a receipt, and is asked about no more', async () => {
    const tablet = await setup();
    const saleId = await paidAfterAll(tablet);
    expect(await tablet.till().decide(saleId, 'keep')).toEqual({ isDone: true });
    expect(tablet.counter()).toMatchObject({ name: 'paid', actions: ['receipt', 'next-sale'] });
    expect(tablet.till().view().roll.total.minor).toBe(1250);
    await tablet.till().showSale(saleId);
    const { detail } = tablet.till().view();
    expect(detail?.steps.map(({ what }) => what).slice(-2)).toEqual(['paid', 'kept']);
    expect(detail?.actions).toEqual(['receipt', 'refund']);
    await tablet.reload();
    expect(tablet.lines()).toMatchObject([{ state: 'paid', live: false }]);
    expect(await tablet.world.charges()).toEqual(ONE_CHARGE);
  });

  test('given back is never paid, and cash may then be taken', async () => {
    const tablet = await setup();
    const saleId = await paidAfterAll(tablet);
    expect(await tablet.till().decide(saleId, 'return')).toEqual({ isDone: true });
    expect(tablet.counter()).toMatchObject({ name: 'cancelling', charged: true });
    await tablet.world.time.advance(60_000);
    expect(tablet.counter()).toMatchObject({ name: 'returned', actions: ['scan-again', 'cash', 'abandon'] });
    await tablet.till().tookCash(saleId);
    await tablet.world.time.advance(3_000);
    expect(tablet.lines()).toMatchObject([{ state: 'given-back', live: false }]);
    expect(await tablet.world.charges()).toEqual({ charges: 1, kept: '0.00', givenBack: '12.50' });
  });

  test('while the cancel was asked offline waits for a person all the same', async () => {
    const tablet = await setup();
    await tablet.charge();
    await tablet.setLeg('answer-lost');
    await read(tablet);
    await tablet.world.time.advance(6_000);
    await tablet.till().cancel(saleIdOf(tablet));
    await tablet.setLeg('up');
    await tablet.world.time.advance(12_000);
    expect(tablet.counter()).toMatchObject({ name: 'paid-after-all' });
  });

  test('in the very moment of the tap waits for a person all the same', async () => {
    const tablet = await setup();
    await tablet.charge();
    const { id } = await read(tablet, 'confirm');
    const cancelling = tablet.till().cancel(saleIdOf(tablet));
    await tablet.world.sim('POST', `/wallets/codes/${id}/confirm`);
    await cancelling;
    await tablet.world.time.advance(6_000);
    expect(tablet.counter()).toMatchObject({ name: 'paid-after-all' });
  });

  test('is asked about before the ledger hears of the cancel, and once: "paid" is never said of it meanwhile', async () => {
    const tablet = await setup();
    const shown = new Set<string>();
    tablet.till().subscribe(() => shown.add(tablet.counter().name));
    tablet.lose('cancel');
    const saleId = await paidAfterAll(tablet);
    expect(tablet.counter()).toMatchObject({ name: 'paid-after-all' });
    expect(await tablet.till().decide(saleId, 'keep')).toEqual({ isDone: false, code: 'silent' });
    await tablet.reload();
    await tablet.world.time.advance(30_000);
    tablet.lose(null);
    await tablet.world.time.advance(60_000);
    expect(tablet.counter()).toMatchObject({ name: 'paid-after-all' });
    expect(shown).toContain('paid-after-all');
    expect(shown).not.toContain('paid');
    expect(await tablet.till().decide(saleId, 'keep')).toEqual({ isDone: true });
    await tablet.reload();
    await tablet.world.time.advance(60_000);
    expect(firstLine(tablet)).toBe('paid');
    expect(tablet.asked.filter((what) => what === 'POST cancel')).toHaveLength(1);
  });

  test.each([
    ['keep', 'paid', '12.50'],
    ['return', 'cancelling', '12.50'],
  ] as const)(
    'may be decided before the ledger has heard of the cancel: %s',
    async (decision, name, kept) => {
      const tablet = await setup();
      tablet.lose('cancel');
      const saleId = await paidAfterAll(tablet);
      tablet.lose(null);
      expect(await tablet.till().decide(saleId, decision)).toEqual({ isDone: true });
      expect(tablet.counter().name).toBe(name);
      expect((await tablet.world.charges()).kept).toBe(kept);
      await tablet.world.time.advance(60_000);
      await tablet.till().nextCustomer();
      expect(firstLine(tablet)).toBe(decision === 'keep' ? 'paid' : 'given-back');
    },
  );

  test('can be decided only with the ledger: silence changes nothing and says so', async () => {
    const tablet = await setup();
    const saleId = await paidAfterAll(tablet);
    await tablet.setLeg('refused');
    expect(await tablet.till().decide(saleId, 'keep')).toEqual({ isDone: false, code: 'silent' });
    expect(tablet.counter().name).toBe('paid-after-all');
  });

  test('moves to the roll for the next customer, and stays there until it is decided', async () => {
    const tablet = await setup();
    const saleId = await paidAfterAll(tablet);
    await tablet.till().nextCustomer();
    expect(tablet.counter()).toMatchObject({ name: 'amount', number: 'A-0002' });
    await tablet.reload();
    expect(tablet.lines()).toMatchObject([{ state: 'paid-after-all', live: true }]);
    await tablet.till().decide(saleId, 'keep');
    expect(firstLine(tablet)).toBe('paid');
  });
});

describe('a charge of another amount', () => {
  test('is for a person: named on the counter and counted', async () => {
    const tablet = await setup();
    await differing(tablet);
    expect(tablet.counter()).toMatchObject({ name: 'differs', found: { minor: 1300 }, actions: KEEP_OR_NOT });
    expect(tablet.till().view().forPerson).toBe(1);
  });

  test('kept counts what was taken, and its receipt says it', async () => {
    const tablet = await setup();
    const saleId = await differing(tablet);
    await tablet.till().decide(saleId, 'keep');
    expect(tablet.counter().name).toBe('paid');
    await tablet.till().showReceipt(saleId);
    expect(tablet.till().view()).toMatchObject({
      receipt: { amount: { minor: 1300 } },
      roll: { total: { minor: 1300 } },
      forPerson: 0,
    });
  });

  test('given back ends as returned', async () => {
    const tablet = await setup();
    const saleId = await differing(tablet);
    await tablet.till().decide(saleId, 'return');
    await tablet.world.time.advance(60_000);
    expect(tablet.counter().name).toBe('returned');
    expect(await tablet.world.charges()).toMatchObject({ kept: '0.00', givenBack: '13.00' });
  });

  test('is on the manager’s list, and may be kept from there', async () => {
    const tablet = await setup();
    const saleId = await differing(tablet);
    await tablet.till().showList();
    expect(tablet.till().view().list).toMatchObject({
      name: 'ready',
      items: [
        { kind: 'attempt', saleId, number: 'A-0001', state: 'differs', actions: ['keep', 'give-back'] },
      ],
    });
    await tablet.till().decide(saleId, 'keep');
    expect(tablet.till().view().list).toEqual({ name: 'ready', items: [] });
    tablet.till().hideList();
    expect(tablet.till().view().list).toBeNull();
  });
});

describe('a cancel that cannot be proven', () => {
  /** The gateway says yes to the cancel and never ends the order. */
  async function stuck(tablet: Tablet) {
    await choosePin(tablet);
    await tablet.charge();
    await read(tablet, 'confirm');
    const saleId = saleIdOf(tablet);
    await tablet.till().cancel(saleId);
    await tablet.world.time.advance(16_000);
    return saleId;
  }

  test('may be overridden by a manager after two minutes: the next attempt opens, and is charged', async () => {
    const tablet = await setup({ sim: { cancelUnpaid: 'refused' } });
    const saleId = await stuck(tablet);
    expect(tablet.counter()).toMatchObject({ name: 'cancelling', actions: ['cash', 'next-customer'] });
    expect(await tablet.till().override(saleId, WORD)).toMatchObject({ isDone: false });
    await tablet.world.time.advance(121_000);
    expect(tablet.counter()).toMatchObject({ actions: ['override', 'cash', 'next-customer'] });
    expect(await tablet.till().override(saleId, { ...WORD, pin: '0000' })).toEqual({
      isDone: false,
      code: 'pin-wrong',
    });
    expect(await tablet.till().override(saleId, WORD)).toEqual({ isDone: true });
    expect(tablet.counter()).toMatchObject({ name: 'ready', saleId });
    await read(tablet);
    expect(tablet.counter()).toMatchObject({ name: 'paid', saleId });
    expect((await tablet.world.charges()).kept).toBe('12.50');
  });

  test('ends on the list, and a manager closes it by the portal', async () => {
    const tablet = await setup();
    tablet.world.cut({ how: 'refused', call: 'tran-query' });
    await stuck(tablet);
    await tablet.world.time.advance(20 * 60_000);
    expect(tablet.counter()).toMatchObject({ name: 'unresolved', charged: false });
    await tablet.till().showList();
    const { list, forPerson } = tablet.till().view();
    expect([forPerson, list]).toMatchObject([
      1,
      { items: [{ state: 'unresolved', actions: ['close-by-hand'] }] },
    ]);
    const reference = [...tablet.store.sales.values()].at(-1)?.attempts[0]?.reference;
    if (!reference) throw new Error('No attempt');
    expect(await tablet.till().closeByHand(reference, WORD)).toEqual({ isDone: true });
    expect(tablet.counter()).toMatchObject({ name: 'closed', why: 'by-hand' });
    expect(tablet.till().view().list).toEqual({ name: 'ready', items: [] });
  });
});
