/** Sales at the counter, by the headless till, the real proxy and the real practice gateway. */
import { afterEach, describe, expect, test } from 'vitest';
import { read, saleIdOf, useTablets } from './till-world.ts';
import { LOOPBACK } from './world.ts';

const { setup } = useTablets(afterEach);

describe('a sale online', () => {
  test('goes from the keypad to paid with one add and one pay, and is on the roll', async () => {
    const tablet = await setup();
    await tablet.charge();
    expect(tablet.counter()).toMatchObject({ name: 'ready', number: 'A-0001', actions: ['back'] });
    await read(tablet);
    expect(tablet.counter()).toMatchObject({
      name: 'paid',
      wallet: 'alipay',
      actions: ['receipt', 'next-sale'],
    });
    expect(tablet.asked.filter((path) => path.startsWith('POST'))).toEqual([
      'POST pair',
      'POST attempts',
      'POST pay',
    ]);
    expect(tablet.world.calls.map(({ call }) => call)).toEqual(['add', 'pay']);
    expect(tablet.lines()).toMatchObject([{ number: 'A-0001', state: 'paid', live: false }]);
    expect(tablet.till().view().roll).toMatchObject({ count: 1, total: { minor: 1250 }, unfinished: 0 });
    expect(tablet.till().view().busy).toBe(false);
  });

  test('writes pay-begun before the fetch begins, with the read in the same commit', async () => {
    const tablet = await setup();
    await tablet.charge();
    const { code } = await tablet.world.mint();
    await tablet.setLeg('stalled');
    const commits = tablet.store.entries.length;
    await tablet.till().readCode(code, 'wedge');
    expect(tablet.store.entries.slice(commits).map(({ event }) => event.type)).toEqual([
      'code-read',
      'pay-begun',
    ]);
    expect(JSON.stringify(tablet.store.entries)).not.toContain(code);
  });

  test('leaves the counter four seconds after it was paid, but not from under its receipt', async () => {
    const tablet = await setup();
    await tablet.charge();
    await read(tablet);
    const saleId = saleIdOf(tablet);
    await tablet.till().showReceipt(saleId);
    await tablet.world.time.advance(10_000);
    expect(tablet.counter().name).toBe('paid');
    expect(tablet.till().view().receipt).toMatchObject({ number: 'A-0001', practice: true, url: null });
    tablet.till().hideReceipt();
    await tablet.world.time.advance(3_999);
    expect(tablet.counter().name).toBe('paid');
    await tablet.world.time.advance(1);
    expect(tablet.counter()).toMatchObject({ name: 'amount', amount: { minor: 0 }, number: 'A-0002' });
  });

  test('digits that are typed while the journal is opening stay typed', async () => {
    const tablet = await setup();
    await tablet.reload((till) => {
      expect(till.view().pairing.name).toBe('starting');
      for (const digit of '84') till.pressKey(digit as '0');
    });
    tablet.till().pressKey('0');
    expect(tablet.counter()).toMatchObject({ name: 'amount', amount: { minor: 840 } });
  });

  test('an unfinished sale takes the counter all the same, whatever is typed while the journal is opening', async () => {
    const tablet = await setup();
    await tablet.charge();
    await tablet.reload((till) => till.pressKey('7'));
    expect(tablet.counter()).toMatchObject({ name: 'ready', amount: { minor: 1250 } });
  });

  test('a digit after paid begins the next sale', async () => {
    const tablet = await setup();
    await tablet.charge();
    await read(tablet);
    tablet.till().pressKey('7');
    expect(tablet.counter()).toMatchObject({ name: 'amount', amount: { minor: 7 } });
  });

  test('a customer who must confirm is shown waiting until the webhook says paid', async () => {
    const tablet = await setup({ shop: { webhookOrigin: LOOPBACK } });
    await tablet.charge();
    const { id } = await read(tablet, 'confirm');
    expect(tablet.counter()).toMatchObject({
      name: 'waiting',
      actions: ['extend', 'cancel', 'next-customer'],
    });
    await tablet.world.sim('POST', `/wallets/codes/${id}/confirm`);
    await tablet.world.time.advance(400);
    expect(tablet.counter().name).toBe('paid');
  });

  test('thirty seconds more are given twice and then no longer offered', async () => {
    const tablet = await setup();
    await tablet.charge();
    await read(tablet, 'confirm');
    const ringOf = () => (tablet.counter() as { ring: { endsAt: number } }).ring.endsAt;
    const saleId = saleIdOf(tablet);
    const first = ringOf();
    for (const more of [30_000, 60_000]) {
      await tablet.till().extend(saleId);
      await tablet.world.time.advance(1_000);
      expect(ringOf()).toBe(first + more);
    }
    expect(tablet.counter()).toMatchObject({ actions: ['cancel', 'next-customer'] });
    await tablet.till().extend(saleId);
    expect(tablet.till().view().notices).toMatchObject([{ kind: 'refused', code: 'not-now' }]);
  });

  test('a declined wallet says why, and the next code is charged under the same number', async () => {
    const tablet = await setup();
    await tablet.charge();
    await read(tablet, 'no-funds');
    expect(tablet.counter()).toMatchObject({
      name: 'declined',
      reason: 'funds',
      actions: ['scan-again', 'cash', 'abandon'],
    });
    await tablet.till().scanAgain();
    await read(tablet);
    expect(tablet.counter()).toMatchObject({ name: 'paid', number: 'A-0001' });
    expect((await tablet.world.charges()).charges).toBe(1);
  });

  test('a cancel is given as proof by the gateway, and the sale may be scanned again', async () => {
    const tablet = await setup();
    await tablet.charge();
    await read(tablet, 'confirm');
    const saleId = saleIdOf(tablet);
    await tablet.till().cancel(saleId);
    await tablet.world.time.advance(1_000);
    expect(tablet.counter()).toMatchObject({ name: 'waiting', actions: ['cash', 'next-customer'] });
    await tablet.world.time.advance(25_000);
    expect(tablet.counter()).toMatchObject({ name: 'closed', why: 'cancelled' });
    expect(await tablet.world.charges()).toMatchObject({ charges: 0 });
  });
});

describe('at the keypad', () => {
  test('a double tap on Charge opens one sale', async () => {
    const tablet = await setup();
    tablet.till().pressKey('5');
    await Promise.all([tablet.till().charge(), tablet.till().charge()]);
    await tablet.world.time.settle();
    expect(tablet.store.sales.size).toBe(1);
    expect(tablet.world.calls.map(({ call }) => call)).toEqual(['add']);
  });

  test('nothing and too much cannot be charged, and both are said', async () => {
    const tablet = await setup();
    await tablet.till().charge();
    for (const key of ['1', '0', '0', '0', '0', '1'] as const) tablet.till().pressKey(key);
    expect(tablet.counter()).toMatchObject({ problem: 'over-limit' });
    await tablet.till().charge();
    tablet.till().pressKey('9');
    expect(
      tablet
        .till()
        .view()
        .notices.map((notice) => 'code' in notice && notice.code),
    ).toEqual(['amount-zero', 'over-limit', 'does-not-fit']);
    expect(tablet.store.sales.size).toBe(0);
  });

  test('a mistyped amount is taken back after add, and the same number goes on with the right one', async () => {
    const tablet = await setup();
    await tablet.charge(1200);
    await tablet.till().back();
    expect(tablet.counter()).toMatchObject({ name: 'amount', amount: { minor: 1200 }, number: 'A-0001' });
    expect(tablet.lines()).toEqual([]);
    tablet.till().pressKey('clear');
    await tablet.charge(1250);
    await read(tablet);
    expect(tablet.counter()).toMatchObject({ name: 'paid', number: 'A-0001', amount: { minor: 1250 } });
    expect(await tablet.world.charges()).toEqual({ charges: 1, kept: '12.50', givenBack: '0.00' });
  });

  test('an amount that was taken back keeps nobody busy once the ledger knows: an update may come in', async () => {
    const tablet = await setup();
    await tablet.charge(1200);
    expect(tablet.till().view().busy).toBe(true);
    await tablet.till().back();
    await tablet.world.time.advance(2_000);
    tablet.till().pressKey('clear');
    expect(tablet.till().view().busy).toBe(false);
  });

  test('a note of sixty characters stays with the sale', async () => {
    const tablet = await setup();
    tablet.till().setNote('x'.repeat(80));
    await tablet.charge();
    expect(tablet.counter()).toMatchObject({ note: 'x'.repeat(60) });
  });
});
