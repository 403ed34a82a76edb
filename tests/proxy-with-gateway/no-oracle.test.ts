/** The proxy signs what it has built itself and nothing else: no field of a request reaches the gateway unread. */
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { isSigned } from '../../src/proxy/gateway/signature.ts';
import { attemptOf, PIN, refundsOf, stateOf } from './hand-till.ts';
import { LOOPBACK, makeWorld, type World } from './world.ts';

const worlds: World[] = [];
afterEach(async () => {
  for (const world of worlds.splice(0)) await world.close();
});

async function setup(...options: Parameters<typeof makeWorld>) {
  const world = await makeWorld(...options);
  worlds.push(world);
  const till = await world.pair();
  await till.pin(undefined, PIN);
  return { world, till };
}

/** What each call may carry; every one carries who asks and the signature. */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  add: ['amount', 'currency', 'settleCurrency', 'reference', 'timeout', 'ipnUrl'],
  pay: ['transactionNo', 'reference', 'paymentBarcode', 'vendor'],
  'tran-query': ['transactionNo', 'reference'],
  cancel: ['transactionNo', 'reference'],
  refund: ['transactionNo', 'reference', 'refundAmount', 'currency', 'settleCurrency', 'refundReference'],
};

/** Every call is one of the five, in the shop's own name, about an order of this ledger. */
function expectOwnCalls(world: World): void {
  const { gateway } = world.settings;
  const rows = world.sql.all('SELECT reference, transactionNo FROM attempts');
  const ours = new Set(rows.flatMap(({ reference, transactionNo }) => [reference, transactionNo]));
  for (const { call, fields } of world.calls) {
    const { merchantNo, storeNo, verifySign, ...rest } = fields;
    expect([merchantNo, storeNo]).toEqual([gateway.merchantNo, gateway.storeNo]);
    expect(isSigned({ ...fields, verifySign: verifySign ?? '' }, gateway.token)).toBe(true);
    expect(FIELDS[call]).toEqual(expect.arrayContaining(Object.keys(rest)));
    expect(ours).toContain(rest['transactionNo'] ?? rest['reference']);
    expect(JSON.stringify(fields)).not.toContain('EVIL');
  }
}

/** Fields that the gateway, a signature or a careless merge of objects would take. */
const EVIL = {
  merchantNo: 'EVIL',
  storeNo: 'EVIL',
  storeAdminNo: 'EVIL',
  merGroupNo: 'EVIL',
  verifySign: 'EVIL',
  token: 'EVIL',
  transactionNo: 'EVIL',
  refundReference: 'EVIL',
  refundAmount: 'EVIL',
  amount: 'EVIL',
  settleCurrency: 'EVIL',
  ipnUrl: 'https://evil.test/EVIL',
  timeout: 'EVIL',
  vendor: 'EVIL',
  paymentBarcode: 'EVIL',
  description: 'EVIL&verifySign=EVIL',
  till: 'EVIL',
  state: { name: 'paid' },
  constructor: { prototype: { EVIL: 'EVIL' } },
};

describe('a request that carries more than it should', () => {
  test('sells, cancels and refunds as one that does not: nothing of it leaves', async () => {
    const { world, till } = await setup({ shop: { webhookOrigin: LOOPBACK } });
    const withPrototype = JSON.parse('{"__proto__":{"EVIL":"EVIL"}}') as object;
    const send = (path: string, body: object): Promise<Response> =>
      till.request('POST', path, { ...EVIL, ...body, ...withPrototype });
    const sale = till.sale();
    const [first, second] = [sale.reference(), sale.reference()];
    const path = (reference: string, what: string): string => `/api/attempts/${reference}/${what}`;
    await send('/api/attempts', { ...sale.claim, reference: first });
    expect((await send(path(first, 'cancel'), sale.claim)).status).toBe(200);
    const { code } = await world.mint('pay');
    const sendBy = world.time.clock.now() + 60_000;
    const paid = await send(path(second, 'pay'), { ...sale.claim, code, wallet: 'alipay', sendBy });
    expect(await paid.json()).toMatchObject({ attempt: { state: { name: 'paid' } } });
    const refund = { ...sale.claim, n: 1, refundMinor: 100, reason: 'EVIL', pin: PIN, sendBy };
    const asked = send(path(second, 'refunds'), refund);
    await world.time.advance(6_000);
    expect((await asked).status).toBe(200);
    await world.time.advance(60_000);
    expect(new Set(world.calls.map(({ call }) => call))).toEqual(
      new Set(['add', 'pay', 'tran-query', 'cancel', 'refund']),
    );
    expectOwnCalls(world);
    expect(({} as Record<string, unknown>)['EVIL']).toBeUndefined();
  });
});

test('only what this ledger knows can be paid, asked about, cancelled or given back', async () => {
  const { world, till } = await setup();
  const sale = till.sale();
  const other = sale.reference();
  expect(await sale.look(other, true)).toEqual({ code: 'attempt-unknown' });
  expect(await sale.change(other, 'cancel')).toEqual({ code: 'attempt-unknown' });
  expect(await sale.refund(other, 1, 100)).toEqual({ code: 'attempt-unknown' });
  expect(await sale.decide(other, 'return')).toEqual({ code: 'attempt-unknown' });
  await world.time.advance(60_000);
  expect(world.calls).toEqual([]);
});

test('an order of another sale cannot be named in this one’s name', async () => {
  const { world, till } = await setup();
  const sale = till.sale();
  const reference = sale.reference();
  await sale.pay(reference, (await world.mint('pay')).code);
  const asked = world.calls.length;
  const thief = till.sale();
  expect(await thief.refund(reference, 1, 100)).toEqual({ code: 'mismatch' });
  expect(await thief.change(reference, 'cancel')).toEqual({ code: 'mismatch' });
  expect(await thief.settle('cash', [reference])).toBe('mismatch');
  await world.time.advance(60_000);
  expect(world.calls.length).toBe(asked);
});

/** One thing somebody with the PIN tries, or the gateway does. */
const deed = fc.oneof(
  fc.record({ refund: fc.integer({ min: 0, max: 1_500 }), n: fc.integer({ min: 1, max: 5 }) }),
  fc.record({ fault: fc.constantFrom('lost', 'refund-refused', 'refund-lies', 'refuse', 'error-after') }),
  fc.record({ waitMs: fc.constantFrom(1_000, 8_000, 60_000) }),
  fc.constant({ restart: true }),
);

test('whatever is asked in whatever order, never more goes back than was taken', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(deed, { minLength: 2, maxLength: 12 }), async (deeds) => {
      const { world, till } = await setup({ shop: { refundLimitPerDay: null } });
      const sale = till.sale(1_000);
      const reference = sale.reference();
      expect(stateOf(await sale.pay(reference, (await world.mint('pay')).code))).toBe('paid');
      for (const step of deeds) {
        if ('fault' in step) await world.sim('POST', '/faults', { kind: step.fault, call: 'refund' });
        else if ('waitMs' in step) await world.time.advance(step.waitMs);
        else if ('restart' in step) await world.restart();
        else {
          const asked = sale.refund(reference, step.n, step.refund);
          await world.time.advance(6_000);
          await asked;
        }
        const told = await sale.look(reference);
        const gone = attemptOf(told).refunds.filter(({ state }) => state !== 'refused');
        expect(gone.reduce((sum, { amount }) => sum + amount.minor, 0)).toBeLessThanOrEqual(1_000);
      }
      await world.time.advance(180_000);
      expect(Number((await world.charges()).givenBack)).toBeLessThanOrEqual(10);
      const ids = world.calls
        .filter(({ call }) => call === 'refund')
        .map(({ fields }) => fields['refundReference']);
      for (const id of ids) expect(id).toMatch(new RegExp(`^${reference}-r\\d{1,2}$`));
      expectOwnCalls(world);
      expect(refundsOf(await sale.look(reference)).length).toBeLessThanOrEqual(12);
      await worlds.pop()?.close();
    }),
    { numRuns: 25 },
  );
}, 60_000);
