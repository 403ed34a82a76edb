/** The front of several shops: every request goes to the shop it names, and to no other. */
import { describe, expect, test } from 'vitest';
import { createFront, type Front } from '../../../src/proxy/front.ts';
import { MAX_BODY_BYTES } from '../../../src/proxy/body-limit.ts';
import { receiptTag } from '../../../src/proxy/receipt-token.ts';
import { makeManualTime } from '../../fakes/timers.ts';

const MAIN = '1111111111111111';
const HARBOUR = '2222222222222222';
const ORIGIN = 'https://till.test';

/** Two shops that say what they got. `receipts`: tokens the harbour's shop knows. `codes`: typed codes by realm. */
function setup({
  codes = {},
  receipts = [],
}: { codes?: Record<string, string[]>; receipts?: string[] } = {}) {
  const seen: string[] = [];
  const door = (realm: string) => ({
    realm,
    fetch: async (request: Request) => {
      const { pathname } = new URL(request.url);
      const isKnown =
        !pathname.startsWith('/r/') || (realm === HARBOUR && receipts.includes(pathname.slice(3)));
      const name = realm === MAIN ? 'main' : 'harbour';
      seen.push(`${name} ${request.method} ${pathname} ${await request.text()}`.trim());
      return new Response(name, { status: isKnown ? 200 : 404 });
    },
  });
  const front = createFront({
    shops: [door(MAIN), door(HARBOUR)],
    clock: makeManualTime().clock,
    shopsOfCode: (code) => codes[code] ?? [],
  });
  return { front, seen };
}

const get = async (front: Front, path: string, cookie?: string) =>
  front(new Request(`${ORIGIN}${path}`, cookie === undefined ? {} : { headers: { cookie } }));
const post = async (front: Front, path: string, body: string) =>
  front(
    new Request(`${ORIGIN}${path}`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json' },
    }),
  );

describe('a till', () => {
  test.each([
    ['of the first shop', `pling_till=${MAIN}.token`, 'main'],
    ['of the second', `theme=dark; pling_till=${HARBOUR}.token`, 'harbour'],
    ['of the time when there was one shop', 'pling_till=token', 'main'],
    ['of no shop here', 'pling_till=3333333333333333.token', 'main'],
    ['without a cookie', undefined, 'main'],
  ])('%s', async (_name, cookie, shop) => {
    const { front } = setup();
    expect(await (await get(front, '/api/shop', cookie)).text()).toBe(shop);
  });
});

describe('a tablet that pairs', () => {
  const codes = { ABCD2345: [HARBOUR], TWICE234: [MAIN, HARBOUR] };
  test.each([
    ['by a link', `${HARBOUR}.WXYZ2345`, 'harbour'],
    ['by a typed code', 'ABCD2345', 'harbour'],
    ['by a code nobody made: the first shop says so', 'ZZZZ2345', 'main'],
  ])('%s', async (_name, code, shop) => {
    const { front, seen } = setup({ codes });
    const body = JSON.stringify({ code });
    expect(await (await post(front, '/api/pair', body)).text()).toBe(shop);
    expect(seen).toEqual([`${shop} POST /api/pair ${body}`]);
  });

  test('by a link of another deployment, or a code that two shops hold: by neither', async () => {
    const { front, seen } = setup({ codes });
    for (const code of ['3333333333333333.WXYZ2345', 'TWICE234']) {
      const answer = await post(front, '/api/pair', JSON.stringify({ code }));
      expect(await answer.json()).toMatchObject({ code: 'pairing-code-wrong' });
    }
    expect(seen).toEqual([]);
  });

  test.each(['', 'no json', '[]', '{"code": 12345678}', 'null'])(
    'with the body %j: the first shop says what is wrong',
    async (body) => {
      const { front, seen } = setup();
      await post(front, '/api/pair', body);
      expect(seen).toEqual([`main POST /api/pair ${body}`.trim()]);
    },
  );

  test('with a body longer than any pairing: refused before a shop sees it', async () => {
    const { front, seen } = setup();
    const answer = await post(front, '/api/pair', 'x'.repeat(MAX_BODY_BYTES + 1));
    expect(answer.status).toBe(413);
    expect(seen).toEqual([]);
  });
});

describe('the gateway’s webhook', () => {
  test('goes to the shop its path names', async () => {
    const { front } = setup();
    expect(await (await post(front, `/webhooks/pockyt/${HARBOUR}`, 'a=1')).text()).toBe('harbour');
  });

  test.each(['/webhooks/pockyt', '/webhooks/pockyt/', '/webhooks', '/webhooks/pockyt/3333333333333333'])(
    '%s is every shop’s and so nobody’s',
    async (path) => {
      const { front, seen } = setup();
      expect((await post(front, path, 'a=1')).status).toBe(404);
      expect(seen).toEqual([]);
    },
  );
});

describe('a receipt', () => {
  test('is looked for first where its tag says', async () => {
    const token = `${receiptTag(HARBOUR)}receipt`;
    const { front, seen } = setup({ receipts: [token] });
    expect(await (await get(front, `/r/${token}`)).text()).toBe('harbour');
    expect(seen).toEqual([`harbour GET /r/${token}`]);
  });

  test('from before there were tags is found, too', async () => {
    const token = `${receiptTag(MAIN)}older`;
    const { front, seen } = setup({ receipts: [token] });
    expect(await (await get(front, `/r/${token}`)).text()).toBe('harbour');
    expect(seen).toHaveLength(2);
  });

  test('nobody knows is not found', async () => {
    const { front } = setup();
    expect((await get(front, '/r/nobody')).status).toBe(404);
  });
});

test('health is asked of every shop', async () => {
  const { front, seen } = setup();
  expect((await get(front, '/healthz')).status).toBe(200);
  expect(seen).toEqual(['main GET /healthz', 'harbour GET /healthz']);
});

test('a single shop gets every request as it is', async () => {
  const seen: Request[] = [];
  const fetch = (request: Request): Response => {
    seen.push(request);
    return new Response();
  };
  const clock = makeManualTime().clock;
  const front = createFront({ shops: [{ realm: MAIN, fetch }], clock, shopsOfCode: () => [] });
  const request = new Request(`${ORIGIN}/webhooks/pockyt`, { method: 'POST', body: 'a=1' });
  await front(request);
  expect(seen).toEqual([request]);
});

test('whatever goes on as another request is told of, so that it stays known where it came from', async () => {
  const copies = new Map<Request, Request>();
  const got: Request[] = [];
  const door = (realm: string) => ({
    realm,
    fetch: (request: Request) => {
      got.push(request);
      return new Response(null, { status: 404 });
    },
  });
  const front = createFront({
    shops: [door(MAIN), door(HARBOUR)],
    clock: makeManualTime().clock,
    shopsOfCode: () => [],
    onCopy: (from, to) => void copies.set(to, from),
  });
  const ask = async (path: string, init: RequestInit = {}): Promise<void> => {
    const request = new Request(`${ORIGIN}${path}`, init);
    await front(request);
    for (const each of got.splice(0)) expect(copies.get(each) ?? each).toBe(request);
  };
  await ask('/r/nothing');
  await ask('/api/pair', { method: 'POST', body: '{"code":"AAAAAAAA"}' });
  await ask('/api/shop');
});

test('who has looked for too many codes is told so, and no shop is asked', async () => {
  const seen: string[] = [];
  const door = (realm: string) => ({
    realm,
    fetch: () => {
      seen.push(realm);
      return new Response();
    },
  });
  const front = createFront({
    shops: [door(MAIN), door(HARBOUR)],
    clock: makeManualTime().clock,
    shopsOfCode: () => null,
  });
  expect((await post(front, '/api/pair', '{"code":"ABCDEFGH"}')).status).toBe(429);
  expect(seen).toEqual([]);
});
