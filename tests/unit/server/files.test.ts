/** The app's files: what is kept for ever, what is asked for each time, and what is nobody's. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { serveFiles } from '../../../src/server/files.ts';

const undo: (() => void)[] = [];
afterEach(() => {
  for (const step of undo.splice(0)) step();
});

function setup(hasWallet = true) {
  const folder = mkdtempSync(join(tmpdir(), 'pling-files-'));
  undo.push(() => rmSync(folder, { recursive: true, force: true }));
  const root = join(folder, 'dist');
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  write('index.html', '<title>Pling</title>');
  write('assets/main-abc.js', 'let x = 1;\n'.repeat(200));
  write('assets/decoder.wasm', 'wasm');
  write('service-worker.js', '// worker');
  write('src/gateway-sim/wallet/index.html', '<title>Wallet</title>');
  writeFileSync(join(folder, 'secret.txt'), 'secret');
  const files = serveFiles(root, hasWallet);
  const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
    files(new Request(`http://till.test${path}`, { method, headers }));
  return { get, write };
}

describe('what is there', () => {
  test.each([
    ['/', 'text/html; charset=utf-8', 'no-cache'],
    ['/service-worker.js', 'text/javascript; charset=utf-8', 'no-cache'],
    ['/assets/main-abc.js', 'text/javascript; charset=utf-8', 'public, max-age=31536000, immutable'],
    ['/assets/decoder.wasm', 'application/wasm', 'public, max-age=31536000, immutable'],
    ['/wallet', 'text/html; charset=utf-8', 'no-cache'],
    ['/sales/today', 'text/html; charset=utf-8', 'no-cache'],
  ])('%s is %s, kept: %s', (path, type, cache) => {
    const { headers, status } = setup().get(path);
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe(type);
    expect(headers.get('cache-control')).toBe(cache);
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  test('text is compressed for who takes it', async () => {
    const { get } = setup();
    const zipped = get('/assets/main-abc.js', { 'accept-encoding': 'br, gzip' });
    expect(zipped.headers.get('content-encoding')).toBe('gzip');
    expect(Number(zipped.headers.get('content-length'))).toBeLessThan(200);
    expect(await get('/assets/main-abc.js').text()).toContain('let x = 1;');
  });

  test('who has it already is told so', () => {
    const { get } = setup();
    const etag = get('/').headers.get('etag') ?? '';
    expect(get('/', { 'if-none-match': etag }).status).toBe(304);
  });

  test('a rebuilt page is seen without a restart', async () => {
    const { get, write } = setup();
    await get('/').text();
    write('index.html', '<title>Pling, rebuilt and longer</title>');
    expect(await get('/').text()).toContain('rebuilt');
  });

  test('HEAD answers without a body', async () => {
    expect(await setup().get('/', {}, 'HEAD').text()).toBe('');
  });
});

describe('what is nobody’s', () => {
  test.each([
    '/nothing.js',
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/assets/..%5c..%5csecret.txt',
    '/%E0%A4%A',
    '/.env',
    '/src/gateway-sim/wallet/index.html',
    '/assets',
  ])('%s', async (path) => {
    const answer = setup().get(path);
    expect(await answer.text()).not.toContain('secret');
    expect([200, 404]).toContain(answer.status);
    if (answer.status === 200) expect(answer.headers.get('content-type')).toContain('text/html');
  });

  test('the wallet page is practice only', () => {
    expect(setup(false).get('/wallet').status).toBe(404);
    expect(setup(false).get('/src/gateway-sim/wallet/index.html').status).toBe(404);
  });

  test('nothing can be sent to a file', () => {
    expect(setup().get('/', {}, 'POST').status).toBe(405);
  });
});
