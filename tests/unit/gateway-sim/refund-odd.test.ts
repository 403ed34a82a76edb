/** Refunds that are repeated, refused, lied about or slow, and the webhook they send. */
import { describe, expect, test } from 'vitest';
import { World } from './world.ts';

describe('a refundReference that was used before', () => {
  async function twice(settings: ConstructorParameters<typeof World>[0], more = {}): Promise<unknown[]> {
    const world = new World(settings);
    const reference = await world.paid();
    const first = await world.refund(reference, '5.00', { refundReference: 'r1' });
    const second = await world.refund(reference, '5.00', { refundReference: 'r1', ...more });
    return [second.text === first.text, second.ret_code, (await world.line(reference)).givenBack];
  }

  test.each([
    ['same-answer', [true, '000100', '5.00']],
    ['000023', [false, '000023', '5.00']],
    ['refunds-again', [false, '000100', '10.00']],
  ] as const)('%s', async (repeatedRefund, seen) => {
    expect(await twice({ repeatedRefund })).toEqual(seen);
  });

  test('with another amount, or for another order, is refused', async () => {
    expect(await twice({}, { refundAmount: '4.00' })).toEqual([false, '000022', '5.00']);
    const world = new World();
    const [one, other] = [await world.paid(), await world.paid()];
    await world.refund(one, '5.00', { refundReference: 'r1' });
    expect((await world.refund(other, '5.00', { refundReference: 'r1' })).ret_code).toBe('000022');
    expect((await world.line(other)).givenBack).toBe('0.00');
  });

  test('but refused is free again', async () => {
    const world = new World();
    const reference = await world.paid();
    await world.refund(reference, '99.00', { refundReference: 'r1' });
    expect((await world.refund(reference, '5.00', { refundReference: 'r1' })).ret_code).toBe('000100');
  });
});

describe('a gateway that does not simply give back', () => {
  test.each([
    ['by setting', { refund: 'refused' } as const, null, '000040'],
    ['by a fault', {}, { kind: 'refund-refused' }, '000040'],
    ['by a fault with its own code', {}, { kind: 'refund-refused', retCode: '000080' }, '000080'],
  ])('refuses %s', async (_name, settings, fault, code) => {
    const world = new World(settings);
    const reference = await world.paid();
    if (fault !== null) await world.fault(fault);
    expect((await world.refund(reference, '5.00')).ret_code).toBe(code);
    expect((await world.query(reference)).result).not.toHaveProperty('refundInfo');
    expect((await world.line(reference)).givenBack).toBe('0.00');
  });

  test.each([
    ['by setting', { refund: 'says-so-only' } as const, null],
    ['by a fault', {}, { kind: 'refund-lies' }],
  ])('says so only, %s: success, and no money, no refundInfo, ever', async (_name, settings, fault) => {
    const world = new World(settings);
    const reference = await world.paid();
    if (fault !== null) await world.fault(fault);
    const more = { refundReference: 'r1' };
    expect((await world.refund(reference, '5.00', more)).result['status']).toBe('success');
    expect((await world.refund(reference, '5.00', more)).result['status']).toBe('success');
    await world.time.pass(3_600_000);
    expect((await world.query(reference)).result).not.toHaveProperty('refundInfo');
    expect((await world.line(reference)).givenBack).toBe('0.00');
  });

  test.each([
    ['by setting', { refund: 'slow', refundSlowMs: 7_000 } as const, null],
    ['by a fault', {}, { kind: 'refund-slow', ms: 7_000 }],
  ])('is slow, %s: pending, and the money moves later', async (_name, settings, fault) => {
    const world = new World(settings);
    const reference = await world.paid();
    if (fault !== null) await world.fault(fault);
    const more = { refundReference: 'r1' };
    expect((await world.refund(reference, '5.00', more)).result['status']).toBe('pending');
    await world.time.pass(6_999);
    expect((await world.query(reference)).result).not.toHaveProperty('refundInfo');
    expect((await world.refund(reference, '8.00')).ret_code).toBe('000023');
    await world.time.pass(1);
    expect((await world.query(reference)).result['refundInfo']).toMatchObject([{ refundReference: 'r1' }]);
    expect((await world.refund(reference, '5.00', more)).result['status']).toBe('success');
    expect((await world.line(reference)).givenBack).toBe('5.00');
  });

  test('is slow, and a cancel is faster: nothing goes back twice', async () => {
    const world = new World({ refund: 'slow' });
    const reference = await world.paid();
    await world.refund(reference, '5.00');
    await world.cancel(reference);
    await world.time.pass(60_000);
    expect((await world.line(reference)).givenBack).toBe('12.50');
  });
});

describe('the refund’s own webhook', () => {
  async function told(settings: ConstructorParameters<typeof World>[0], more = {}): Promise<[World, object]> {
    const world = new World(settings);
    const reference = await world.paid();
    await world.time.pass(1_000);
    world.hooks.length = 0;
    const { result } = await world.refund(reference, '5.00', { refundReference: 'r1', ...more });
    await world.time.pass(60_000);
    return [world, result];
  }

  test('looks like a second payment’s: the order’s own numbers, the refund’s amount', async () => {
    const [world, refund] = await told({});
    const { reference, transactionNo } = refund as Record<string, string>;
    expect(world.hooks.map((hook) => [hook.isSigned, Object.fromEntries(hook.fields)])).toEqual([
      [
        true,
        {
          amount: '5.00',
          currency: 'USD',
          reference,
          settleCurrency: 'USD',
          status: 'success',
          time: '20260301200001',
          transactionNo,
          verifySign: expect.any(String) as string,
        },
      ],
    ]);
  });

  test('with the refund’s own numbers is a setting', async () => {
    const [world, refund] = await told({ refundWebhook: 'refund-fields' });
    const fields = world.hooks[0]?.fields;
    expect([fields?.get('reference'), fields?.get('transactionNo')]).toEqual([
      'r1',
      (refund as Record<string, string>)['refundTransactionNo'],
    ]);
  });

  test('does not come where the gateway tells of no refunds', async () => {
    const [world] = await told({ refundWebhook: 'none' });
    expect(world.hooks).toEqual([]);
  });

  test('comes when the money moves, also where it never will', async () => {
    const [slow] = await told({ refund: 'slow' });
    expect(slow.hooks.map((hook) => hook.fields.get('time'))).toEqual(['20260301200031']);
    const [lie] = await told({ refund: 'says-so-only' });
    expect(lie.hooks).toHaveLength(1);
  });

  test('goes where the refund says, before where the order says', async () => {
    const world = new World();
    const seen: string[] = [];
    world.shop = async () => ({ status: 200, text: 'success' });
    const reference = await world.paid({ ipnUrl: '' });
    await world.refund(reference, '5.00');
    await world.time.pass(1_000);
    expect(world.hooks).toHaveLength(0);
    await world.refund(reference, '5.00', { ipnUrl: 'http://127.0.0.1:8787/refunds' });
    await world.time.pass(1_000);
    seen.push(
      ...world.sql.all(`SELECT url FROM jobs WHERE kind = 'webhook'`).map((row) => String(row['url'])),
    );
    expect(seen).toEqual(['http://127.0.0.1:8787/refunds']);
  });
});
