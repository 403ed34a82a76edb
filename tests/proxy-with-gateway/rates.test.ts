/** Who asks too often waits: a stranger soon, a till only where something is broken; nobody else waits with them. */
import { afterEach, describe, expect, test } from 'vitest';
import { SHOP_PATH } from '../../src/contract/shop-api.ts';
import { RATES } from '../../src/proxy/auth/rate-limits.ts';
import { sign } from '../../src/proxy/gateway/signature.ts';
import { makeWorld, ORIGIN, type Overrides, type World } from './world.ts';

const worlds: World[] = [];
afterEach(async () => {
  for (const world of worlds.splice(0)) await world.close();
});

/** A shop that knows addresses: here a header says them, as the server's own peer does. */
async function setup(proxy: Overrides['proxy'] = {}) {
  const addressOf = (request: Request): string | null => request.headers.get('test-address');
  const world = await makeWorld({ proxy: { addressOf, ...proxy } });
  worlds.push(world);
  const till = await world.pair();
  const ask = (path: string, init: RequestInit = {}, address = '192.0.2.1'): Promise<Response> =>
    Promise.resolve(
      world.proxy().app.request(ORIGIN + path, {
        ...init,
        headers: { ...(init.headers as Record<string, string>), 'test-address': address },
      }),
    );
  /** Asks until it is told to wait; the answers before that. */
  const exhaust = async (path: string, init: RequestInit = {}): Promise<number[]> => {
    const statuses: number[] = [];
    for (let count = 0; count < 400; count += 1) {
      const { status } = await ask(path, init);
      if (status === 429) break;
      statuses.push(status);
    }
    return statuses;
  };
  return { world, till, ask, exhaust };
}

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const pairing = (code: string): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ code }),
});

describe('a stranger', () => {
  test.each<[string, string, RequestInit, number, number]>([
    ['without a cookie', '/api/shop', {}, 401, RATES.stranger.burst],
    ['that asks whether it is paired', SHOP_PATH, {}, 200, RATES.stranger.burst],
    ['with a wrong cookie', '/api/shop', { headers: { cookie: 'pling_till=x' } }, 401, RATES.stranger.burst],
    [
      'with forged webhooks',
      '/webhooks/pockyt',
      { method: 'POST', headers: FORM, body: 'a=1' },
      403,
      RATES.stranger.burst,
    ],
    [
      'with webhooks that are none',
      '/webhooks/pockyt',
      { method: 'POST', headers: FORM, body: '=' },
      400,
      RATES.stranger.burst,
    ],
    ['with receipts', '/r/nothing', {}, 404, RATES.receipt.burst],
  ])('%s waits after a while', async (_name, path, init, status, burst) => {
    const { exhaust } = await setup();
    const statuses = await exhaust(path, init);
    expect(new Set(statuses)).toEqual(new Set([status]));
    expect(statuses.length).toBeLessThanOrEqual(burst);
    expect(statuses.length).toBeGreaterThan(burst - 3);
  });

  test('is told when to come again, and may then', async () => {
    const { world, ask, exhaust } = await setup();
    await exhaust('/api/shop');
    const refused = await ask('/api/shop');
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toBe('1');
    await world.time.advance(1_000);
    expect((await ask('/api/shop')).status).toBe(401);
  });

  test('makes nobody else wait: not another address, not a till, not the gateway, not a customer', async () => {
    const { till, ask, exhaust } = await setup();
    await exhaust('/api/shop');
    expect((await ask('/api/shop', {}, '192.0.2.2')).status).toBe(401);
    expect((await ask('/api/shop', { headers: { cookie: till.cookie } })).status).toBe(200);
    expect((await ask('/r/nothing')).status).toBe(404);
    expect((await ask('/healthz')).status).toBe(200);
  });

  test('cannot have the shop’s own webhooks refused', async () => {
    const { world, exhaust, ask } = await setup();
    await exhaust('/webhooks/pockyt', { method: 'POST', headers: FORM, body: 'a=1' });
    const fields = { reference: 'nobody', status: 'closed', transactionNo: '1' };
    const signed = { ...fields, verifySign: sign(fields, world.settings.gateway.token) };
    const body = new URLSearchParams(signed).toString();
    expect((await ask('/webhooks/pockyt', { method: 'POST', headers: FORM, body })).status).toBe(200);
  });
});

describe('who guesses pairing codes', () => {
  test('is let try a few, and cannot keep anybody else out', async () => {
    const { world, ask, exhaust } = await setup();
    expect(await exhaust('/api/pair', pairing('AAAAAAAA'))).toEqual([403, 403, 403, 403]);
    const right = world.proxy().makePairingCode();
    const refused = await ask('/api/pair', pairing(right));
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '15']);
    expect((await ask('/api/pair', pairing(right), '192.0.2.2')).status).toBe(200);
  });

  test('who types right ones pairs a whole shop’s tablets at once', async () => {
    const { world, ask } = await setup();
    for (let count = 0; count < 30; count += 1)
      expect((await ask('/api/pair', pairing(world.proxy().makePairingCode()))).status).toBe(200);
  });
});

describe('a till', () => {
  test('that has gone wild waits, and goes on after a second; the other till sells', async () => {
    const { world, till } = await setup({ rates: { till: { perSecond: 5, burst: 20 } } });
    const other = await world.pair();
    const statuses: number[] = [];
    for (let count = 0; count < 25; count += 1)
      statuses.push((await till.request('GET', '/api/shop')).status);
    expect(statuses.slice(0, 20).every((status) => status === 200)).toBe(true);
    expect(statuses.at(-1)).toBe(429);
    expect((await other.request('GET', '/api/shop')).status).toBe(200);
    await world.time.advance(1_000);
    expect((await till.request('GET', '/api/shop')).status).toBe(200);
  });
});

test('a page without a shop is told so, and a till that asks the same is told its shop', async () => {
  const { ask, till } = await setup();
  const answer = await ask(SHOP_PATH);
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/problem+json']);
  expect(await answer.json()).toMatchObject({ code: 'not-paired' });
  expect((await ask('/api/shop')).status).toBe(401);
  expect(await (await till.request('GET', SHOP_PATH)).json()).toMatchObject({ till: { letter: 'A' } });
});
