/** What a stranger on the network sees: headers, limits, files, and nothing else. */
import { request } from 'node:http';
import { expect, test } from 'vitest';
import { SECURITY_HEADERS } from '../../src/proxy/security-headers.ts';
import type { RunningShop } from './runtimes.ts';
import { refusal, type Stage } from './stage.ts';

/** Cases over a shop that others use, too. */
export function httpCases(stage: () => Stage): void {
  const get = (path: string, init?: RequestInit): Promise<Response> => fetch(stage().origin + path, init);

  test.each([
    ['/', 200, 'text/html; charset=utf-8', 'no-cache'],
    ['/sales/today', 200, 'text/html; charset=utf-8', 'no-cache'],
    ['/service-worker.js', 200, 'text/javascript; charset=utf-8', 'no-cache'],
    ['/manifest.webmanifest', 200, 'application/manifest+json', 'no-cache'],
    ['/assets/main-abc.js', 200, 'text/javascript; charset=utf-8', 'public, max-age=31536000, immutable'],
    ['/assets/decoder-abc.wasm', 200, 'application/wasm', 'public, max-age=31536000, immutable'],
    ['/wallet', 200, 'text/html; charset=utf-8', 'no-cache'],
    ['/nothing.js', 404, 'text/plain; charset=utf-8', 'no-store'],
    ['/api/shop', 401, 'application/problem+json', 'no-store'],
  ])('%s is %i, %s, kept: %s, under the same security headers', async (path, status, type, cache) => {
    const answer = await get(path);
    await answer.arrayBuffer();
    const { headers } = answer;
    expect([answer.status, headers.get('content-type'), headers.get('cache-control')]).toEqual([
      status,
      type,
      cache,
    ]);
    const security = Object.keys(SECURITY_HEADERS).map((name) => [name, headers.get(name)]);
    expect(Object.fromEntries(security)).toEqual(SECURITY_HEADERS);
  });

  test.each([
    '/src/gateway-sim/wallet/index.html',
    '/.env',
    '/.assetsignore',
    '/%2e%2e/secret.txt',
    '/..%2f..%2fetc/passwd.txt',
    '/assets/..%5c..%5csecret.txt',
    '/%E0%A4%A',
    '/assets/main-abc.js/x.js',
  ])('%s is nobody’s file', async (path) => {
    // fetch would tidy the path up before it leaves.
    expect(await rawStatus(stage(), path)).toBe(404);
  });

  test('who has a file already is told so; HEAD has no body; nothing can be sent to a file', async () => {
    const first = await get('/');
    const etag = first.headers.get('etag') ?? 'none';
    expect((await get('/', { headers: { 'if-none-match': etag } })).status).toBe(304);
    const head = await get('/assets/main-abc.js', { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
    expect((await get('/', { method: 'POST' })).status).toBe(405);
  });

  test('the shop is well, and says what time it is there', async () => {
    const { ok, serverTime } = (await (await get('/healthz')).json()) as { ok: boolean; serverTime: number };
    expect(ok).toBe(true);
    expect(Math.abs(serverTime - Date.now())).toBeLessThan(5_000);
  });

  test.each([
    ['too long a body', `"${'x'.repeat(17_000)}"`, 'application/json', 'too-large'],
    ['no JSON', '{', 'application/json', 'malformed-request'],
    ['another type', '{}', 'text/plain', 'malformed-request'],
    ['another shape', '{"reference":1}', 'application/json', 'malformed-request'],
    ['a deep nest', '['.repeat(8_000), 'application/json', 'malformed-request'],
  ])('%s is refused by name', async (_what, body, type, code) => {
    const { cookie } = stage().till;
    const headers = { cookie, 'content-type': type };
    expect(await refusal(await get('/api/attempts', { method: 'POST', headers, body }))).toBe(code);
  });

  test('a long body that does not say its length is refused as well', async () => {
    const stream = new ReadableStream<Uint8Array>({
      pull: (out) => out.enqueue(new TextEncoder().encode('x'.repeat(4_096))),
    });
    const init = {
      method: 'POST',
      body: stream,
      duplex: 'half',
      headers: { 'content-type': 'application/json' },
    };
    // Cut off in the middle of sending, a client may see the answer or only that the line was closed.
    const status = await get('/api/pair', init as RequestInit).then(
      (answer) => answer.status,
      () => 413,
    );
    expect(status).toBe(413);
  });

  test('another site’s page changes nothing; our own may', async () => {
    const ask = async (origin: string): Promise<string | null> =>
      refusal(await stage().till.request('POST', '/api/pin', { pin: '0' }, { origin }));
    expect(await ask('https://evil.example')).toBe('other-origin');
    expect(await ask('null')).toBe('other-origin');
    expect(await ask(stage().origin)).not.toBe('other-origin');
  });

  test.each([
    ['GET', '/api/no-such-thing', 'not-found'],
    ['DELETE', '/api/shop', 'method-not-allowed'],
    ['GET', '/api/attempts/none', 'attempt-unknown'],
  ])('%s %s is %s for a till', async (method, path, code) => {
    expect(await refusal(await stage().till.request(method, path))).toBe(code);
  });

  test('the practice gateway speaks as Pockyt does to whoever signs', async () => {
    const answer = await get('/gateway/app-instore/v3/add', { method: 'POST', body: 'amount=1' });
    expect(await answer.json()).toMatchObject({ ret_code: expect.stringMatching(/^0000/) as string });
  });
}

/** Cases over a shop with credentials, whose gateway nobody reaches. */
export function liveCases(shop: () => RunningShop): void {
  test.each(['/wallet', '/gateway', '/gateway/sim/wallets', '/src/gateway-sim/wallet/index.html'])(
    'live has no %s',
    async (path) => {
      expect((await fetch(shop().origin + path)).status).toBe(404);
    },
  );
}

function rawStatus({ origin }: RunningShop, path: string): Promise<number> {
  const { hostname, port } = new URL(origin);
  return new Promise((resolve, reject) => {
    request({ hostname, port, path }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    })
      .on('error', reject)
      .end();
  });
}
