/** The proxy as HTTP: how much it reads, from whose pages, and what a mistyped receipt shows. */
import { afterEach, describe, expect, test } from 'vitest';
import { MAX_BODY_BYTES, MAX_OFFER_BYTES } from '../../src/proxy/body-limit.ts';
import { stateOf } from './hand-till.ts';
import { makeWorld, ORIGIN, type World } from './world.ts';

const worlds: World[] = [];
afterEach(async () => {
  for (const world of worlds.splice(0)) await world.close();
});

async function setup(...options: Parameters<typeof makeWorld>) {
  const world = await makeWorld(...options);
  worlds.push(world);
  const till = await world.pair();
  const post = (path: string, body: BodyInit, headers: Record<string, string> = {}): Promise<Response> => {
    const all = { cookie: till.cookie, 'content-type': 'application/json', ...headers };
    const init: RequestInit = { method: 'POST', headers: all, body };
    if (body instanceof ReadableStream) Object.assign(init, { duplex: 'half' });
    return Promise.resolve(world.proxy().app.request(ORIGIN + path, init));
  };
  return { world, till, post };
}

/** A body of exactly `bytes`, which no route understands. */
const bodyOf = (bytes: number): string => `"${'x'.repeat(bytes - 2)}"`;

describe('a body', () => {
  test.each([
    ['/api/attempts', MAX_BODY_BYTES, 400],
    ['/api/attempts', MAX_BODY_BYTES + 1, 413],
    ['/api/pair', MAX_BODY_BYTES, 400],
    ['/api/pair', MAX_BODY_BYTES + 1, 413],
    ['/api/offer', MAX_OFFER_BYTES, 400],
    ['/api/offer', MAX_OFFER_BYTES + 1, 413],
  ])('to %s of %i bytes is answered %i, whether its length is told or not', async (path, bytes, status) => {
    const { post } = await setup();
    const body = bodyOf(bytes);
    expect((await post(path, body, { 'content-length': String(bytes) })).status).toBe(status);
    expect((await post(path, body)).status).toBe(status);
    expect((await post(path, new Blob([body.slice(0, 9_000), body.slice(9_000)]).stream())).status).toBe(
      status,
    );
  });

  test.each([
    ['a length that is none', { 'content-length': 'many' }, 413],
    ['a length below nothing', { 'content-length': '-1' }, 413],
    ['a told length that is too small', { 'content-length': '2' }, 413],
  ])('with %s is refused', async (_name, headers, status) => {
    const { post } = await setup();
    expect((await post('/api/attempts', bodyOf(MAX_BODY_BYTES + 1), headers)).status).toBe(status);
  });

  test('of signs that take more than a byte is counted in bytes', async () => {
    const { post } = await setup();
    const body = `"${'é'.repeat(MAX_BODY_BYTES / 2)}"`;
    expect((await post('/api/attempts', body)).status).toBe(413);
  });

  test('that breaks off is no fault of ours', async () => {
    const { post } = await setup();
    const broken = new ReadableStream({ pull: (out) => out.error(new Error('gone')) });
    expect((await post('/api/attempts', broken)).status).toBe(400);
  });

  test('that nests without end is refused before it is read', async () => {
    const { post } = await setup();
    const answer = await post('/api/attempts', '['.repeat(8_000) + ']'.repeat(8_000));
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain('nests');
  });
});

describe('a change', () => {
  test.each([
    ['same-origin', 200],
    ['none', 200],
    ['same-site', 403],
    ['cross-site', 403],
    ['nonsense', 403],
  ])('that a browser calls %s is answered %i', async (site, status) => {
    const { till } = await setup();
    const sale = till.sale();
    const body = { ...sale.claim, reference: sale.reference() };
    expect((await till.request('POST', '/api/attempts', body, { 'sec-fetch-site': site })).status).toBe(
      status,
    );
  });

  test('from another port of this host is another site’s, and so is one from nowhere', async () => {
    const { till } = await setup();
    const sale = till.sale();
    const body = { ...sale.claim, reference: sale.reference() };
    for (const origin of ['http://till.test:9999', 'null', 'till.test', 'http://till.test.evil.test']) {
      expect((await till.request('POST', '/api/attempts', body, { origin })).status).toBe(403);
    }
  });

  test('by a method that is none of ours changes nothing', async () => {
    const { till } = await setup();
    for (const method of ['PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND']) {
      const answer = await till.request(method, '/api/attempts', undefined, {
        'x-http-method-override': 'POST',
      });
      expect([404, 405]).toContain(answer.status);
    }
  });
});

describe('a receipt', () => {
  test('that is none is a small page in a browser, without script and not to be indexed', async () => {
    const { world } = await setup();
    const answer = await world
      .proxy()
      .app.request(`${ORIGIN}/r/mistyped`, { headers: { accept: 'text/html,*/*' } });
    expect(answer.status).toBe(404);
    expect(answer.headers.get('content-type')).toContain('text/html');
    expect(answer.headers.get('x-robots-tag')).toContain('noindex');
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    const page = await answer.text();
    expect(page).toContain('no receipt');
    expect(page).not.toContain('mistyped');
    const plain = await world.proxy().app.request(`${ORIGIN}/r/mistyped`);
    expect(plain.headers.get('content-type')).toBe('application/problem+json');
  });

  test('has an address of 128 random bits or more, and another one each', async () => {
    const { world, till } = await setup();
    const tokens: string[] = [];
    for (let count = 0; count < 3; count += 1) {
      const sale = till.sale();
      const told = await sale.pay(sale.reference(), (await world.mint('pay')).code);
      expect(stateOf(told)).toBe('paid');
      if (told.code === null) tokens.push(told.attempt.receiptToken ?? '');
    }
    expect(new Set(tokens).size).toBe(3);
    // The first sign names the shop; the others are one of 36 each.
    for (const token of tokens) expect((token.length - 1) * Math.log2(36)).toBeGreaterThanOrEqual(128);
  });
});

test('https behind a terminator pins itself', async () => {
  const { world } = await setup({ shop: { publicUrl: 'https://till.test' } });
  const answer = await world.proxy().app.request(`${ORIGIN}/healthz`);
  expect(answer.headers.get('strict-transport-security')).toContain('max-age');
});
