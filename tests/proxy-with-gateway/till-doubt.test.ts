/** Answers that got lost: doubt said aloud, one charge, and the ways out while nothing is known. */
import { afterEach, describe, expect, test } from 'vitest';
import { firstLine, NO_CHARGE, ONE_CHARGE, read, saleIdOf, useTablets, type Tablet } from './till-world.ts';

const { setup } = useTablets(afterEach);

/** A sale whose `pay` the proxy took while the till's answer got lost. */
async function inDoubt(tablet: Tablet, behaviour = 'pay', extra: Record<string, unknown> = {}) {
  await tablet.charge();
  await tablet.setLeg('answer-lost');
  return read(tablet, behaviour, extra);
}

describe('an answer that got lost', () => {
  test('is doubt after five seconds, never failure, and turns to paid with one charge', async () => {
    const tablet = await setup();
    await inDoubt(tablet);
    expect(tablet.counter()).toMatchObject({ name: 'charging', actions: [] });
    await tablet.world.time.advance(5_010);
    expect(tablet.counter()).toMatchObject({
      name: 'in-doubt',
      nextAskAt: null,
      actions: ['cancel', 'cash', 'trust', 'next-customer'],
    });
    await tablet.world.time.advance(20_000);
    expect(tablet.counter()).toMatchObject({ name: 'in-doubt', silent: 'proxy' });
    await tablet.setLeg('up');
    await tablet.world.time.advance(20_000);
    expect(firstLine(tablet)).toBe('paid');
    expect(await tablet.world.charges()).toEqual(ONE_CHARGE);
  });

  test('is asked for after a reload, with one charge', async () => {
    const tablet = await setup();
    await inDoubt(tablet);
    await tablet.world.time.advance(6_000);
    await tablet.reload();
    expect(tablet.counter().name).toBe('in-doubt');
    await tablet.setLeg('up');
    await tablet.world.time.advance(20_000);
    expect(await tablet.world.charges()).toEqual(ONE_CHARGE);
    expect(tablet.lines()).toMatchObject([{ state: 'paid' }]);
  });

  test('longer than the code lives is asked by the fence, which answers with the truth', async () => {
    const tablet = await setup();
    await inDoubt(tablet);
    await tablet.world.time.advance(120_000);
    expect(tablet.counter().name).toBe('in-doubt');
    expect(tablet.store.held.size).toBe(0);
    await tablet.setLeg('up');
    await tablet.world.time.advance(12_000);
    expect(firstLine(tablet)).toBe('paid');
    expect(await tablet.world.charges()).toEqual(ONE_CHARGE);
  });

  test('of a pay that never arrived ends as not charged, by the fence', async () => {
    const tablet = await setup();
    await tablet.charge();
    const { code } = await tablet.world.mint();
    // The till still believes in the network: it is cut in the moment of the read.
    await tablet.setLeg('stalled');
    await tablet.till().readCode(code, 'camera');
    await tablet.world.time.advance(90_000);
    expect(tablet.counter().name).toBe('in-doubt');
    await tablet.setLeg('up');
    await tablet.world.time.advance(12_000);
    expect(tablet.counter()).toMatchObject({ name: 'closed', why: 'expired' });
    expect(await tablet.world.charges()).toEqual(NO_CHARGE);
  });

  test('of a pay that never arrived is sent again with the same reference while the code lives', async () => {
    const tablet = await setup();
    await tablet.charge();
    const { code } = await tablet.world.mint();
    await tablet.setLeg('stalled');
    await tablet.till().readCode(code, 'camera');
    await tablet.world.time.advance(20_000);
    await tablet.setLeg('up');
    await tablet.world.time.advance(20_000);
    expect(tablet.lines()).toMatchObject([{ number: 'A-0001', state: 'paid' }]);
    expect(await tablet.world.charges()).toEqual(ONE_CHARGE);
  });

  test('with the gateway silent names that link, and is found by the ladder', async () => {
    const tablet = await setup();
    await tablet.charge();
    tablet.world.cut({ how: 'answer-lost' });
    await read(tablet);
    await tablet.world.time.advance(20_000);
    expect(tablet.counter()).toMatchObject({ name: 'in-doubt', silent: 'gateway' });
    tablet.world.cut(null);
    await tablet.world.time.advance(30_000);
    expect(firstLine(tablet)).toBe('paid');
    expect(await tablet.world.charges()).toEqual(ONE_CHARGE);
  });

  test('moves to the roll, the next customer is served, and both are charged once', async () => {
    const tablet = await setup();
    await inDoubt(tablet);
    await tablet.world.time.advance(6_000);
    await tablet.till().nextCustomer();
    expect(tablet.lines()).toMatchObject([{ number: 'A-0001', state: 'in-doubt', live: true }]);
    expect(tablet.till().view().roll.unfinished).toBe(1);
    await tablet.setLeg('up');
    await tablet.charge(400);
    await read(tablet);
    await tablet.world.time.advance(9_000);
    expect(tablet.lines()).toMatchObject([
      { number: 'A-0002', state: 'paid' },
      { number: 'A-0001', state: 'paid' },
    ]);
    expect(tablet.till().view().notices).toMatchObject([
      { kind: 'roll-news', number: 'A-0001', state: 'paid' },
    ]);
    expect(await tablet.world.charges()).toEqual({ charges: 2, kept: '16.50', givenBack: '0.00' });
  });
});

describe('the ways out while nothing is known', () => {
  test('cash taken offline is told to the ledger later, and the late charge is given back', async () => {
    const tablet = await setup();
    await inDoubt(tablet);
    await tablet.world.time.advance(6_000);
    await tablet.till().tookCash(saleIdOf(tablet));
    expect(tablet.counter()).toMatchObject({ name: 'amount', number: 'A-0002' });
    expect(tablet.lines()).toMatchObject([{ number: 'A-0001', state: 'cash', live: true }]);
    await tablet.setLeg('up');
    await tablet.world.time.advance(60_000);
    expect(tablet.asked).toContain('POST settle');
    expect(await tablet.world.charges()).toEqual({ charges: 1, kept: '0.00', givenBack: '12.50' });
    expect(tablet.lines()).toMatchObject([{ number: 'A-0001', state: 'given-back', live: false }]);
    expect(tablet.till().view().busy).toBe(false);
  });

  test('a cancel asked while offline leaves when the network is back, and never ends as paid', async () => {
    const tablet = await setup();
    await inDoubt(tablet, 'confirm');
    await tablet.world.time.advance(6_000);
    await tablet.till().cancel(saleIdOf(tablet));
    await tablet.setLeg('up');
    await tablet.world.time.advance(60_000);
    expect(tablet.counter()).toMatchObject({ name: 'closed', why: 'cancelled' });
    expect(await tablet.world.charges()).toEqual(NO_CHARGE);
  });

  test('no goods given, with nothing ever sent, leaves no line on the roll', async () => {
    const tablet = await setup();
    await tablet.charge();
    await tablet.setLeg('refused');
    await read(tablet);
    await tablet.world.time.advance(61_000);
    await tablet.till().abandon(saleIdOf(tablet));
    expect(tablet.counter().name).toBe('amount');
    expect(tablet.lines()).toEqual([]);
    await tablet.setLeg('up');
    await tablet.world.time.advance(9_000);
    expect(tablet.till().view().busy).toBe(false);
    expect(tablet.till().view().roll.count).toBe(0);
  });

  test('every step of a sale can be read afterwards', async () => {
    const tablet = await setup();
    await inDoubt(tablet);
    await tablet.world.time.advance(6_000);
    const saleId = saleIdOf(tablet);
    await tablet.till().nextCustomer();
    await tablet.setLeg('up');
    await tablet.world.time.advance(9_000);
    await tablet.till().showSale(saleId);
    const { detail } = tablet.till().view();
    expect(detail?.steps.map(({ what }) => what)).toEqual([
      'sale-opened',
      'attempt-opened',
      'gateway-ready',
      'code-read',
      'sent',
      'moved-to-roll',
      'paid',
    ]);
    expect(detail).toMatchObject({ actions: ['receipt', 'refund'], receipt: { number: 'A-0001' } });
  });
});

describe('which link is down', () => {
  test.each([
    ['refused', 'proxy', 'down'],
    ['stalled', 'proxy', 'silent'],
    ['portal', 'internet', 'down'],
  ] as const)('a network that is %s blames the %s', async (leg, name, state) => {
    const tablet = await setup();
    await tablet.setLeg(leg);
    await tablet.world.time.advance(50_000);
    expect(tablet.till().view().legs).toMatchObject({ broken: name, states: { [name]: state } });
    await tablet.setLeg('up');
    await tablet.world.time.advance(20_000);
    expect(tablet.till().view().legs.broken).toBeNull();
  });

  test('the proxy killed while the customer confirms: the same sale goes on and is paid once', async () => {
    const tablet = await setup();
    await tablet.charge();
    const { id } = await read(tablet, 'confirm');
    await tablet.world.restart();
    await tablet.setLeg('refused');
    await tablet.setLeg('up');
    await tablet.world.sim('POST', `/wallets/codes/${id}/confirm`);
    await tablet.world.time.advance(10_000);
    expect(tablet.lines()).toMatchObject([{ state: 'paid' }]);
    expect(await tablet.world.charges()).toEqual(ONE_CHARGE);
  });
});
