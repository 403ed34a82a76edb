/** What the customers do: pay, confirm, refuse, decline, take their time; and how an order ends without them. */
import { describe, expect, test } from 'vitest';
import type { CodeView } from '../../../src/gateway-sim/customer.ts';
import { settled, World } from './world.ts';

async function payWith(
  world: World,
  wish: Record<string, unknown>,
  fields = {},
): Promise<{ reference: string; id: string; status: unknown }> {
  const reference = await world.order(fields);
  const { id, code } = await world.code(wish);
  const { result } = await world.pay(reference, code);
  return { reference, id, status: result['transactionStatus'] };
}

async function statusOf(world: World, reference: string): Promise<unknown> {
  return (await world.query(reference)).result['status'];
}

describe('a wallet that asks', () => {
  test('waits until the customer confirms, and charges then', async () => {
    const world = new World();
    const { reference, id, status } = await payWith(world, { behaviour: 'confirm' });
    expect(status).toBe('pending');
    expect((await world.view(id)).state).toBe('asking');
    expect((await world.line(reference)).charges).toBe(0);
    const confirmed = await world.admin<CodeView>('POST', `/wallets/codes/${id}/confirm`);
    expect([confirmed.status, confirmed.body.state]).toEqual([200, 'paid']);
    expect(await statusOf(world, reference)).toBe('success');
    expect((await world.line(reference)).charges).toBe(1);
  });

  test('charges nothing when the customer refuses, and says who refused', async () => {
    const world = new World();
    const { reference, id } = await payWith(world, { behaviour: 'confirm' });
    await world.admin('POST', `/wallets/codes/${id}/refuse`);
    const reply = await world.query(reference);
    expect([reply.result['status'], reply.ret_msg]).toEqual(['failed', 'Refused by the customer.']);
    expect((await world.line(reference)).charges).toBe(0);
  });

  test.each(['confirm', 'refuse'])('a second answer (%s) changes nothing', async (key) => {
    const world = new World();
    const { reference, id } = await payWith(world, { behaviour: 'confirm' });
    await world.admin('POST', `/wallets/codes/${id}/confirm`);
    expect((await world.admin('POST', `/wallets/codes/${id}/${key}`)).status).toBe(409);
    expect(await world.line(reference)).toMatchObject({ status: 'success', charges: 1 });
  });

  test('nobody can confirm what the shop has cancelled', async () => {
    const world = new World();
    const { reference, id } = await payWith(world, { behaviour: 'confirm' });
    await world.cancel(reference);
    const late = await world.admin<CodeView>('POST', `/wallets/codes/${id}/confirm`);
    expect([late.status, late.body.state]).toEqual([409, 'closed']);
    expect((await world.line(reference)).charges).toBe(0);
  });

  test('nobody can confirm a code that was never read', async () => {
    const world = new World();
    const { id } = await world.code({ behaviour: 'confirm' });
    expect((await world.admin('POST', `/wallets/codes/${id}/confirm`)).status).toBe(409);
  });
});

describe('a wallet that declines', () => {
  test.each([
    ['no-funds', 'Insufficient balance.'],
    ['risk', 'Refused by the wallet: risk control.'],
  ])('%s: failed, with the reason in ret_msg', async (behaviour, reason) => {
    const world = new World();
    const reference = await world.order();
    const reply = await world.pay(reference, (await world.code({ behaviour })).code);
    expect(reply).toMatchObject({ ret_code: '000100', ret_msg: reason });
    expect(reply.result).toMatchObject({ transactionStatus: 'failed', paymentTime: null });
    expect(await world.line(reference)).toMatchObject({ charges: 0, status: 'failed', reason });
  });

  test('a gateway that gives no reasons is a setting', async () => {
    const world = new World({ declineReason: 'nowhere' });
    const reference = await world.order();
    expect((await world.pay(reference, (await world.code({ behaviour: 'risk' })).code)).ret_msg).toBe(
      'add success',
    );
    expect((await world.query(reference)).ret_msg).toBe('query success ');
  });
});

describe('a wallet that takes its time', () => {
  test('slow: the answer is kept back, the order is dealing, then both say success', async () => {
    const world = new World();
    const reference = await world.order();
    const { code } = await world.code({ behaviour: 'slow', afterMs: 7_000 });
    let answered: unknown = null;
    const paying = world.pay(reference, code).then((reply) => (answered = reply.result['transactionStatus']));
    await settled();
    expect([answered, await statusOf(world, reference)]).toEqual([null, 'dealing']);
    await world.time.pass(6_999);
    expect(answered).toBe(null);
    await world.time.pass(1);
    await paying;
    expect([answered, await statusOf(world, reference)]).toEqual(['success', 'success']);
  });

  test('slow, cancelled meanwhile: the late answer says closed, nothing was charged', async () => {
    const world = new World();
    const reference = await world.order();
    const paying = world.pay(reference, (await world.code({ behaviour: 'slow' })).code);
    await settled();
    await world.cancel(reference);
    await world.time.pass(8_000);
    expect((await paying).result['transactionStatus']).toBe('closed');
    expect((await world.line(reference)).charges).toBe(0);
  });

  test('late: pending, then paid by itself', async () => {
    const world = new World();
    const { reference, id, status } = await payWith(world, { behaviour: 'late', afterMs: 20_000 });
    expect([status, (await world.view(id)).state]).toEqual(['pending', 'working']);
    await world.time.pass(19_999);
    expect(await statusOf(world, reference)).toBe('pending');
    await world.time.pass(1);
    expect(await statusOf(world, reference)).toBe('success');
    expect((await world.view(id)).state).toBe('paid');
  });
});

describe('an order runs out', () => {
  test.each([
    ['untouched', null, 5],
    ['untouched, with the longest usual time-out', null, 120],
    ['while the customer is asked', { behaviour: 'confirm' }, 5],
    ['before a late wallet answers', { behaviour: 'late', afterMs: 3_000_000 }, 5],
  ])('%s: it closes by itself, and then nothing pays it', async (_name, wish, minutes) => {
    const world = new World();
    const reference = await world.order({ timeout: String(minutes) });
    if (wish !== null) await world.pay(reference, (await world.code(wish)).code);
    await world.time.pass(minutes * 60_000 - 1);
    expect(await statusOf(world, reference)).not.toBe('closed');
    await world.time.pass(1);
    expect(await statusOf(world, reference)).toBe('closed');
    expect((await world.pay(reference, (await world.code()).code)).ret_code).toBe('000040');
    await world.time.pass(3_600_000);
    expect(await world.line(reference)).toMatchObject({ charges: 0, status: 'closed' });
  });

  test('without a time-out of its own it has the two hours of the documents', async () => {
    const world = new World();
    const reference = await world.order();
    await world.time.pass(120 * 60_000 - 1);
    expect(await statusOf(world, reference)).toBe('init');
    await world.time.pass(1);
    expect(await statusOf(world, reference)).toBe('closed');
  });

  test('a paid order never does', async () => {
    const world = new World();
    const { reference } = await payWith(world, {}, { timeout: '5' });
    await world.time.pass(600_000);
    expect(await statusOf(world, reference)).toBe('success');
  });
});

describe('a second pay', () => {
  test.each([
    ['paid', { behaviour: 'pay' }],
    ['declined', { behaviour: 'risk' }],
    ['waiting', { behaviour: 'confirm' }],
  ])('is 000040 on an order that is %s, and spends no code', async (_name, wish) => {
    const world = new World();
    const { reference } = await payWith(world, wish);
    const fresh = await world.code();
    expect((await world.pay(reference, fresh.code)).ret_code).toBe('000040');
    expect((await world.view(fresh.id)).state).toBe('ready');
  });

  test('is 000040 on a cancelled order', async () => {
    const world = new World();
    const reference = await world.order();
    await world.cancel(reference);
    expect((await world.pay(reference, (await world.code()).code)).ret_code).toBe('000040');
  });
});

describe('cancel', () => {
  test('of a paid order gives all the money back, with evidence in the query', async () => {
    const world = new World();
    const { reference, id } = await payWith(world, {});
    expect((await world.cancel(reference)).result['status']).toBe('closed');
    const { result } = await world.query(reference);
    expect(result).toMatchObject({ status: 'closed', voidAmount: '12.50' });
    expect(result['refundInfo']).toEqual([
      {
        refundTransactionId: expect.stringMatching(/^\d{18}$/) as string,
        refundReference: null,
        refundAmount: '12.50',
        refundRmbAmount: null,
        currency: 'USD',
        settleCurrency: 'USD',
      },
    ]);
    expect(await world.line(reference)).toMatchObject({ charges: 1, givenBack: '12.50', status: 'closed' });
    expect((await world.view(id)).state).toBe('given-back');
    expect((await world.book()).totals).toMatchObject([
      { charged: '12.50', givenBack: '12.50', kept: '0.00' },
    ]);
  });

  test('repeated gives nothing twice and answers the same', async () => {
    const world = new World();
    const { reference } = await payWith(world, {});
    const first = await world.cancel(reference);
    const again = await Promise.all([world.cancel(reference), world.cancel(reference)]);
    expect(again.map((reply) => reply.text)).toEqual([first.text, first.text]);
    expect((await world.line(reference)).givenBack).toBe('12.50');
  });

  test('of an unpaid order closes it without evidence of money', async () => {
    const world = new World();
    const reference = await world.order();
    await world.cancel(reference);
    const { result } = await world.query(reference);
    expect(result).not.toHaveProperty('refundInfo');
    expect(result).not.toHaveProperty('voidAmount');
    expect(result['status']).toBe('closed');
  });

  test('of a declined order leaves it declined', async () => {
    const world = new World();
    const { reference } = await payWith(world, { behaviour: 'no-funds' });
    expect((await world.cancel(reference)).result['status']).toBe('failed');
    expect(await statusOf(world, reference)).toBe('failed');
  });

  test.each([
    ['refused', '000040', 'success'],
    ['says-so-only', '000100', 'success'],
  ] as const)(
    'of a paid order where the gateway %s: %s, and a query still says %s',
    async (cancelPaid, code, status) => {
      const world = new World({ cancelPaid });
      const { reference } = await payWith(world, {});
      expect((await world.cancel(reference)).ret_code).toBe(code);
      expect(await statusOf(world, reference)).toBe(status);
      expect((await world.line(reference)).givenBack).toBe('0.00');
    },
  );
});
