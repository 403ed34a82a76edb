/** Codes read while the network is down: held, sent once within their life, or never. */
import { afterEach, describe, expect, test } from 'vitest';
import { firstLine, NO_CHARGE, ONE_CHARGE, read, useTablets } from './till-world.ts';

const { setup } = useTablets(afterEach);

describe('a code read while the network is down', () => {
  test('is held with its seconds, and charged once when the network is back within its life', async () => {
    const tablet = await setup();
    await tablet.charge();
    await tablet.setLeg('refused');
    await read(tablet);
    expect(tablet.counter()).toMatchObject({
      name: 'held',
      actions: ['back', 'send-now', 'cash', 'next-customer'],
    });
    const { ring } = tablet.counter() as { ring: { startsAt: number; endsAt: number } };
    expect(ring.endsAt - ring.startsAt).toBe(60_000);
    await tablet.world.time.advance(30_000);
    expect(tablet.counter().name).toBe('held');
    await tablet.setLeg('up');
    await tablet.world.time.advance(1_000);
    expect(tablet.counter().name).toBe('paid');
    expect(await tablet.world.charges()).toEqual(ONE_CHARGE);
  });

  test('survives that the outbox looks about while the read is being written', async () => {
    const tablet = await setup();
    await tablet.charge();
    await tablet.setLeg('refused');
    const { code } = await tablet.world.mint();
    const reading = tablet.till().readCode(code, 'wedge');
    // The network's news comes at any moment, also between the read and its commit.
    for (let turn = 0; turn < 50; turn += 1) {
      tablet.till().sendNow();
      await Promise.resolve();
    }
    await reading;
    await tablet.world.time.advance(2_000);
    expect(tablet.counter().name).toBe('held');
    await tablet.setLeg('up');
    await tablet.world.time.advance(9_000);
    expect(firstLine(tablet)).toBe('paid');
    expect(await tablet.world.charges()).toEqual(ONE_CHARGE);
  });

  test('is still there after a reload in between, and charged once', async () => {
    const tablet = await setup();
    await tablet.charge();
    await tablet.setLeg('refused');
    await read(tablet);
    await tablet.world.time.advance(10_000);
    await tablet.reload();
    expect(tablet.counter()).toMatchObject({ name: 'held', number: 'A-0001' });
    await tablet.world.time.advance(10_000);
    await tablet.setLeg('up');
    await tablet.world.time.advance(9_000);
    expect(firstLine(tablet)).toBe('paid');
    expect(await tablet.world.charges()).toEqual(ONE_CHARGE);
    expect(tablet.store.held.size).toBe(0);
  });

  test('is never sent once it is too old: not charged, and a fresh code pays', async () => {
    const tablet = await setup();
    await tablet.charge();
    await tablet.setLeg('refused');
    await read(tablet);
    await tablet.world.time.advance(60_002);
    expect(tablet.counter()).toMatchObject({
      name: 'closed',
      why: 'expired',
      actions: ['scan-again', 'cash', 'abandon'],
    });
    expect(tablet.store.held.size).toBe(0);
    await tablet.setLeg('up');
    await tablet.world.time.advance(9_000);
    expect(tablet.asked).not.toContain('POST pay');
    expect(tablet.asked).toContain('POST close');
    await tablet.till().scanAgain();
    await read(tablet);
    expect(tablet.counter()).toMatchObject({ name: 'paid', number: 'A-0001' });
    expect(await tablet.world.charges()).toEqual(ONE_CHARGE);
  });

  test('is not charged after a reload that took longer than its life', async () => {
    const tablet = await setup();
    await tablet.charge();
    await tablet.setLeg('refused');
    await read(tablet);
    await tablet.world.time.advance(1_000);
    await tablet.till().stop();
    await tablet.world.time.advance(70_000);
    await tablet.reload();
    expect(tablet.counter()).toMatchObject({ name: 'closed', why: 'expired' });
    await tablet.setLeg('up');
    await tablet.world.time.advance(9_000);
    expect(await tablet.world.charges()).toEqual(NO_CHARGE);
  });

  test('can be taken back while nothing has left', async () => {
    const tablet = await setup();
    await tablet.charge();
    await tablet.setLeg('refused');
    await read(tablet);
    await tablet.till().back();
    expect(tablet.counter()).toMatchObject({ name: 'amount', amount: { minor: 1250 } });
    await tablet.setLeg('up');
    await tablet.world.time.advance(9_000);
    expect(tablet.asked).not.toContain('POST pay');
    expect(tablet.asked.filter((path) => path === 'POST close')).toHaveLength(1);
    expect(await tablet.world.charges()).toEqual(NO_CHARGE);
  });

  test('goes on with the roll when the next customer comes, and its news comes there', async () => {
    const tablet = await setup();
    await tablet.charge();
    await tablet.setLeg('refused');
    await read(tablet);
    await tablet.till().nextCustomer();
    expect(tablet.counter()).toMatchObject({ name: 'amount', number: 'A-0002' });
    expect(tablet.lines()).toMatchObject([{ number: 'A-0001', state: 'held', live: true }]);
    await tablet.setLeg('up');
    await tablet.world.time.advance(9_000);
    expect(tablet.lines()).toMatchObject([{ number: 'A-0001', state: 'paid', live: false }]);
    expect(tablet.till().view().notices).toMatchObject([
      { kind: 'roll-news', number: 'A-0001', state: 'paid' },
    ]);
    expect(tablet.counter().name).toBe('amount');
  });

  test('waits for the visible page', async () => {
    const tablet = await setup();
    await tablet.charge();
    await tablet.setLeg('refused');
    await read(tablet);
    tablet.till().setVisible(false);
    await tablet.setLeg('up');
    await tablet.world.time.advance(9_000);
    expect(tablet.asked).not.toContain('POST pay');
    tablet.till().setVisible(true);
    await tablet.world.time.settle();
    expect(firstLine(tablet)).toBe('paid');
  });
});

describe('a sale begun with no network', () => {
  test('opens at once, is read, and is opened and paid by one request when the network is back', async () => {
    const tablet = await setup();
    await tablet.setLeg('refused');
    await tablet.world.time.advance(31_000);
    await tablet.charge();
    expect(tablet.counter()).toMatchObject({ name: 'ready' });
    await read(tablet);
    expect(tablet.counter().name).toBe('held');
    await tablet.setLeg('up');
    await tablet.world.time.advance(9_000);
    expect(firstLine(tablet)).toBe('paid');
    expect(await tablet.world.charges()).toEqual(ONE_CHARGE);
  });

  test('a start with no network shows a live keypad and the roll', async () => {
    const tablet = await setup();
    await tablet.charge();
    await read(tablet);
    await tablet.setLeg('refused');
    await tablet.reload();
    expect(tablet.till().view()).toMatchObject({
      pairing: { name: 'paired' },
      counter: { name: 'amount', number: 'A-0002' },
      roll: { count: 1, total: { minor: 1250 }, lines: [{ state: 'paid' }] },
    });
  });

  test('after a start with no network the code waits for the first answer, then goes', async () => {
    const tablet = await setup();
    await tablet.setLeg('refused');
    await tablet.reload();
    await tablet.charge();
    await read(tablet);
    await tablet.world.time.advance(20_000);
    await tablet.setLeg('up');
    await tablet.world.time.advance(9_000);
    expect(firstLine(tablet)).toBe('paid');
    expect(await tablet.world.charges()).toEqual(ONE_CHARGE);
  });
});
