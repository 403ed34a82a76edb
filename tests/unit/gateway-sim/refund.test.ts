/** Refunds: in parts, never more than was paid, and what a repeated one does. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { World } from './world.ts';

const number = expect.stringMatching(/^[1-9]\d{17}$/) as string;

describe('a refund', () => {
  test('is answered with every documented field', async () => {
    const world = new World();
    const reference = await world.paid();
    const { transactionNo } = await world.line(reference);
    const { text } = await world.refund(reference, '0.01', { refundReference: 'r1' });
    expect(JSON.parse(text)).toEqual({
      result: {
        amount: '12.50',
        currency: 'USD',
        reference,
        refundAmount: '0.01',
        refundReference: 'r1',
        refundTransactionNo: number,
        settleCurrency: 'USD',
        status: 'success',
        transactionNo,
      },
      ret_code: '000100',
      ret_msg: 'refund success ',
    });
  });

  test('that calls the refund’s own sum `amount` is a setting', async () => {
    const world = new World({ refundAnswerAmount: 'refund' });
    const { result } = await world.refund(await world.paid(), '0.01');
    expect([result['amount'], result['refundReference']]).toEqual(['0.01', null]);
  });

  test('is listed by the query under the numbers its answer gave, and added up in the order', async () => {
    const world = new World();
    const reference = await world.paid();
    const first = await world.refund(reference, '5.00', { refundReference: 'r1' });
    const second = await world.refund(reference, '2.5', { refundReference: 'r2' });
    const { result } = await world.query(reference);
    const listed = { refundRmbAmount: null, currency: 'USD', settleCurrency: 'USD' };
    expect(result['status']).toBe('success');
    expect(result).not.toHaveProperty('voidAmount');
    expect(result['refundInfo']).toEqual([
      {
        refundTransactionId: first.result['refundTransactionNo'],
        refundReference: 'r1',
        refundAmount: '5.00',
        ...listed,
      },
      {
        refundTransactionId: second.result['refundTransactionNo'],
        refundReference: 'r2',
        refundAmount: '2.50',
        ...listed,
      },
    ]);
    expect(await world.line(reference)).toMatchObject({ charges: 1, givenBack: '7.50', status: 'success' });
  });

  test('names its order by transactionNo or reference, by exactly one of them', async () => {
    const world = new World();
    const reference = await world.paid();
    const { transactionNo } = await world.line(reference);
    const sum = { refundAmount: '1.00', currency: 'USD', settleCurrency: 'USD' };
    const refund = async (handle: Record<string, string>): Promise<string> =>
      (await world.call('/app-data-search/v3/refund', { ...sum, ...handle })).ret_code;
    expect(await refund({ transactionNo })).toBe('000100');
    expect(await refund({ reference })).toBe('000100');
    expect(await refund({ transactionNo, reference })).toBe('000022');
    expect(await refund({})).toBe('000020');
    expect(await refund({ reference: 'nobody' })).toBe('000021');
  });

  test.each([
    ['no amount', { refundAmount: '' }, '000020'],
    ['no currency', { currency: '' }, '000020'],
    ['no settle currency', { settleCurrency: '' }, '000020'],
    ['nothing to give', { refundAmount: '0.00' }, '000023'],
    ['a sign', { refundAmount: '-1.00' }, '000023'],
    ['too many decimals', { refundAmount: '1.005' }, '000023'],
    ['an unknown currency', { currency: 'XTS' }, '000023'],
    ['another currency than was paid', { currency: 'EUR' }, '000022'],
    ['another settle currency', { settleCurrency: 'EUR' }, '000022'],
    ['a refundReference too long', { refundReference: 'x'.repeat(65) }, '000023'],
    ['a webhook over plain http', { ipnUrl: 'http://shop.example/hook' }, '000023'],
    ['more than was paid', { refundAmount: '12.51' }, '000023'],
  ])('with %s is refused, and nothing moves', async (_name, change, code) => {
    const world = new World();
    const reference = await world.paid();
    expect((await world.refund(reference, '1.00', change)).ret_code).toBe(code);
    expect((await world.line(reference)).givenBack).toBe('0.00');
  });

  test.each([
    ['open', async (world: World) => world.order()],
    ['waiting', async (world: World) => (await world.asked()).reference],
    [
      'cancelled',
      async (world: World) => {
        const reference = await world.paid();
        await world.cancel(reference);
        return reference;
      },
    ],
  ])('of an order that is %s is 000040', async (_name, make) => {
    const world = new World();
    expect((await world.refund(await make(world), '1.00')).ret_code).toBe('000040');
  });
});

describe('parts add up', () => {
  test.each(['000023', '000040'] as const)('to what was paid and no further: %s', async (overRefund) => {
    const world = new World({ overRefund });
    const reference = await world.paid();
    expect((await world.refund(reference, '10.00')).ret_code).toBe('000100');
    expect((await world.refund(reference, '2.51')).ret_code).toBe(overRefund);
    expect((await world.refund(reference, '2.50')).ret_code).toBe('000100');
    expect((await world.refund(reference, '0.01')).ret_code).toBe(overRefund);
    expect((await world.line(reference)).givenBack).toBe('12.50');
    expect((await world.book()).totals).toMatchObject([{ kept: '0.00' }]);
  });

  test.each(['success', 'closed', 'refunded'] as const)(
    'when nothing is left the order says %s by setting, and a part before does not',
    async (afterFullRefund) => {
      const world = new World({ afterFullRefund });
      const reference = await world.paid();
      await world.refund(reference, '10.00');
      expect(await world.status(reference)).toBe('success');
      await world.refund(reference, '2.50');
      expect(await world.status(reference)).toBe(afterFullRefund);
    },
  );

  test('a cancel after a part gives the rest back, after the whole it is refused', async () => {
    const world = new World();
    const [part, whole] = [await world.paid(), await world.paid()];
    await world.refund(part, '4.00');
    expect((await world.cancel(part)).result['status']).toBe('closed');
    expect((await world.query(part)).result).toMatchObject({ voidAmount: '8.50' });
    expect((await world.line(part)).givenBack).toBe('12.50');
    await world.refund(whole, '12.50');
    expect((await world.cancel(whole)).ret_code).toBe('000040');
    expect((await world.line(whole)).givenBack).toBe('12.50');
  });

  test('the database itself refuses to give back more than was charged', async () => {
    const world = new World();
    const reference = await world.paid();
    await world.refund(reference, '12.00');
    const again = `INSERT INTO movements SELECT 'x' || movement_no, kind, transaction_no, code_id, ?, at, refund_no
      FROM movements WHERE kind = ?`;
    expect(() => world.sql.run(again, [51, 'give-back'])).toThrow(/never more back than charged/);
    expect(() => world.sql.run(again, [1250, 'charge'])).toThrow(/UNIQUE/);
    expect(world.sql.run(again, [50, 'give-back']).changes).toBe(1);
  });

  test('whatever is asked in whatever order', async () => {
    const refund = fc.record({
      cents: fc.integer({ min: 1, max: 900 }),
      id: fc.constantFrom('', 'a', 'b', 'c'),
    });
    const how = fc.record({
      refund: fc.constantFrom('gives-back' as const, 'slow' as const, 'says-so-only' as const),
      repeatedRefund: fc.constantFrom('same-answer' as const, 'refunds-again' as const, '000023' as const),
      afterFullRefund: fc.constantFrom('success' as const, 'closed' as const, 'refunded' as const),
    });
    await fc.assert(
      fc.asyncProperty(
        how,
        fc.array(refund, { maxLength: 8 }),
        fc.nat(9),
        async (settings, asks, cancelAt) => {
          const world = new World(settings);
          const reference = await world.paid();
          for (const [index, { cents, id }] of asks.entries()) {
            if (index === cancelAt) await world.cancel(reference);
            await world.refund(reference, (cents / 100).toFixed(2), id === '' ? {} : { refundReference: id });
          }
          await world.time.pass(60_000);
          const [line] = world.sim.book();
          expect(line?.keptMinor).toBeGreaterThanOrEqual(0);
          expect(line?.charges).toHaveLength(1);
          const ids = line?.giveBacks.flatMap((move) => move.refundReference ?? []) ?? [];
          if (settings.repeatedRefund !== 'refunds-again') expect(new Set(ids).size).toBe(ids.length);
        },
      ),
      { numRuns: 60 },
    );
  });
});
