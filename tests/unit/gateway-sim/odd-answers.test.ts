/** Everything the documents leave open, played: by setting for good, by fault once. The book says what is true. */
import { describe, expect, test } from 'vitest';
import { World } from './world.ts';

describe('a query that sees the past', () => {
  test('by fault: the status before the last change, for its time, and only that order', async () => {
    const world = new World();
    const { reference, id } = await world.asked();
    const other = await world.paid();
    world.sim.confirm(id, true);
    await world.fault({ kind: 'stale-query', reference, ms: 4_000 });
    expect([await world.status(reference), await world.status(other)]).toEqual(['pending', 'success']);
    await world.time.pass(3_999);
    expect(await world.status(reference)).toBe('pending');
    await world.time.pass(1);
    expect(await world.status(reference)).toBe('success');
  });

  test('by setting: every change is seen late, a new order not at all before', async () => {
    const world = new World({ queryLagMs: 2_000 });
    const reference = await world.order();
    expect((await world.query(reference)).ret_code).toBe('000021');
    await world.time.pass(2_000);
    expect(await world.status(reference)).toBe('init');
    await world.pay(reference, (await world.code({ behaviour: 'risk' })).code);
    const stale = await world.query(reference);
    expect([stale.result['status'], stale.ret_msg]).toEqual(['init', 'query success ']);
    await world.time.pass(2_000);
    expect(await world.status(reference)).toBe('failed');
  });

  test('a refund is not listed yet', async () => {
    const world = new World();
    const reference = await world.paid();
    await world.time.pass(1_000);
    await world.refund(reference, '5.00');
    await world.fault({ kind: 'stale-query' });
    expect((await world.query(reference)).result).not.toHaveProperty('refundInfo');
    await world.time.pass(5_000);
    expect((await world.query(reference)).result['refundInfo']).toHaveLength(1);
  });

  test.each(['add', 'pay'] as const)(
    'not yet: 000021 for a while after %s, and the money is there',
    async (call) => {
      const world = new World();
      await world.fault({ kind: 'not-yet', call, ms: 3_000 });
      const reference = await world.paid();
      expect((await world.query(reference)).ret_code).toBe('000021');
      expect((await world.line(reference)).charges).toBe(1);
      await world.time.pass(3_000);
      expect(await world.status(reference)).toBe('success');
    },
  );

  test('a clock that was set back hides nothing', async () => {
    const world = new World();
    const reference = await world.paid();
    world.sql.run('UPDATE orders SET created_at = created_at + 60000, changed_at = changed_at + 60000');
    expect(await world.status(reference)).toBe('success');
  });
});

describe('an answer that says something else', () => {
  test.each(['pay', 'tran-query'] as const)('an unknown status in %s; what was done stands', async (call) => {
    const world = new World();
    const reference = await world.order();
    await world.fault({ kind: 'unknown-status', call });
    const paid = await world.pay(reference, (await world.code()).code);
    const asked = await world.query(reference);
    expect([paid.result['transactionStatus'], asked.result['status']]).toEqual(
      call === 'pay' ? ['processing', 'success'] : ['success', 'processing'],
    );
    expect((await world.line(reference)).charges).toBe(1);
  });

  test.each(['add', 'pay', 'tran-query', 'cancel', 'refund'] as const)(
    'crossed: %s is answered with another order of that store, a paid one before all',
    async (call) => {
      const world = new World();
      const other = await world.paid();
      await world.order();
      const reference = call === 'add' ? 'mine' : call === 'pay' ? await world.order() : await world.paid();
      await world.fault({ kind: 'crossed', call });
      const { code } = await world.code();
      const answer = {
        add: () => world.add({ reference: 'mine' }),
        pay: () => world.pay(reference, code),
        'tran-query': () => world.query(reference),
        cancel: () => world.cancel(reference),
        refund: () => world.refund(reference, '1.00'),
      }[call]();
      expect((await answer).result).toMatchObject({
        reference: other,
        transactionNo: (await world.line(other)).transactionNo,
      });
      expect((await world.query(reference)).result['reference']).toBe(reference);
    },
  );

  test('crossed with nobody’s: numbers no order has, and paid', async () => {
    const world = new World();
    const reference = await world.order();
    await world.fault({ kind: 'crossed' });
    const { result } = await world.query(reference);
    expect(result).toMatchObject({ status: 'success', amount: '12.50' });
    expect(result['reference']).not.toBe(reference);
    expect((await world.line(reference)).charges).toBe(0);
  });

  test('a refusal names no order and is not bent', async () => {
    const world = new World();
    await world.fault({ kind: 'crossed' });
    expect((await world.query('nobody')).ret_code).toBe('000021');
    expect((await world.admin<{ faults: unknown[] }>('GET', '/faults')).body.faults).toHaveLength(1);
  });
});

describe('another amount', () => {
  test.each([
    ['one unit more, where the fault names none', {}, '12.51', 'USD'],
    ['the one named', { amountMinor: 100 }, '1.00', 'USD'],
    ['in another currency', { amountMinor: 1250, currency: 'EUR' }, '12.50', 'EUR'],
  ])('%s: charged so, told so everywhere', async (_name, fault, amount, currency) => {
    const world = new World();
    await world.fault({ kind: 'other-amount', ...fault });
    const { reference, id } = await world.asked();
    world.sim.confirm(id, true);
    await world.time.pass(1_000);
    expect((await world.query(reference)).result).toMatchObject({ status: 'success', amount, currency });
    expect(Object.fromEntries(world.hooks[0]?.fields ?? [])).toMatchObject({ amount, currency });
    expect((await world.book()).totals).toMatchObject([{ charged: amount, currency }]);
    await world.cancel(reference);
    expect((await world.line(reference)).givenBack).toBe(amount);
  });
});
