/** A person's word on an attempt: keep, give back, close by the portal, open the next one over it; and goods let go on trust. */
import { afterEach, describe, expect, test } from 'vitest';
import { attemptOf, PIN, refundsOf, stateOf } from './hand-till.ts';
import { makeWorld, within, type World } from './world.ts';

const worlds: World[] = [];
afterEach(async () => {
  for (const world of worlds.splice(0)) await world.close();
});

async function setup(...options: Parameters<typeof makeWorld>) {
  const world = await makeWorld(...options);
  worlds.push(world);
  const till = await world.pair();
  await till.pin(undefined, PIN);
  const sale = till.sale();
  const listed = async () => (await till.list()).attempts.map(({ attempt }) => attempt.reference);
  return { world, till, sale, reference: sale.reference(), listed };
}

const MINUTE = 60_000;
const byManager = { reason: 'seen in the portal', pin: PIN };
type Setup = Awaited<ReturnType<typeof setup>>;

/** The customer was charged another sum. */
async function differing({ world, sale, reference }: Setup): Promise<void> {
  await world.sim('POST', '/faults', { kind: 'other-amount', amountMinor: 1300 });
  await sale.pay(reference, (await world.mint()).code);
}

/** The customer confirmed between the wish for a cancel and its leaving. */
async function paidBeforeCancel({ world, sale, reference }: Setup): Promise<void> {
  const { id, code } = await world.mint('confirm');
  await sale.pay(reference, code);
  await sale.change(reference, 'cancel');
  await world.sim('POST', `/wallets/codes/${id}/confirm`);
  await world.time.advance(5_000);
}

describe('another sum than was asked', () => {
  test('stands on the list until a person keeps it', async () => {
    const all = await setup();
    const { sale, reference, listed, world } = all;
    await differing(all);
    expect(stateOf(await sale.look(reference))).toBe('differs');
    expect(await listed()).toEqual([reference]);
    expect(stateOf(await sale.change(reference, 'cancel'))).toBe('not-now');
    expect(stateOf(await sale.decide(reference, 'keep'))).toBe('paid');
    expect(stateOf(await sale.decide(reference, 'keep'))).toBe('paid');
    expect(await listed()).toEqual([]);
    expect(await world.charges()).toMatchObject({ charges: 1, kept: '13.00' });
  });

  test.each(['both', 'refund-info', 'void-amount', 'none'] as const)(
    'or gives all of it back (the gateway shows it by: %s)',
    async (cancelEvidence) => {
      const all = await setup({ sim: { cancelEvidence } });
      const { sale, reference, listed, world } = all;
      await differing(all);
      expect(attemptOf(await sale.decide(reference, 'return')).wanted).toBe('return');
      expect(attemptOf(await sale.decide(reference, 'return')).wanted).toBe('return');
      expect(stateOf(await sale.decide(reference, 'keep'))).toBe('not-now');
      await world.time.advance(MINUTE);
      expect(stateOf(await sale.look(reference))).toBe('returned');
      expect(await listed()).toEqual([]);
      expect((await world.charges()).kept).toBe('0.00');
    },
  );

  test('what was kept is refunded up to what was taken', async () => {
    const all = await setup();
    const { sale, reference, world } = all;
    await differing(all);
    await sale.decide(reference, 'keep');
    expect(stateOf(await sale.refund(reference, 1, 1301))).toBe('refund-too-much');
    await within(world.time, 5_000, sale.refund(reference, 1, 1300));
    expect((await world.charges()).kept).toBe('0.00');
  });

  test('it goes back by refund where the cancel is refused', async () => {
    const all = await setup({ sim: { cancelPaid: 'refused' } });
    const { sale, reference, world } = all;
    await differing(all);
    await sale.decide(reference, 'return');
    await world.time.advance(MINUTE);
    expect(refundsOf(await sale.look(reference))).toEqual(['1 ladder 1300 done']);
    expect(stateOf(await sale.look(reference))).toBe('returned');
  });
});

describe('a success that came after the cancel was asked for', () => {
  test('is kept', async () => {
    const all = await setup();
    const { world, sale, reference } = all;
    await paidBeforeCancel(all);
    expect(attemptOf(await sale.look(reference))).toMatchObject({
      state: { name: 'paid' },
      cancelAsked: true,
    });
    expect(attemptOf(await sale.decide(reference, 'keep')).cancelAsked).toBe(false);
    await world.time.advance(MINUTE);
    expect((await world.charges()).kept).toBe('12.50');
    expect(stateOf(await sale.decide(reference, 'return'))).toBe('not-now');
  });

  test('or given back', async () => {
    const all = await setup();
    const { world, sale, reference } = all;
    await paidBeforeCancel(all);
    await sale.decide(reference, 'return');
    await world.time.advance(MINUTE);
    expect(attemptOf(await sale.look(reference)).giveBack).toBe('done');
    expect((await world.charges()).kept).toBe('0.00');
  });
});

describe('closed by hand', () => {
  test('needs a reason and the PIN, and a place', async () => {
    const { world, sale, reference } = await setup();
    await sale.pay(reference, (await world.mint()).code);
    expect(stateOf(await sale.decide(reference, 'closed', { pin: PIN }))).toBe('malformed-request');
    expect(stateOf(await sale.decide(reference, 'closed', { reason: 'x' }))).toBe('pin-wrong');
    expect(stateOf(await sale.decide(reference, 'closed', byManager))).toBe('not-now');
  });

  test('an attempt nobody could end: it is off the list and never asked about for money that is known', async () => {
    const { world, sale, reference, listed } = await setup({
      sim: { cancelPaid: 'says-so-only', refund: 'refused' },
    });
    await sale.pay(reference, (await world.mint('late', { afterMs: 9_000 })).code);
    await sale.settle('cash', [reference]);
    await world.time.advance(3 * MINUTE);
    expect(stateOf(await sale.look(reference))).toBe('unresolved');
    expect(await listed()).toEqual([reference]);
    // A repeat of one that was refused while the attempt still moved, on its way for a minute and a half.
    const late = { ...byManager, sendBy: world.time.clock.now() };
    expect(stateOf(await sale.decide(reference, 'closed', late))).toBe('not-now');
    expect(stateOf(await sale.decide(reference, 'closed', byManager))).toBe('closed(by-hand)');
    expect(stateOf(await sale.decide(reference, 'closed', byManager))).toBe('closed(by-hand)');
    expect(await listed()).toEqual([]);
    // The person has seen to it; the machine does not give the same money back once more.
    await world.set({ cancelPaid: 'gives-back', refund: 'gives-back' });
    await world.time.advance(26 * 60 * MINUTE);
    expect((await world.charges()).givenBack).toBe('0.00');
    expect(attemptOf(await sale.look(reference)).giveBack).toBe('done');
  });

  test('one whose charge nobody knew of is still watched: money that shows up later goes back', async () => {
    const { world, sale, reference } = await setup({ shop: { orderTimeoutMin: 1 } });
    await sale.open(reference);
    world.cut({ how: 'answer-lost' });
    await within(world.time, 12 * MINUTE, sale.pay(reference, (await world.mint()).code));
    expect(stateOf(await sale.look(reference))).toBe('unresolved');
    expect(stateOf(await sale.decide(reference, 'closed', byManager))).toBe('closed(by-hand)');
    world.cut(null);
    await world.time.advance(10 * MINUTE);
    expect(attemptOf(await sale.look(reference)).giveBack).toBe('done');
    expect((await world.charges()).kept).toBe('0.00');
  });

  test('a give-back that stands on the list, with its refund, by one word', async () => {
    const { world, sale, reference, listed } = await setup({
      sim: { cancelPaid: 'refused', refund: 'says-so-only' },
    });
    await sale.pay(reference, (await world.mint()).code);
    await sale.settle('cash', [reference]);
    await world.time.advance(15 * MINUTE);
    expect(await listed()).toEqual([reference]);
    const told = await sale.decide(reference, 'closed', byManager);
    expect(attemptOf(told).giveBack).toBe('done');
    expect(refundsOf(told)).toEqual(['1 ladder 1250 done']);
    expect(await listed()).toEqual([]);
    expect(await sale.decide(reference, 'closed', byManager)).toEqual(told);
  });

  test('a manager’s refund that nobody could prove', async () => {
    const { world, sale, reference, listed } = await setup({ sim: { refund: 'says-so-only' } });
    await sale.pay(reference, (await world.mint()).code);
    await within(world.time, 11 * MINUTE, sale.refund(reference, 1, 400));
    expect(await listed()).toEqual([reference]);
    expect(refundsOf(await sale.decide(reference, 'closed', byManager))).toEqual(['1 manager 400 done']);
    expect(await listed()).toEqual([]);
  });
});

describe('the next attempt over one that will not end', () => {
  /** The customer has to confirm, the cancel is refused: nobody knows how it ends. */
  async function stuck() {
    const all = await setup({ sim: { cancelUnpaid: 'refused' } });
    const { id, code } = await all.world.mint('confirm');
    await all.sale.pay(all.reference, code);
    await all.sale.change(all.reference, 'cancel');
    await all.world.time.advance(20_000);
    return { ...all, id };
  }

  test('not before two minutes, not without a manager', async () => {
    const { world, sale, reference } = await stuck();
    const { mayOverrideAt } = attemptOf(await sale.look(reference));
    expect(mayOverrideAt).toBeGreaterThan(world.time.clock.now());
    expect(stateOf(await sale.decide(reference, 'override', byManager))).toBe('not-now');
    await world.time.advance((mayOverrideAt ?? 0) - world.time.clock.now());
    expect(stateOf(await sale.decide(reference, 'override', { reason: 'x', pin: '0000' }))).toBe('pin-wrong');
    expect(stateOf(await sale.open(sale.reference()))).toBe('attempt-open');
  });

  test('then it opens and is paid; the earlier one’s late success goes back', async () => {
    const { world, sale, reference, id } = await stuck();
    await world.time.advance(2 * MINUTE);
    expect(attemptOf(await sale.decide(reference, 'override', byManager)).overridden).toBe(true);
    expect(attemptOf(await sale.decide(reference, 'override', byManager)).overridden).toBe(true);
    const next = sale.reference();
    expect(stateOf(await sale.pay(next, (await world.mint()).code))).toBe('paid');
    await world.sim('POST', `/wallets/codes/${id}/confirm`);
    await world.time.advance(MINUTE);
    expect(stateOf(await sale.look(reference))).toBe('returned');
    expect(await world.charges()).toEqual({ charges: 2, kept: '12.50', givenBack: '12.50' });
  });

  test('an attempt that is still wanted is never passed over', async () => {
    const { world, sale, reference } = await setup();
    await sale.open(reference);
    world.cut({ how: 'answer-lost' });
    await within(world.time, 5 * MINUTE, sale.pay(reference, (await world.mint()).code));
    expect(stateOf(await sale.decide(reference, 'override', byManager))).toBe('not-now');
  });

  test('an override is no word of the portal: what it passed over is not closed by it', async () => {
    const { world, sale, reference } = await stuck();
    await world.time.advance(2 * MINUTE);
    await sale.decide(reference, 'override', byManager);
    expect(stateOf(await sale.decide(reference, 'closed', byManager))).toBe('not-now');
  });

  test('a refund on its way does not keep the next customer waiting', async () => {
    const { world, sale, reference } = await setup({
      sim: { cancelUnpaid: 'refused', cancelPaid: 'refused', refund: 'says-so-only' },
    });
    await sale.pay(reference, (await world.mint('late', { afterMs: 16_000 })).code);
    await sale.change(reference, 'cancel');
    await world.time.advance(4 * MINUTE);
    expect(refundsOf(await sale.look(reference))).toEqual(['1 ladder 1250 sent']);
    expect(attemptOf(await sale.decide(reference, 'override', byManager)).overridden).toBe(true);
    expect(stateOf(await sale.open(sale.reference()))).toBe('ready');
  });
});

describe('goods let go on trust', () => {
  test('condemn nothing: a success that comes later is paid', async () => {
    const { world, sale, reference } = await setup();
    const { id, code } = await world.mint('confirm');
    await sale.pay(reference, code);
    expect(await sale.settle('trust', [reference])).toMatchObject([
      { wanted: 'keep', state: { name: 'waiting' } },
    ]);
    await world.sim('POST', `/wallets/codes/${id}/confirm`);
    await world.time.advance(5_000);
    expect(stateOf(await sale.look(reference))).toBe('paid');
    expect((await world.charges()).kept).toBe('12.50');
  });

  test('only up to the shop’s limit', async () => {
    const { till } = await setup();
    expect(await till.sale(5_000).settle('trust', [])).toEqual([]);
    expect(await till.sale(5_001).settle('trust', [])).toBe('over-trust-limit');
  });

  test('cash may follow, and condemns; trust after cash is refused', async () => {
    const { world, sale, reference } = await setup();
    await sale.pay(reference, (await world.mint('confirm')).code);
    await sale.settle('trust', [reference]);
    expect(await sale.settle('cash', [reference])).toMatchObject([{ wanted: 'return' }]);
    expect(await sale.settle('trust', [reference])).toBe('mismatch');
    expect(await sale.settle('cash', [reference])).toMatchObject([{ wanted: 'return' }]);
  });

  test('a reference the ledger never saw is not written down by it', async () => {
    const { sale, reference } = await setup();
    expect(await sale.settle('trust', [reference])).toEqual([]);
    expect(stateOf(await sale.look(reference))).toBe('attempt-unknown');
  });
});
