/** The till API as a stranger meets it: who may come in, what is refused and in which words. */
import { afterEach, describe, expect, test } from 'vitest';
import * as v from 'valibot';
import { problemSchema } from '../../src/contract/problem-codes.ts';
import { attemptOf, stateOf } from './hand-till.ts';
import { makeWorld, ORIGIN, type World } from './world.ts';

const worlds: World[] = [];
afterEach(async () => {
  for (const world of worlds.splice(0)) await world.close();
});

async function setup(...options: Parameters<typeof makeWorld>) {
  const world = await makeWorld(...options);
  worlds.push(world);
  const till = await world.pair();
  const sale = till.sale();
  return { world, till, sale, reference: sale.reference() };
}

async function problemOf(answer: Response) {
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  const problem = v.parse(problemSchema, await answer.json());
  expect(problem.status).toBe(answer.status);
  return problem;
}

async function pairWith(world: World, code: string): Promise<Response> {
  return world.proxy().app.request(`${ORIGIN}/api/pair`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code }),
  });
}

describe('pairing', () => {
  test('a code pairs one tablet, with a letter of its own, and is then used up', async () => {
    const { world, till } = await setup();
    const code = world.proxy().makePairingCode();
    expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{8}$/);
    const first = await pairWith(world, code);
    expect(await first.json()).toMatchObject({ till: { letter: 'B' }, realm: till.shop.realm });
    expect((await problemOf(await pairWith(world, code))).code).toBe('pairing-code-wrong');
  });

  test('the cookie is for this site and not for scripts; Secure where the page came by https', async () => {
    const { world } = await setup();
    const cookie = (await pairWith(world, world.proxy().makePairingCode())).headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/HttpOnly/);
    expect(cookie).toMatch(/SameSite=Strict/);
    expect(cookie).not.toMatch(/Secure/);
    const secure = await world.proxy().app.request('https://till.test/api/pair', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ code: world.proxy().makePairingCode() }),
    });
    expect(secure.headers.get('set-cookie')).toMatch(/Secure/);
  });

  test('a code may be typed in small letters with blanks, or come with the shop’s name before a dot', async () => {
    const { world } = await setup();
    const code = world.proxy().makePairingCode();
    expect((await pairWith(world, ` ${code.slice(0, 4).toLowerCase()}-${code.slice(4)} `)).status).toBe(200);
    expect((await pairWith(world, `${world.settings.realm}.${world.proxy().makePairingCode()}`)).status).toBe(
      200,
    );
  });

  test('a code is good for ten minutes', async () => {
    const { world } = await setup();
    const code = world.proxy().makePairingCode();
    await world.time.advance(600_000);
    expect((await problemOf(await pairWith(world, code))).code).toBe('pairing-code-wrong');
  });

  test('a few wrong codes from everywhere keep nobody out; after two hundred in a minute nobody may try, not even with the right one', async () => {
    const { world } = await setup();
    for (let tries = 0; tries < 199; tries += 1) await pairWith(world, 'AAAAAAAA');
    expect((await pairWith(world, world.proxy().makePairingCode())).status).toBe(200);
    await pairWith(world, 'AAAAAAAA');
    const right = world.proxy().makePairingCode();
    const refused = await pairWith(world, right);
    expect(refused.headers.get('retry-after')).toBe('60');
    expect((await problemOf(refused)).code).toBe('too-many');
    await world.time.advance(60_000);
    expect((await pairWith(world, right)).status).toBe(200);
  });
});

describe('who may come in', () => {
  test.each([
    ['GET', '/api/shop'],
    ['GET', '/api/live'],
    ['POST', '/api/attempts'],
    ['POST', '/api/attempts/abc/pay'],
    ['GET', '/api/attempts/abc'],
    ['POST', '/api/attempts/abc/close'],
    ['POST', '/api/attempts/abc/cancel'],
    ['POST', '/api/attempts/abc/extend'],
    ['POST', '/api/sales/abc/settle'],
    ['GET', '/api/no-such-thing'],
  ])('%s %s without the cookie is 401', async (method, path) => {
    const { world } = await setup();
    const answer = await world.proxy().app.request(ORIGIN + path, { method });
    expect((await problemOf(answer)).code).toBe('not-paired');
  });

  test('a change from another site’s page is refused, one from our own is not', async () => {
    const { till, sale, reference } = await setup();
    const body = { reference, ...sale.claim };
    const foreign = await till.request('POST', '/api/attempts', body, { origin: 'https://evil.test' });
    expect((await problemOf(foreign)).code).toBe('other-origin');
    expect((await till.request('POST', '/api/attempts', body, { origin: ORIGIN })).status).toBe(200);
  });

  test('a till of another shop or mode is told so', async () => {
    const { till, sale, reference } = await setup();
    const body = { reference, ...sale.claim, realm: '0123456789abcdef' };
    expect((await problemOf(await till.request('POST', '/api/attempts', body))).code).toBe('other-realm');
  });
});

describe('what is refused', () => {
  test.each([
    ['amount-zero', { amountMinor: 0 }],
    ['over-limit', { amountMinor: 100_001 }],
    ['currency-not-ours', { currency: 'EUR' }],
    ['malformed-request', { amountMinor: 12.5 }],
    ['malformed-request', { amountMinor: '1250' }],
    ['malformed-request', { currency: 'DOGE' }],
    ['malformed-request', { reference: 'UPPER' }],
    ['malformed-request', { number: '17' }],
  ])('%s: %j', async (code, change) => {
    const { world, till, sale, reference } = await setup();
    const answer = await till.request('POST', '/api/attempts', { reference, ...sale.claim, ...change });
    const problem = await problemOf(answer);
    expect(problem.code).toBe(code);
    expect(problem.serverTime).toBe(world.time.clock.now());
    expect(world.calls).toEqual([]);
  });

  test('a body that is no JSON, of another type, or too large', async () => {
    const { world, till } = await setup();
    const send = (body: string, type = 'application/json') =>
      world.proxy().app.request(`${ORIGIN}/api/attempts`, {
        method: 'POST',
        headers: { cookie: till.cookie, 'content-type': type },
        body,
      });
    expect((await problemOf(await send('{'))).code).toBe('malformed-request');
    expect((await problemOf(await send('{}', 'text/plain'))).code).toBe('malformed-request');
    expect((await problemOf(await send(`"${'x'.repeat(17_000)}"`))).code).toBe('too-large');
  });

  test('a refusal of a bad code names the field and never repeats the code', async () => {
    const { till, sale, reference } = await setup();
    const body = { ...sale.claim, code: '28 6498 spaces', wallet: 'alipay', sendBy: 1 };
    const text = await (await till.request('POST', `/api/attempts/${reference}/pay`, body)).text();
    expect(text).toContain('code');
    expect(text).not.toContain('6498');
  });

  test('a claim that differs from what was written down is a mismatch, whatever is asked', async () => {
    const { world, till, sale, reference } = await setup();
    await sale.open(reference);
    const other = till.sale(999);
    expect(stateOf(await other.open(reference))).toBe('mismatch');
    expect(stateOf(await other.pay(reference, (await world.mint()).code))).toBe('mismatch');
    expect(stateOf(await other.close(reference))).toBe('mismatch');
    expect(stateOf(await other.change(reference, 'cancel'))).toBe('mismatch');
    expect(await other.settle('cash', [reference])).toBe('mismatch');
    expect(stateOf(await sale.look(reference))).toBe('ready');
  });

  test('an attempt nobody opened is unknown', async () => {
    const { sale, reference } = await setup();
    expect(stateOf(await sale.look(reference))).toBe('attempt-unknown');
    expect(stateOf(await sale.change(reference, 'cancel'))).toBe('attempt-unknown');
  });
});

test('a path that is there, asked in the wrong way, says so; one that is not is not found', async () => {
  const { till } = await setup();
  expect((await problemOf(await till.request('GET', '/api/attempts'))).code).toBe('method-not-allowed');
  expect((await problemOf(await till.request('GET', '/api/nothing'))).code).toBe('not-found');
});

describe('questions', () => {
  test('opening twice is one order', async () => {
    const { world, sale, reference } = await setup();
    await sale.open(reference);
    expect(stateOf(await sale.open(reference))).toBe('ready');
    expect(world.calls.map((call) => call.call)).toEqual(['add']);
  });

  test('?ask=1 asks the gateway at most once in three seconds', async () => {
    const { world, sale, reference } = await setup();
    const { id, code } = await world.mint('confirm');
    await sale.pay(reference, code);
    await world.sim('POST', `/wallets/codes/${id}/confirm`);
    expect(stateOf(await sale.look(reference))).toBe('waiting');
    const asked = world.calls.length;
    const told = await Promise.all([sale.look(reference, true), sale.look(reference, true)]);
    expect(told.map(stateOf)).toEqual(['paid', 'paid']);
    await sale.look(reference, true);
    expect(world.calls.length).toBe(asked + 1);
  });

  test('the shop says what a till needs to start with no network', async () => {
    const { world, till } = await setup();
    const shop: unknown = await (await till.request('GET', '/api/shop')).json();
    expect(shop).toMatchObject({
      name: 'Corner Store',
      mode: 'practice',
      currency: 'USD',
      limitPerSaleMinor: 100_000,
      trustLimitMinor: 5_000,
      hasPin: false,
      serverTime: world.time.clock.now(),
      till: { letter: 'A', name: 'Till A' },
    });
  });

  test('every answer carries the security headers, and none may be stored', async () => {
    const { till } = await setup();
    const { headers } = await till.request('GET', '/api/shop');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('cache-control')).toBe('no-store');
  });

  test('/healthz says that the ledger can be read', async () => {
    const { world } = await setup();
    const answer = await world.proxy().app.request(`${ORIGIN}/healthz`);
    expect(await answer.json()).toEqual({ ok: true, serverTime: world.time.clock.now() });
  });
});

test('asking again about what is paid asks the gateway, and writes nothing', async () => {
  const { world, sale } = await setup();
  const reference = sale.reference();
  await sale.pay(reference, (await world.mint()).code);
  const version = (told: Awaited<ReturnType<typeof sale.look>>): number => attemptOf(told).version;
  const before = version(await sale.look(reference));
  const asked = world.calls.length;
  for (let n = 0; n < 3; n += 1) {
    await world.time.advance(3_000);
    await sale.look(reference, true);
  }
  expect(world.calls.slice(asked).map(({ call }) => call)).toEqual([
    'tran-query',
    'tran-query',
    'tran-query',
  ]);
  expect(version(await sale.look(reference))).toBe(before);
});
