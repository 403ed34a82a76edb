/** A cancel that does not cancel, and a customer who pays what was closed. The book says what is true. */
import { describe, expect, test } from 'vitest';
import { World } from './world.ts';

describe('success after closed', () => {
  const ends = [
    ['cancelled', async (world: World, reference: string) => void (await world.cancel(reference))],
    ['run out', async (world: World) => world.time.pass(60_000)],
  ] as const;

  test.each(ends)(
    'the customer confirms an order that was %s, and is charged all the same',
    async (_n, end) => {
      const world = new World();
      await world.fault({ kind: 'success-after-closed' });
      const { reference, id } = await world.asked({ timeout: '1' });
      await end(world, reference);
      expect(await world.status(reference)).toBe('closed');
      expect((await world.view(id)).state).toBe('asking');
      expect((await world.admin('POST', `/wallets/codes/${id}/confirm`)).status).toBe(200);
      expect(await world.status(reference)).toBe('success');
      expect(await world.line(reference)).toMatchObject({ charges: 1, givenBack: '0.00' });
      await world.time.pass(1_000);
      expect(world.hooks.map((hook) => hook.fields.get('status'))).toEqual(['closed', 'success']);
    },
  );

  test('a second cancel gives it back', async () => {
    const world = new World({ afterClosed: 'may-still-pay' });
    const { reference, id } = await world.asked();
    await world.cancel(reference);
    world.sim.confirm(id, true);
    expect((await world.cancel(reference)).result['status']).toBe('closed');
    expect(await world.line(reference)).toMatchObject({ charges: 1, givenBack: '12.50' });
    expect(world.sim.confirm(id, true)).toBe(false);
  });

  test('he can also refuse, and then nothing more happens', async () => {
    const world = new World({ afterClosed: 'may-still-pay' });
    const { reference, id } = await world.asked();
    await world.cancel(reference);
    expect([world.sim.confirm(id, false), world.sim.confirm(id, true)]).toEqual([true, false]);
    expect([await world.status(reference), (await world.line(reference)).charges]).toEqual(['closed', 0]);
  });

  test('laid after the cancel it works as well, once', async () => {
    const world = new World();
    const [one, other] = [await world.asked(), await world.asked()];
    await world.cancel(one.reference);
    await world.cancel(other.reference);
    await world.fault({ kind: 'success-after-closed' });
    expect([world.sim.confirm(one.id, true), world.sim.confirm(other.id, true)]).toEqual([true, false]);
  });

  test('with a time it happens by itself, and a late wallet answers as it would have', async () => {
    const world = new World();
    const { reference } = await world.asked();
    await world.fault({ kind: 'success-after-closed', ms: 9_000 });
    await world.cancel(reference);
    await world.time.pass(8_999);
    expect(await world.status(reference)).toBe('closed');
    await world.time.pass(1);
    expect(await world.status(reference)).toBe('success');

    const late = await world.order();
    await world.pay(late, (await world.code({ behaviour: 'late', afterMs: 20_000 })).code);
    await world.fault({ kind: 'success-after-closed', reference: late });
    await world.cancel(late);
    await world.time.pass(20_000);
    expect(await world.status(late)).toBe('success');
  });

  test('an order whose customer was never asked stays closed', async () => {
    const world = new World({ afterClosed: 'may-still-pay' });
    const reference = await world.order();
    await world.cancel(reference);
    expect((await world.pay(reference, (await world.code()).code)).ret_code).toBe('000040');
    expect(await world.status(reference)).toBe('closed');
  });
});

describe('a cancel that does not cancel', () => {
  test.each([
    ['unpaid, by setting', { cancelUnpaid: 'refused' } as const, null, false, '000040'],
    ['unpaid, by fault', {}, { kind: 'cancel-refused' }, false, '000040'],
    ['paid, by fault', {}, { kind: 'cancel-refused', retCode: '000080' }, true, '000080'],
  ])('refused: %s', async (_name, settings, fault, isPaid, code) => {
    const world = new World(settings);
    const { reference, id } = await world.asked();
    if (isPaid) world.sim.confirm(id, true);
    if (fault !== null) await world.fault(fault);
    expect((await world.cancel(reference)).ret_code).toBe(code);
    expect(await world.status(reference)).toBe(isPaid ? 'success' : 'pending');
    if (fault !== null) expect((await world.cancel(reference)).result['status']).toBe('closed');
  });

  test.each([
    ['by setting', { cancelUnpaid: 'says-so-only' } as const, null],
    ['by fault', {}, { kind: 'cancel-lies' }],
  ])('000100 and closed, %s, yet the customer confirms', async (_name, settings, fault) => {
    const world = new World(settings);
    const { reference, id } = await world.asked();
    if (fault !== null) await world.fault(fault);
    const reply = await world.cancel(reference);
    expect([reply.ret_code, reply.result['status']]).toEqual(['000100', 'closed']);
    expect(await world.status(reference)).toBe('pending');
    expect(world.sim.confirm(id, true)).toBe(true);
    expect(await world.status(reference)).toBe('success');
  });

  test('a lie about a paid order: a query still says success, and no money went back', async () => {
    const world = new World();
    const reference = await world.paid();
    await world.fault({ kind: 'cancel-lies' });
    expect((await world.cancel(reference)).result['status']).toBe('closed');
    expect([await world.status(reference), (await world.line(reference)).givenBack]).toEqual([
      'success',
      '0.00',
    ]);
  });

  test('of a paid order is refused from midnight UTC+8 on; a refund is not', async () => {
    const world = new World(); // it is 20:00 there
    const [before, after, open] = [await world.paid(), await world.paid(), await world.order()];
    await world.time.pass(4 * 3_600_000 - 1);
    expect((await world.cancel(before)).ret_code).toBe('000100');
    await world.time.pass(1);
    expect((await world.cancel(after)).ret_code).toBe('000040');
    expect((await world.refund(after, '12.50')).ret_code).toBe('000100');
    expect((await world.cancel(open)).ret_code).toBe('000100');
  });

  test('at any time where the gateway knows no such rule', async () => {
    const world = new World({ cancelUntil: 'always' });
    const reference = await world.paid();
    await world.time.pass(48 * 3_600_000);
    expect((await world.cancel(reference)).ret_code).toBe('000100');
  });

  test.each([
    ['both', true, true],
    ['refund-info', true, false],
    ['void-amount', false, true],
    ['none', false, false],
  ] as const)('evidence of what a cancel gave back: %s', async (cancelEvidence, isListed, isVoided) => {
    const world = new World({ cancelEvidence });
    const reference = await world.paid();
    await world.cancel(reference);
    const { result } = await world.query(reference);
    expect(['refundInfo' in result, 'voidAmount' in result, result['status']]).toEqual([
      isListed,
      isVoided,
      'closed',
    ]);
  });
});
