/** Faults: one-shot for a call or a reference, and drawn from a seed. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dieOf } from '../../../src/gateway-sim/faults.ts';
import { settled, World, type Reply } from './world.ts';

async function ready(): Promise<{ world: World; reference: string; code: string }> {
  const world = new World();
  return { world, reference: await world.order(), code: (await world.code()).code };
}

describe('before anything is done', () => {
  test.each([
    ['refuse', { status: 503, text: '' }],
    ['ret-code', { status: 200, ret_code: '000080' }],
  ])('%s: the order is as it was, and the next pay works', async (kind, answer) => {
    const { world, reference, code } = await ready();
    await world.fault({ kind, call: 'pay', retCode: '000080' });
    expect(await world.pay(reference, code)).toMatchObject(answer);
    expect((await world.line(reference)).charges).toBe(0);
    expect((await world.pay(reference, code)).result['transactionStatus']).toBe('success');
  });

  test('garbage: a page of HTML with 200', async () => {
    const { world, reference, code } = await ready();
    await world.fault({ kind: 'garbage' });
    const reply = await world.pay(reference, code);
    expect([reply.status, reply.text.startsWith('<!doctype html>')]).toEqual([200, true]);
    expect((await world.line(reference)).charges).toBe(0);
  });

  test('slow: done when the time has passed, not before', async () => {
    const { world, reference, code } = await ready();
    await world.fault({ kind: 'slow', ms: 4_000 });
    const paying = world.pay(reference, code);
    await world.time.pass(3_999);
    expect((await world.line(reference)).charges).toBe(0);
    await world.time.pass(1);
    expect((await paying).result['transactionStatus']).toBe('success');
  });

  test('hang: no answer until it is given up, nothing done', async () => {
    const { world, reference, code } = await ready();
    await world.fault({ kind: 'hang' });
    let reply: Reply | null = null;
    const paying = world.pay(reference, code).then((one) => (reply = one));
    await world.time.pass(119_999);
    expect(reply).toBe(null);
    await world.time.pass(1);
    expect((await paying).status).toBe(504);
    expect((await world.line(reference)).charges).toBe(0);
  });

  test('hang: a caller who leaves takes timer and listener along', async () => {
    const { world, reference } = await ready();
    await world.fault({ kind: 'hang', call: 'tran-query' });
    const before = world.time.count;
    const leaving = new AbortController();
    const asking = world.call('/app-data-search/v3/tran-query', { reference }, false, leaving.signal);
    await settled();
    expect(world.time.count).toBe(before + 1);
    leaving.abort();
    await asking.catch(() => undefined);
    await settled();
    expect(world.time.count).toBe(before);
  });
});

describe('after all is done and written', () => {
  test('error-after: 500, and the charge stands', async () => {
    const { world, reference, code } = await ready();
    await world.fault({ kind: 'error-after', call: 'pay' });
    expect((await world.pay(reference, code)).status).toBe(500);
    expect(await world.line(reference)).toMatchObject({ charges: 1, status: 'success' });
  });

  test('lost: no answer comes, and the charge stands', async () => {
    const { world, reference, code } = await ready();
    await world.fault({ kind: 'lost', call: 'pay' });
    const paying = world.pay(reference, code);
    await settled();
    expect((await world.query(reference)).result['status']).toBe('success');
    await world.time.pass(120_000);
    expect((await paying).status).toBe(504);
    expect((await world.line(reference)).charges).toBe(1);
  });

  test('lost add: the order exists, and a second add is a duplicate', async () => {
    const world = new World();
    await world.fault({ kind: 'lost', call: 'add' });
    const adding = world.add({ reference: 'lost-1' });
    await settled();
    expect((await world.query('lost-1')).result['status']).toBe('init');
    expect((await world.add({ reference: 'lost-1' })).ret_code).toBe('000023');
    await world.time.pass(120_000);
    await adding;
  });
});

describe('which call is struck', () => {
  test('only the named one, by reference or by its transactionNo, and only once', async () => {
    const { world, reference } = await ready();
    const transactionNo = (await world.line(reference)).transactionNo;
    await world.fault({ kind: 'refuse', call: 'tran-query', reference });
    const other = await world.order();
    expect((await world.query(other)).status).toBe(200);
    expect((await world.call('/app-data-search/v3/tran-query', { transactionNo })).status).toBe(503);
    expect((await world.query(reference)).status).toBe(200);
  });

  test('as many times as asked, prepay being a pay', async () => {
    const { world, reference, code } = await ready();
    await world.fault({ kind: 'refuse', call: 'pay', times: 2 });
    const prepay = (): Promise<Reply> =>
      world.call('/app-instore/v3/prepay', { reference, paymentBarcode: code });
    expect([
      (await prepay()).status,
      (await world.pay(reference, code)).status,
      (await prepay()).status,
    ]).toEqual([503, 503, 200]);
  });

  test('none any more once they are cleared', async () => {
    const { world, reference } = await ready();
    await world.fault({ kind: 'refuse' });
    await world.fault({ seed: 1, chances: { refuse: 1 } });
    expect((await world.admin<{ faults: unknown[] }>('GET', '/faults')).body.faults).toHaveLength(1);
    expect((await world.admin('DELETE', '/faults')).status).toBe(204);
    expect((await world.query(reference)).status).toBe(200);
  });

  test.each([
    [{ kind: 'earthquake' }, /kind must be/],
    [{ kind: 'hang', call: 'withdraw' }, /call must be/],
    [{ kind: 'hang', times: 0 }, /times must be/],
    [{ kind: 'hang', reference: 7 }, /reference must be/],
    [{ seed: 'x', chances: {} }, /seed must be/],
    [{ seed: 1, chances: { hang: 2 } }, /chances.hang must be/],
    [{ seed: 1, chances: { quake: 0.1 } }, /chances.quake must be/],
  ])('%j is answered with a sentence', async (body, sentence) => {
    const answer = await new World().admin<{ error: string }>('POST', '/faults', body);
    expect([answer.status, answer.body.error]).toEqual([400, expect.stringMatching(sentence)]);
  });
});

describe('by seed', () => {
  async function struck(seed: number): Promise<number[]> {
    const world = new World();
    const reference = await world.order();
    await world.fault({ seed, chances: { refuse: 0.3, 'error-after': 0.2 } });
    const statuses: number[] = [];
    for (let turn = 0; turn < 100; turn += 1) statuses.push((await world.query(reference)).status);
    return statuses;
  }

  test('the same seed strikes the same calls, another seed others', async () => {
    const [first, again, other] = [await struck(7), await struck(7), await struck(8)];
    expect(again).toEqual(first);
    expect(other).not.toEqual(first);
    expect(new Set(first)).toEqual(new Set([200, 500, 503]));
  });

  test('the dice are fair enough', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const throws = Array.from({ length: 1000 }, (_one, index) => dieOf(seed, index));
        const mean = throws.reduce((sum, one) => sum + one, 0) / throws.length;
        expect(throws.every((one) => one >= 0 && one < 1)).toBe(true);
        expect(Math.abs(mean - 0.5)).toBeLessThan(0.06);
      }),
      { numRuns: 100 },
    );
  });
});
