/** Whole sales through the real proxy and the real practice gateway: every way one attempt can end. */
import { afterEach, describe, expect, test } from 'vitest';
import { attemptOf, stateOf } from './hand-till.ts';
import { LOOPBACK, makeWorld, within, type World } from './world.ts';

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

describe('a sale that goes well', () => {
  test('Charge opens the order and the code is charged in one round trip', async () => {
    const { world, sale, reference } = await setup();
    expect(stateOf(await sale.open(reference))).toBe('ready');
    const { code } = await world.mint();
    const paid = attemptOf(await sale.pay(reference, code));
    expect(paid.state).toEqual({ name: 'paid' });
    expect(paid.receiptToken).toMatch(/^[0-9a-z]{26}$/);
    expect(paid.transactionNo).toMatch(/^\d{18}$/);
    expect(await world.charges()).toEqual({ charges: 1, kept: '12.50', givenBack: '0.00' });
    expect(world.calls.map((call) => call.call)).toEqual(['add', 'pay']);
  });

  test('a code read before anything was opened is added and paid by one request', async () => {
    const { world, sale, reference } = await setup();
    const { code } = await world.mint();
    expect(stateOf(await sale.pay(reference, code))).toBe('paid');
    expect(world.calls.map((call) => call.call)).toEqual(['add', 'pay']);
  });

  test('a customer who must confirm is waited for, and the question every 3 s finds the payment', async () => {
    const { world, sale, reference } = await setup();
    const { id, code } = await world.mint('confirm');
    expect(stateOf(await sale.pay(reference, code))).toBe('waiting');
    await world.time.advance(10_000);
    await world.sim('POST', `/wallets/codes/${id}/confirm`);
    await world.time.advance(3_000);
    expect(stateOf(await sale.look(reference))).toBe('paid');
  });

  test('a signed webhook is faster than the next question', async () => {
    const { world, sale, reference } = await setup({ shop: { webhookOrigin: LOOPBACK } });
    const { id, code } = await world.mint('confirm');
    await sale.pay(reference, code);
    const asked = world.calls.length;
    await world.sim('POST', `/wallets/codes/${id}/confirm`);
    await world.time.advance(400);
    expect(stateOf(await sale.look(reference))).toBe('paid');
    expect(world.calls.length).toBe(asked);
  });

  test('a slow wallet is answered within 5 s with what is known, while its call stays open', async () => {
    const { world, sale, reference } = await setup();
    const { code } = await world.mint('slow', { afterMs: 8_000 });
    const told = await within(world.time, 5_000, sale.pay(reference, code));
    expect(stateOf(told)).toBe('sent');
    await world.time.advance(3_500);
    expect(stateOf(await sale.look(reference))).toBe('paid');
    expect(world.calls.filter((call) => call.call === 'pay')).toHaveLength(1);
  });
});

describe('a sale that does not', () => {
  test.each([
    ['no-funds', 'declined(funds)'],
    ['risk', 'declined(risk)'],
  ])('a wallet that says no (%s) ends the attempt as %s', async (behaviour, end) => {
    const { world, sale, reference } = await setup();
    const { code } = await world.mint(behaviour);
    expect(stateOf(await sale.pay(reference, code))).toBe(end);
    expect((await world.charges()).charges).toBe(0);
  });

  test('a customer who refuses ends the attempt, and the next attempt of the sale may open', async () => {
    const { world, sale, reference } = await setup();
    const { id, code } = await world.mint('confirm');
    await sale.pay(reference, code);
    await world.sim('POST', `/wallets/codes/${id}/refuse`);
    await world.time.advance(3_000);
    expect(stateOf(await sale.look(reference))).toBe('declined(customer-refused)');
    const next = sale.reference();
    expect(stateOf(await sale.open(next))).toBe('ready');
    expect(stateOf(await sale.pay(next, (await world.mint()).code))).toBe('paid');
  });

  test('nobody confirms: the cancel leaves after the window, and a question proves that nothing was charged', async () => {
    const { world, sale, reference } = await setup();
    await sale.pay(reference, (await world.mint('confirm')).code);
    await world.time.advance(59_000);
    expect(stateOf(await sale.look(reference))).toBe('waiting');
    await world.time.advance(5_000);
    expect(stateOf(await sale.look(reference))).toBe('closed(cancelled)');
  });

  test('a cancel that is asked for leaves 15 s after pay and not before', async () => {
    const { world, sale, reference } = await setup();
    await sale.pay(reference, (await world.mint('confirm')).code);
    await world.time.advance(4_000);
    expect(attemptOf(await sale.change(reference, 'cancel')).cancelAsked).toBe(true);
    await world.time.advance(10_900);
    expect(world.calls.some((call) => call.call === 'cancel')).toBe(false);
    await world.time.advance(4_000);
    expect(stateOf(await sale.look(reference))).toBe('closed(cancelled)');
    expect(attemptOf(await sale.look(reference)).wanted).toBe('return');
  });

  test('30 seconds more may be given twice', async () => {
    const { world, sale, reference } = await setup();
    await sale.pay(reference, (await world.mint('confirm')).code);
    const before = attemptOf(await sale.look(reference)).confirmBy ?? 0;
    expect(attemptOf(await sale.change(reference, 'extend')).confirmBy).toBe(before + 30_000);
    expect(attemptOf(await sale.change(reference, 'extend')).extensionsLeft).toBe(0);
    expect(stateOf(await sale.change(reference, 'extend'))).toBe('not-now');
    await world.time.advance(119_000);
    expect(stateOf(await sale.look(reference))).toBe('waiting');
    await world.time.advance(6_000);
    expect(stateOf(await sale.look(reference))).toBe('closed(cancelled)');
  });

  test('the gateway refuses the order: nothing was sent and the attempt is closed', async () => {
    const { world, sale, reference } = await setup();
    await world.sim('POST', '/faults', { kind: 'ret-code', call: 'add', retCode: '000030' });
    expect(stateOf(await sale.open(reference))).toBe('closed(refused)');
  });
});

describe('answers that are lost', () => {
  test('the answer to pay is lost after the charge: in doubt, then paid by question, one charge', async () => {
    const { world, sale, reference } = await setup();
    await sale.open(reference);
    world.cut({ how: 'answer-lost', call: 'pay' });
    const told = await within(world.time, 5_000, sale.pay(reference, (await world.mint()).code));
    expect(stateOf(told)).toBe('sent');
    await world.time.advance(500);
    expect(stateOf(await sale.look(reference))).toBe('paid');
    expect(await world.charges()).toMatchObject({ charges: 1, kept: '12.50' });
  });

  test.each(['garbage', 'error-after'])(
    '%s as the answer to pay is no news: the ledger asks at once',
    async (kind) => {
      const { world, sale, reference } = await setup();
      await sale.open(reference);
      await world.sim('POST', '/faults', { kind, call: 'pay' });
      await sale.pay(reference, (await world.mint('confirm')).code);
      await world.time.settle();
      const calls = world.calls.map((call) => call.call);
      expect(calls).toEqual(['add', 'pay', 'tran-query']);
      expect(stateOf(await sale.look(reference))).toBe(kind === 'garbage' ? 'sent' : 'waiting');
      expect(calls.filter((call) => call === 'pay')).toHaveLength(1);
    },
  );

  test('silence after pay never cancels: the attempt waits until the gateway speaks again', async () => {
    const { world, sale, reference } = await setup();
    await sale.open(reference);
    world.cut({ how: 'answer-lost' });
    await within(world.time, 5_000, sale.pay(reference, (await world.mint()).code));
    await world.time.advance(200_000);
    expect(stateOf(await sale.look(reference))).toBe('sent');
    expect(attemptOf(await sale.look(reference)).leg).toBe('gateway-silent');
    expect(world.calls.some((call) => call.call === 'cancel')).toBe(false);
    world.cut(null);
    await world.time.advance(25_000);
    expect(stateOf(await sale.look(reference))).toBe('paid');
  });

  test('the gateway is away when the code is read: the order is asked for, opened and paid within the code’s life', async () => {
    const { world, sale, reference } = await setup();
    world.cut({ how: 'refused' });
    const { code } = await world.mint();
    const told = await within(world.time, 5_000, sale.pay(reference, code));
    expect(stateOf(told)).toBe('sent');
    world.cut(null);
    await world.time.advance(12_000);
    expect(stateOf(await sale.look(reference))).toBe('paid');
    expect(await world.charges()).toMatchObject({ charges: 1 });
  });

  test('the gateway is away longer than the code lives: never called, so provably not charged', async () => {
    const { world, sale, reference } = await setup();
    world.cut({ how: 'refused' });
    await within(world.time, 5_000, sale.pay(reference, (await world.mint()).code));
    await world.time.advance(60_000);
    expect(stateOf(await sale.look(reference))).toBe('closed(expired)');
    world.cut(null);
    await world.time.advance(60_000);
    expect(world.calls.some((call) => call.call === 'pay')).toBe(false);
  });

  test('the answer to add is lost: the question by reference finds the order, and no second one is made', async () => {
    const { world, sale, reference } = await setup();
    world.cut({ how: 'answer-lost', call: 'add' });
    const told = await within(world.time, 5_000, sale.open(reference));
    expect(stateOf(told)).toBe('ready');
    expect(world.calls.map((call) => call.call)).toEqual(['add', 'tran-query']);
  });

  test('add never arrived: "no record" twice brings the same add once more', async () => {
    const { world, sale, reference } = await setup();
    world.cut({ how: 'refused', call: 'add' });
    const opening = sale.open(reference);
    await world.time.advance(2_000);
    world.cut(null);
    await world.time.advance(8_000);
    await opening;
    expect(world.calls.map((call) => call.call)).toEqual(['tran-query', 'tran-query', 'add']);
    expect(stateOf(await sale.look(reference))).toBe('ready');
  });

  test('an add that arrived but seemed lost and is refused as a duplicate: the order exists', async () => {
    const { world, sale, reference } = await setup();
    world.cut({ how: 'answer-lost', call: 'add' });
    await world.sim('POST', '/faults', { kind: 'ret-code', call: 'tran-query', retCode: '000021', times: 2 });
    const opening = sale.open(reference);
    await world.time.advance(7_000);
    world.cut(null);
    await world.time.advance(8_000);
    expect(stateOf(await opening)).toBe('opening');
    expect(stateOf(await sale.look(reference))).toBe('ready');
    expect(world.calls.filter((call) => call.call === 'add')).toHaveLength(2);
  });
});
