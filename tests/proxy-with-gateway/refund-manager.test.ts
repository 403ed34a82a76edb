/** A manager's refund of a paid sale: named by its number, never more than was paid, one at a time, behind the PIN. */
import { afterEach, describe, expect, test } from 'vitest';
import { attemptOf, PIN, refundsOf, stateOf, type Told } from './hand-till.ts';
import { LOOPBACK, makeWorld, within, type World } from './world.ts';

const worlds: World[] = [];
afterEach(async () => {
  for (const world of worlds.splice(0)) await world.close();
});

/** A paid sale, and a PIN. */
async function setup(...options: Parameters<typeof makeWorld>) {
  const world = await makeWorld(...options);
  worlds.push(world);
  const till = await world.pair();
  await till.pin(undefined, PIN);
  const sale = till.sale();
  const reference = sale.reference();
  await sale.pay(reference, (await world.mint()).code);
  return { world, till, sale, reference };
}

const MINUTE = 60_000;
const refundCalls = (world: World) => world.calls.filter(({ call }) => call === 'refund');
const answerOf = (told: Told) => (told.code === null ? refundsOf(told) : told.code);

test('the whole sum goes back, and the answer says so; the sale stays paid', async () => {
  const { world, sale, reference } = await setup();
  const told = await within(world.time, 5_000, sale.refund(reference, 1, 1250));
  expect(refundsOf(told)).toEqual(['1 manager 1250 done']);
  expect(attemptOf(told)).toMatchObject({ state: { name: 'paid' }, wanted: 'keep', giveBack: 'none' });
  expect(refundCalls(world).map(({ fields }) => [fields['refundReference'], fields['refundAmount']])).toEqual(
    [[`${reference}-r1`, '12.50']],
  );
  expect((await world.charges()).givenBack).toBe('12.50');
});

test('parts add up, and the last cent is the last', async () => {
  const { world, sale, reference } = await setup();
  for (const [n, minor] of [
    [1, 500],
    [2, 700],
    [3, 50],
  ] as const) {
    await within(world.time, 5_000, sale.refund(reference, n, minor));
  }
  expect(refundsOf(await sale.look(reference))).toEqual([
    '1 manager 500 done',
    '2 manager 700 done',
    '3 manager 50 done',
  ]);
  expect(stateOf(await sale.refund(reference, 4, 1))).toBe('refund-too-much');
  expect((await world.charges()).kept).toBe('0.00');
});

describe('what is refused, and sends nothing', () => {
  test.each<[string, number, number, object]>([
    ['refund-too-much', 1, 1251, {}],
    ['refund-too-much', 1, 0, {}],
    ['mismatch', 2, 100, {}],
    ['malformed-request', 0, 100, {}],
    ['malformed-request', 1, 100, { reason: '  ' }],
    ['pin-wrong', 1, 100, { pin: '1357' }],
    ['malformed-request', 1, 100, { pin: '12' }],
    ['other-realm', 1, 100, { realm: '0123456789abcdef' }],
    ['mismatch', 1, 100, { amountMinor: 999 }],
    ['malformed-request', 1, 100, { sendBy: undefined }],
    ['not-now', 1, 100, { sendBy: 1 }],
  ])('%s: number %i over %i %j', async (code, n, minor, extra) => {
    const { world, sale, reference } = await setup();
    expect(stateOf(await sale.refund(reference, n, minor, extra))).toBe(code);
    expect(refundCalls(world)).toEqual([]);
    expect(refundsOf(await sale.look(reference))).toEqual([]);
  });

  test('no PIN was chosen yet', async () => {
    const world = await makeWorld();
    worlds.push(world);
    const sale = (await world.pair()).sale();
    const reference = sale.reference();
    await sale.pay(reference, (await world.mint()).code);
    expect(stateOf(await sale.refund(reference, 1, 100))).toBe('pin-not-set');
  });

  test('a sale that is not paid, or is being given back', async () => {
    const { world, till, sale, reference } = await setup();
    const other = till.sale();
    const declined = other.reference();
    await other.pay(declined, (await world.mint('no-funds')).code);
    expect(stateOf(await other.refund(declined, 1, 100))).toBe('not-now');
    await sale.settle('cash', [reference]);
    expect(stateOf(await sale.refund(reference, 1, 100))).toBe('not-now');
  });
});

describe('the same request again', () => {
  test('is the same refund, also twice at once', async () => {
    const { world, sale, reference } = await setup();
    const both = Promise.all([sale.refund(reference, 1, 400), sale.refund(reference, 1, 400)]);
    const told = await within(world.time, 5_000, both);
    expect(told.map(answerOf)).toEqual([['1 manager 400 done'], ['1 manager 400 done']]);
    expect(answerOf(await sale.refund(reference, 1, 400))).toEqual(['1 manager 400 done']);
    expect(refundCalls(world)).toHaveLength(1);
  });

  test('is answered also when it comes too late to be taken', async () => {
    const { world, sale, reference } = await setup();
    await within(world.time, 5_000, sale.refund(reference, 1, 400));
    expect(answerOf(await sale.refund(reference, 1, 400, { sendBy: 1 }))).toEqual(['1 manager 400 done']);
    expect(refundCalls(world)).toHaveLength(1);
  });

  test('with another sum is a mismatch', async () => {
    const { world, sale, reference } = await setup();
    await within(world.time, 5_000, sale.refund(reference, 1, 400));
    expect(stateOf(await sale.refund(reference, 1, 401))).toBe('mismatch');
    expect((await world.charges()).givenBack).toBe('4.00');
  });

  test('a second refund waits until the first has ended', async () => {
    const { world, sale, reference } = await setup({ sim: { refund: 'slow', refundSlowMs: 20_000 } });
    const first = await within(world.time, 5_000, sale.refund(reference, 1, 400));
    expect(answerOf(first)).toEqual(['1 manager 400 sent']);
    expect(stateOf(await sale.refund(reference, 2, 400))).toBe('not-now');
    await world.time.advance(30_000);
    await within(world.time, 30_000, sale.refund(reference, 2, 400));
    expect(refundsOf(await sale.look(reference))).toEqual(['1 manager 400 done', '2 manager 400 done']);
  });
});

describe('answers that are lost', () => {
  test('the question finds it', async () => {
    const { world, sale, reference } = await setup();
    world.cut({ how: 'answer-lost', call: 'refund' });
    const told = await within(world.time, 5_000, sale.refund(reference, 1, 400));
    expect(answerOf(told)).toEqual(['1 manager 400 sent']);
    await world.time.advance(30_000);
    expect(refundsOf(await sale.look(reference))).toEqual(['1 manager 400 done']);
    expect(refundCalls(world)).toHaveLength(1);
  });

  test('a part that never arrived leaves once more, but only when its first try cannot be on its way any more', async () => {
    const { world, sale, reference } = await setup();
    world.cut({ how: 'refused', call: 'refund' });
    await within(world.time, 5_000, sale.refund(reference, 1, 400));
    world.cut(null);
    await world.time.advance(90_000);
    expect(refundCalls(world)).toHaveLength(0);
    await world.time.advance(60_000);
    expect(refundsOf(await sale.look(reference))).toEqual(['1 manager 400 done']);
    expect((await world.charges()).givenBack).toBe('4.00');
  });

  test.each(['same-answer', 'refunds-again'] as const)(
    'a part that arrives a minute and a half late is not given twice (a repeated id: %s)',
    async (repeatedRefund) => {
      const { world, sale, reference } = await setup({ sim: { repeatedRefund } });
      world.delay('refund', 95_000);
      await within(world.time, 10 * MINUTE, sale.refund(reference, 1, 400));
      expect(refundsOf(await sale.look(reference))).toEqual(['1 manager 400 done']);
      expect((await world.charges()).givenBack).toBe('4.00');
    },
  );

  test('written, and the proxy dies before it leaves: the next start sends it once', async () => {
    const { world, sale, reference } = await setup();
    // The request is answered at the first turn of the loop; the call leaves in a later one.
    const asking = sale.refund(reference, 1, 400);
    await Promise.resolve();
    await world.restart();
    await asking;
    await world.time.advance(30_000);
    const refunds = refundsOf(await sale.look(reference));
    expect([[], ['1 manager 400 done']]).toContainEqual(refunds);
    expect(refundCalls(world)).toHaveLength(refunds.length);
  });

  test('sent, and the proxy dies before the answer: the next start asks', async () => {
    const { world, sale, reference } = await setup();
    world.cut({ how: 'answer-lost', call: 'refund' });
    const asking = sale.refund(reference, 1, 400);
    await world.time.advance(1_000);
    world.cut(null);
    await world.restart();
    await asking;
    await world.time.advance(10_000);
    expect(refundsOf(await sale.look(reference))).toEqual(['1 manager 400 done']);
    expect(refundCalls(world)).toHaveLength(1);
  });
});

test('a refund the gateway refuses frees its sum for another one', async () => {
  const { world, sale, reference } = await setup();
  await world.sim('POST', '/faults', { kind: 'refund-refused', call: 'refund' });
  await within(world.time, 10_000, sale.refund(reference, 1, 1000));
  expect(refundsOf(await sale.look(reference))).toEqual(['1 manager 1000 refused']);
  await within(world.time, 10_000, sale.refund(reference, 2, 1250));
  expect((await world.charges()).givenBack).toBe('12.50');
});

test('a refund nobody can prove is on the list, keeps its sum, and blocks no other', async () => {
  const { world, till, sale, reference } = await setup({ sim: { refund: 'says-so-only' } });
  await within(world.time, 11 * MINUTE, sale.refund(reference, 1, 1000));
  expect(refundsOf(await sale.look(reference))).toEqual(['1 manager 1000 listed']);
  expect((await till.list()).attempts).toHaveLength(1);
  expect(stateOf(await sale.refund(reference, 2, 251))).toBe('refund-too-much');
});

test.each(['payment-shape', 'refund-fields'] as const)(
  'the refund’s own webhook (%s) is not read as a payment',
  async (refundWebhook) => {
    const { world, till, sale, reference } = await setup({
      shop: { webhookOrigin: LOOPBACK },
      sim: { refundWebhook },
    });
    await within(world.time, 60_000, sale.refund(reference, 1, 400));
    await within(world.time, 60_000, sale.refund(reference, 2, 850));
    expect(attemptOf(await sale.look(reference))).toMatchObject({
      state: { name: 'paid' },
      giveBack: 'none',
    });
    expect(await till.list()).toMatchObject({ attempts: [], strays: [] });
  },
);

test('cash is taken for a sale that was refunded in part: the rest goes back, no more', async () => {
  const { world, sale, reference } = await setup();
  await within(world.time, 5_000, sale.refund(reference, 1, 400));
  await sale.settle('cash', [reference]);
  await world.time.advance(MINUTE);
  expect(attemptOf(await sale.look(reference)).giveBack).toBe('done');
  expect(await world.charges()).toEqual({ charges: 1, kept: '0.00', givenBack: '12.50' });
});

test('a refund nobody can prove is no proof that everything went back', async () => {
  const { world, sale, reference } = await setup({
    sim: { refund: 'says-so-only', cancelPaid: 'refused' },
  });
  await within(world.time, 11 * MINUTE, sale.refund(reference, 1, 1250));
  await sale.settle('cash', [reference]);
  await world.time.advance(2 * MINUTE);
  expect(attemptOf(await sale.look(reference)).giveBack).toBe('listed');
  expect((await world.charges()).kept).toBe('12.50');
});
