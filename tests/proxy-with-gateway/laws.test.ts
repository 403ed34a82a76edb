/** The laws of DESIGN §3 as far as proxy and gateway keep them: one charge, no stale code, the fence, give-back. */
import { afterEach, describe, expect, test } from 'vitest';
import { attemptOf, refundsOf, stateOf } from './hand-till.ts';
import { makeWorld, within, type World } from './world.ts';

const worlds: World[] = [];
afterEach(async () => {
  for (const world of worlds.splice(0)) await world.close();
});

async function setup(...options: Parameters<typeof makeWorld>) {
  const world = await makeWorld(...options);
  worlds.push(world);
  const till = await world.pair();
  const sale = till.sale();
  return { world, till, sale, reference: sale.reference() };
}

const paysOf = (world: World): number => world.calls.filter((call) => call.call === 'pay').length;

describe('a code is sent once', () => {
  test('50 pays of one reference at once are one pay at the gateway and one charge', async () => {
    const { world, sale, reference } = await setup();
    const { code } = await world.mint();
    const told = await Promise.all(Array.from({ length: 50 }, () => sale.pay(reference, code)));
    expect(new Set(told.map(stateOf))).toEqual(new Set(['paid']));
    expect(paysOf(world)).toBe(1);
    expect((await world.charges()).charges).toBe(1);
  });

  test('the same pay again later is answered with the present state', async () => {
    const { world, sale, reference } = await setup();
    const { code } = await world.mint('no-funds');
    await sale.pay(reference, code);
    expect(stateOf(await sale.pay(reference, code))).toBe('declined(funds)');
    expect(paysOf(world)).toBe(1);
  });

  test('another code for the same attempt is refused', async () => {
    const { world, sale, reference } = await setup();
    await sale.pay(reference, (await world.mint('confirm')).code);
    expect(stateOf(await sale.pay(reference, (await world.mint()).code))).toBe('mismatch');
  });

  test('a code used for one sale is refused for every other one of the shop', async () => {
    const { world, till, sale, reference } = await setup();
    const { code } = await world.mint();
    await sale.pay(reference, code);
    const other = till.sale();
    const second = other.reference();
    expect(stateOf(await other.pay(second, code))).toBe('code-used');
    expect(stateOf(await other.look(second))).toBe('closed(refused)');
    expect(paysOf(world)).toBe(1);
  });

  test('a code that is too old by the ledger’s clock is not sent, and the attempt is provably not charged', async () => {
    const { world, sale, reference } = await setup();
    await sale.open(reference);
    const { code } = await world.mint();
    const told = await sale.pay(reference, code, { sendBy: world.time.clock.now() });
    expect(stateOf(told)).toBe('code-too-old');
    expect(stateOf(await sale.look(reference))).toBe('closed(expired)');
    expect(paysOf(world)).toBe(0);
  });
});

describe('the fence', () => {
  test('after close a pay is refused, and the unpaid order is cancelled behind it', async () => {
    const { world, sale, reference } = await setup();
    await sale.open(reference);
    expect(stateOf(await sale.close(reference))).toBe('closed(withdrawn)');
    expect(stateOf(await sale.pay(reference, (await world.mint()).code))).toBe('attempt-closed');
    await world.time.settle();
    expect(world.calls.map((call) => call.call)).toEqual(['add', 'cancel']);
  });

  test('a close of an attempt the ledger never saw is written down, so that a late pay is refused', async () => {
    const { world, sale, reference } = await setup();
    expect(stateOf(await sale.close(reference, 'expired'))).toBe('closed(expired)');
    expect(stateOf(await sale.pay(reference, (await world.mint()).code))).toBe('attempt-closed');
    expect(world.calls).toEqual([]);
  });

  test('a close that comes after pay changes nothing and tells the truth', async () => {
    const { world, sale, reference } = await setup();
    await sale.pay(reference, (await world.mint('confirm')).code);
    expect(stateOf(await sale.close(reference))).toBe('waiting');
  });

  test('a close that overtakes a pay still waiting for its order wins: nothing is sent', async () => {
    const { world, sale, reference } = await setup();
    await world.sim('POST', '/faults', { kind: 'slow', call: 'add', ms: 2_000 });
    const paying = sale.pay(reference, (await world.mint()).code);
    await world.time.advance(500);
    expect(stateOf(await sale.close(reference))).toBe('closed(withdrawn)');
    expect(stateOf(await within(world.time, 5_000, paying))).toBe('closed(withdrawn)');
    expect(paysOf(world)).toBe(0);
    const { charges } = await world.sim('GET', `/charges?reference=${reference}`);
    expect(charges).toMatchObject([{ status: 'closed' }]);
  });
});

describe('one attempt of a sale at a time', () => {
  test('an attempt that was sent blocks the next one until it ends', async () => {
    const { world, sale, reference } = await setup();
    const { id, code } = await world.mint('confirm');
    await sale.pay(reference, code);
    expect(stateOf(await sale.open(sale.reference()))).toBe('attempt-open');
    await world.sim('POST', `/wallets/codes/${id}/refuse`);
    await world.time.advance(3_000);
    expect(stateOf(await sale.open(sale.reference()))).toBe('ready');
  });

  test('an attempt that was never sent is fenced in the commit that opens the next', async () => {
    const { world, sale, reference } = await setup();
    await sale.open(reference);
    const next = sale.reference();
    expect(stateOf(await sale.pay(next, (await world.mint()).code))).toBe('paid');
    expect(stateOf(await sale.look(reference))).toBe('closed(withdrawn)');
  });

  test('a sale that is paid, or settled, opens no further attempt', async () => {
    const { world, till, sale, reference } = await setup();
    await sale.pay(reference, (await world.mint()).code);
    expect(stateOf(await sale.open(sale.reference()))).toBe('not-now');
    const other = till.sale();
    await other.settle('cash', []);
    expect(stateOf(await other.open(other.reference()))).toBe('not-now');
  });
});

describe('money nobody wants goes back', () => {
  test('cash was taken while the attempt was sent: a late success is given back by cancel', async () => {
    const { world, sale, reference } = await setup();
    const { code } = await world.mint('late', { afterMs: 9_000 });
    await sale.pay(reference, code);
    const settled = await sale.settle('cash', [reference]);
    expect(settled).toMatchObject([{ wanted: 'return' }]);
    await world.time.advance(20_000);
    expect(stateOf(await sale.look(reference))).toBe('returned');
    expect(await world.charges()).toEqual({ charges: 1, kept: '0.00', givenBack: '12.50' });
  });

  test('cash was taken for an attempt that had been paid unseen: it is given back beside its state', async () => {
    const { world, sale, reference } = await setup();
    await sale.pay(reference, (await world.mint()).code);
    await sale.settle('cash', [reference]);
    await world.time.advance(20_000);
    const { state, giveBack } = attemptOf(await sale.look(reference));
    expect({ state: state.name, giveBack }).toEqual({ state: 'paid', giveBack: 'done' });
    expect((await world.charges()).kept).toBe('0.00');
  });

  test('a success the cancel cannot return goes back by refund, with evidence', async () => {
    const { world, sale, reference } = await setup({ sim: { cancelPaid: 'refused' } });
    await sale.pay(reference, (await world.mint('late', { afterMs: 9_000 })).code);
    await sale.settle('cash', [reference]);
    await world.time.advance(60_000);
    expect(stateOf(await sale.look(reference))).toBe('returned');
    expect(refundsOf(await sale.look(reference))).toEqual(['1 ladder 1250 done']);
    expect((await world.charges()).kept).toBe('0.00');
  });

  test('one that no refund returns either goes to a person', async () => {
    const { world, till, sale, reference } = await setup({
      sim: { cancelPaid: 'refused', refund: 'refused' },
    });
    await sale.pay(reference, (await world.mint('late', { afterMs: 9_000 })).code);
    await sale.settle('cash', [reference]);
    await world.time.advance(60_000);
    expect(stateOf(await sale.look(reference))).toBe('unresolved');
    expect((await till.list()).attempts).toMatchObject([{ number: 'A-0001', attempt: { reference } }]);
  });

  test('a cancel that says done while the payment stands goes to a person after two minutes', async () => {
    const { world, sale, reference } = await setup({ sim: { cancelPaid: 'says-so-only' } });
    await sale.pay(reference, (await world.mint()).code);
    await sale.settle('cash', [reference]);
    await world.time.advance(100_000);
    expect(attemptOf(await sale.look(reference)).giveBack).toBe('owed');
    await world.time.advance(60_000);
    expect(attemptOf(await sale.look(reference)).giveBack).toBe('listed');
  });

  test('a settle names attempts the ledger never saw: they are fenced', async () => {
    const { world, sale, reference } = await setup();
    expect(await sale.settle('abandoned', [reference])).toMatchObject([
      { state: { name: 'closed', why: 'withdrawn' }, wanted: 'return' },
    ]);
    expect(stateOf(await sale.pay(reference, (await world.mint()).code))).toBe('attempt-closed');
  });

  test('the same settle again changes nothing; another one is refused', async () => {
    const { sale, reference } = await setup();
    const first = await sale.settle('cash', [reference]);
    expect(await sale.settle('cash', [reference])).toEqual(first);
    expect(await sale.settle('abandoned', [reference])).toBe('mismatch');
  });
});

describe('a killed proxy goes on', () => {
  test('killed while the customer confirms, started again on the same ledger: asked at once, paid, one charge', async () => {
    const { world, sale, reference } = await setup();
    const { id, code } = await world.mint('confirm');
    await sale.pay(reference, code);
    const asked = world.calls.length;
    await world.sim('POST', `/wallets/codes/${id}/confirm`);
    await world.restart();
    await world.time.settle();
    expect(world.calls.slice(asked).map((call) => call.call)).toEqual(['tran-query']);
    expect(stateOf(await sale.look(reference))).toBe('paid');
    expect((await world.charges()).charges).toBe(1);
  });

  test('killed while the answer to pay is on its way: in doubt, then the truth', async () => {
    const { world, sale, reference } = await setup();
    await sale.open(reference);
    world.cut({ how: 'answer-lost', call: 'pay' });
    const paying = sale.pay(reference, (await world.mint()).code);
    await world.time.advance(1_000);
    await world.restart();
    expect(stateOf(await paying)).toBe('sent');
    await world.time.settle();
    expect(stateOf(await sale.look(reference))).toBe('paid');
    expect(paysOf(world)).toBe(1);
  });

  test('killed with a code that had not been sent yet: the code died with it, provably not charged', async () => {
    const { world, sale, reference } = await setup();
    world.cut({ how: 'refused', call: 'add' });
    await within(world.time, 5_000, sale.pay(reference, (await world.mint()).code));
    await world.restart();
    expect(stateOf(await sale.look(reference))).toBe('closed(expired)');
  });

  test('a cancel that was asked for before the kill still leaves', async () => {
    const { world, sale, reference } = await setup();
    await sale.pay(reference, (await world.mint('confirm')).code);
    await sale.change(reference, 'cancel');
    await world.restart();
    await world.time.advance(20_000);
    expect(stateOf(await sale.look(reference))).toBe('closed(cancelled)');
  });

  test('an order nobody paid runs out by itself', async () => {
    const { world, sale, reference } = await setup();
    await sale.open(reference);
    await world.restart();
    await world.time.advance(301_000);
    expect(stateOf(await sale.look(reference))).toBe('closed(timed-out)');
  });
});
