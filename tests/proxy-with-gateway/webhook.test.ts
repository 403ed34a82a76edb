/** Webhooks: believed when signed and equal, a reason to ask otherwise, acknowledged only once written down. */
import { afterEach, expect, test } from 'vitest';
import { MAX_WEBHOOK_BYTES } from '../../src/proxy/body-limit.ts';
import { sign } from '../../src/proxy/gateway/signature.ts';
import { MOST_STRAYS } from '../../src/proxy/routes/webhook.ts';
import { attemptOf, PIN, stateOf } from './hand-till.ts';
import { LOOPBACK, makeWorld, ORIGIN, type World } from './world.ts';

const worlds: World[] = [];
afterEach(async () => {
  for (const world of worlds.splice(0)) await world.close();
});

/** A sale that waits for the customer, and the fields of a webhook about it. */
async function setup(...options: Parameters<typeof makeWorld>) {
  const world = await makeWorld(...options);
  worlds.push(world);
  const till = await world.pair();
  const sale = till.sale();
  const reference = sale.reference();
  const { id, code } = await world.mint('confirm');
  const { transactionNo } = attemptOf(await sale.pay(reference, code));
  const fields: Record<string, string> = {
    amount: '12.50',
    currency: 'USD',
    reference,
    settleCurrency: 'USD',
    status: 'success',
    time: '20261012173000',
    transactionNo: transactionNo ?? '',
  };
  return { world, till, sale, reference, id, fields };
}

async function deliver(
  world: World,
  fields: Record<string, string>,
  { token = world.settings.gateway.token, path = '/webhooks/pockyt', json = false } = {},
): Promise<Response> {
  const signed = { ...fields, verifySign: sign(fields, token) };
  return world.proxy().app.request(ORIGIN + path, {
    method: 'POST',
    headers: { 'content-type': json ? 'application/json' : 'application/x-www-form-urlencoded' },
    body: json ? JSON.stringify(signed) : new URLSearchParams(signed).toString(),
  });
}

test.each([false, true])(
  'a signed success is taken and acknowledged with exactly "success" (JSON: %s)',
  async (json) => {
    const { world, sale, reference, fields } = await setup();
    const answer = await deliver(world, { ...fields, note: '', vendorId: 'w-1' }, { json });
    expect([answer.status, await answer.text()]).toEqual([200, 'success']);
    expect(stateOf(await sale.look(reference))).toBe('paid');
  },
);

test('a forged webhook is refused and changes nothing', async () => {
  const { world, sale, reference, fields } = await setup();
  const asked = world.calls.length;
  expect((await deliver(world, fields, { token: 'guess' })).status).toBe(403);
  await world.time.settle();
  expect(stateOf(await sale.look(reference))).toBe('waiting');
  expect(world.calls.length).toBe(asked);
});

test.each([
  ['another sum', { amount: '0.01' }],
  ['another currency', { currency: 'CNY' }],
  ['another transaction', { transactionNo: '111111111111111111' }],
  ['a refund', { transactionType: 'refund' }],
  ['an unknown status', { status: 'refunded' }],
])('%s in a signed webhook moves nothing: the gateway is asked', async (_name, change) => {
  const { world, sale, reference, fields } = await setup();
  const asked = world.calls.length;
  expect((await deliver(world, { ...fields, ...change })).status).toBe(200);
  await world.time.settle();
  expect(stateOf(await sale.look(reference))).toBe('waiting');
  expect(world.calls.slice(asked).map((call) => call.call)).toEqual(['tran-query']);
});

test('a second webhook for a paid sale changes nothing, and asks at most once in three seconds', async () => {
  const { world, sale, reference, fields } = await setup();
  await deliver(world, fields);
  const asked = world.calls.length;
  for (let count = 0; count < 5; count += 1) await deliver(world, fields);
  await world.time.settle();
  expect(world.calls.length - asked).toBeLessThanOrEqual(2);
  expect(attemptOf(await sale.look(reference))).toMatchObject({ state: { name: 'paid' }, giveBack: 'none' });
});

test('a replayed success on a cancelled attempt is asked about, not believed', async () => {
  const { world, sale, reference, fields } = await setup();
  await sale.change(reference, 'cancel');
  await world.time.advance(20_000);
  expect(stateOf(await sale.look(reference))).toBe('closed(cancelled)');
  await deliver(world, fields);
  await world.time.advance(5_000);
  expect(attemptOf(await sale.look(reference))).toMatchObject({ giveBack: 'none', wanted: 'return' });
});

test('a signed "failed" does not end a charge that is known: it goes back, or nobody says so', async () => {
  const { world, sale, reference, id, fields } = await setup();
  await world.set({ cancelUnpaid: 'refused', cancelPaid: 'refused' });
  await sale.change(reference, 'cancel');
  await world.time.advance(16_000);
  await world.sim('POST', `/wallets/codes/${id}/confirm`);
  await world.time.advance(4_000);
  expect(attemptOf(await sale.look(reference)).state).toMatchObject({ name: 'cancelling', charged: true });
  await deliver(world, { ...fields, status: 'failed' });
  expect(stateOf(await sale.look(reference))).not.toBe('returned');
  await world.time.advance(120_000);
  expect((await world.charges()).kept).toBe('0.00');
});

test('a signed success nobody here asked for is a stray: stored once, acknowledged', async () => {
  const { world, fields } = await setup();
  const stray = { ...fields, reference: 'somebodyelse', transactionNo: '222222222222222222' };
  expect(await (await deliver(world, stray)).text()).toBe('success');
  await deliver(world, stray);
  expect(world.sql.all('SELECT reference, status, amount FROM strays')).toEqual([
    { reference: 'somebodyelse', status: 'success', amount: '12.50' },
  ]);
});

test('a stray stands on the list until a manager has seen to it; the same word again changes nothing', async () => {
  const { world, till, fields } = await setup();
  await till.pin(undefined, PIN);
  const transactionNo = '222222222222222222';
  await deliver(world, { ...fields, reference: 'somebodyelse', transactionNo });
  await deliver(world, { ...fields, reference: 'another', transactionNo: '3', status: 'closed' });
  expect((await till.list()).strays).toMatchObject([{ transactionNo, amount: '12.50', currency: 'USD' }]);
  const close = async (number: string, pin = PIN): Promise<number> =>
    (await till.request('POST', `/api/strays/${number}/close`, { reason: 'refunded by hand', pin })).status;
  expect(await close(transactionNo, '0000')).toBe(403);
  expect(await close('4')).toBe(404);
  expect([await close(transactionNo), await close(transactionNo)]).toEqual([200, 200]);
  await deliver(world, { ...fields, reference: 'somebodyelse', transactionNo });
  expect((await till.list()).strays).toEqual([]);
});

test('the address carries the shop; another shop’s is not found', async () => {
  const { world, fields } = await setup();
  const own = await deliver(world, fields, { path: `/webhooks/pockyt/${world.settings.realm}` });
  expect(own.status).toBe(200);
  expect((await deliver(world, fields, { path: '/webhooks/pockyt/0123456789abcdef' })).status).toBe(404);
});

test('add names the webhook address only where the gateway can reach one', async () => {
  const { world } = await setup();
  expect(world.calls[0]?.fields).not.toHaveProperty('ipnUrl');
  const { world: reachable } = await setup({ shop: { webhookOrigin: LOOPBACK } });
  expect(reachable.calls[0]?.fields['ipnUrl']).toBe(
    `${LOOPBACK}/webhooks/pockyt/${reachable.settings.realm}`,
  );
});

test('a sale that is over, and was told of once more, is asked about once and not at every start', async () => {
  const { world, sale, reference, id } = await setup({ shop: { webhookOrigin: LOOPBACK } });
  await world.sim('POST', `/wallets/codes/${id}/confirm`);
  await world.time.advance(3_100);
  expect(stateOf(await sale.look(reference))).toBe('paid');
  await deliver(world, await lastWebhook(world));
  await world.time.advance(10_000);
  const asked = world.calls.length;
  await world.restart();
  await world.time.advance(10_000);
  expect(world.calls.slice(asked)).toEqual([]);
});

test('the same message again is acknowledged and changes nothing at all', async () => {
  const { world, till, fields } = await setup();
  await deliver(world, fields);
  await world.time.settle();
  const before = world.sql.all('SELECT * FROM attempts');
  const asked = world.calls.length;
  for (let count = 0; count < 5; count += 1) {
    if (count === 3) await world.restart();
    const again = await deliver(world, fields, { json: count % 2 === 0 });
    expect([again.status, await again.text()]).toEqual([200, 'success']);
  }
  await world.time.settle();
  expect(world.sql.all('SELECT * FROM attempts')).toEqual(before);
  expect(world.calls.length).toBe(asked);
  expect((await till.list()).strays).toEqual([]);
});

test('messages in any order end in the same state', async () => {
  const { world, sale, reference, id, fields } = await setup();
  await world.sim('POST', `/wallets/codes/${id}/confirm`);
  await deliver(world, { ...fields, time: '20261012173002' });
  await deliver(world, { ...fields, status: 'pending', time: '20261012173001' });
  await deliver(world, { ...fields, status: 'init', time: '20261012173000' });
  await world.time.advance(5_000);
  expect(stateOf(await sale.look(reference))).toBe('paid');
});

test('a signed message that was cut anew is not believed', async () => {
  const { world, sale, reference, fields } = await setup();
  const genuine: Record<string, string> = { ...fields, note: 'x', status: 'closed' };
  const verifySign = sign(genuine, world.settings.gateway.token);
  // The same text to sign, with two fields melted into one: read as a message without currency and reference.
  const { currency = '', reference: name = '', ...rest } = genuine;
  const melted = { ...rest, amount: `12.50&currency=${currency}`, note: `x&reference=${name}`, verifySign };
  const answer = await world.proxy().app.request(`${ORIGIN}/webhooks/pockyt`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(melted),
  });
  expect(answer.status).toBe(400);
  expect(stateOf(await sale.look(reference))).toBe('waiting');
  expect(world.sql.all('SELECT * FROM strays')).toEqual([]);
});

test.each([
  [MAX_WEBHOOK_BYTES, 403],
  [MAX_WEBHOOK_BYTES + 1, 413],
])('a message of %i bytes is answered %i', async (bytes, status) => {
  const { world } = await setup();
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const send = async (body: BodyInit, more: object = {}): Promise<number> => {
    const init: RequestInit = { method: 'POST', headers: { ...headers, ...more }, body };
    if (body instanceof ReadableStream) Object.assign(init, { duplex: 'half' });
    return (await world.proxy().app.request(`${ORIGIN}/webhooks/pockyt`, init)).status;
  };
  const body = `a=${'x'.repeat(bytes - 2)}`;
  expect(await send(body, { 'content-length': String(bytes) })).toBe(status);
  expect(await send(body)).toBe(status);
  expect(await send(new Blob([body.slice(0, 100), body.slice(100)]).stream())).toBe(status);
});

test('what came is counted, for the managers’ status', async () => {
  const { world, fields } = await setup();
  const post = (body: string, type: string) =>
    world.proxy().app.request(`${ORIGIN}/webhooks/pockyt`, {
      method: 'POST',
      headers: { 'content-type': type },
      body,
    });
  await deliver(world, fields);
  await deliver(world, fields);
  await deliver(world, fields, { token: 'guess' });
  await post('{', 'application/json');
  expect(world.proxy().webhooks).toMatchObject({
    accepted: 2,
    repeated: 1,
    badSignature: 1,
    malformed: 1,
    lastAt: world.time.clock.now(),
  });
});

test('strays are kept up to a number: the oldest nobody must see to goes, and what must be seen is never dropped', async () => {
  const { world, fields } = await setup();
  const insert = (n: number, status: string): void => {
    const values = [String(n), status, n];
    world.sql.run('INSERT INTO strays (transactionNo, status, receivedAt) VALUES (?, ?, ?)', values);
  };
  for (let n = 0; n < MOST_STRAYS; n += 1) insert(n, n === 7 ? 'closed' : 'success');
  const stray = (n: number) => ({ ...fields, reference: 'somebodyelse', transactionNo: String(n) });
  const count = (): unknown => world.sql.all('SELECT count(*) AS n FROM strays')[0]?.['n'];
  expect((await deliver(world, stray(10_001))).status).toBe(200);
  expect(count()).toBe(MOST_STRAYS);
  expect(world.sql.all("SELECT 1 FROM strays WHERE status = 'closed'")).toEqual([]);
  expect((await deliver(world, stray(10_002))).status).toBe(429);
  expect(count()).toBe(MOST_STRAYS);
});

/** The fields of the webhook the gateway has sent. */
async function lastWebhook(world: World): Promise<Record<string, string>> {
  const { webhooks } = (await world.sim('GET', '/webhooks')) as { webhooks: { body: string }[] };
  return Object.fromEntries(new URLSearchParams(webhooks[0]?.body));
}
