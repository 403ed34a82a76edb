/** Bytes that no client of ours would write: two requests in one, lines in lines, addresses that are none. */
import fc from 'fast-check';
import type { Attack } from '../attack.ts';
import type { Victim } from '../victim.ts';

/** All of them, over sockets of their own. */
export function wireAttacks(victim: Victim): fc.Arbitrary<Attack>[] {
  const raw = (kind: string, text: string): Attack => ({
    kind,
    method: '',
    path: '',
    headers: {},
    body: null,
    raw: text,
    must: 'change-nothing',
  });
  const [paid] = victim.known;
  const inner = `POST /api/attempts/${paid?.reference ?? ''}/cancel HTTP/1.1\r\nhost: x\r\n\r\n`;
  return [
    target().map((path) =>
      raw('an address on the wire', `GET ${path} HTTP/1.1\r\nhost: till.test\r\nconnection: close\r\n\r\n`),
    ),
    host().map((name) =>
      raw('a host on the wire', `GET /api/shop HTTP/1.1\r\nhost: ${name}\r\nconnection: close\r\n\r\n`),
    ),
    line().map((text) =>
      raw(
        'a header on the wire',
        `GET /api/shop HTTP/1.1\r\nhost: till.test\r\n${text}\r\nconnection: close\r\n\r\n`,
      ),
    ),
    framing(inner).map((text) => raw('two requests in one', text)),
    first().map((text) =>
      raw('a first line on the wire', `${text}\r\nhost: till.test\r\nconnection: close\r\n\r\n`),
    ),
    fc
      .uint8Array({ maxLength: 300 })
      .map((bytes) => raw('noise on the wire', `${Buffer.from(bytes).toString('latin1')}\r\n\r\n`)),
  ];
}

const target = (): fc.Arbitrary<string> =>
  fc.oneof(
    fc.constantFrom(
      '/../../etc/passwd',
      '/..%2f..%2fsecret.key',
      '/assets/../../secret.key',
      '/%2e%2e/secret.key',
      '/.env',
      '/assets/..%5c..%5csecret.key',
      '\\..\\secret.key',
    ),
    fc.constantFrom(
      '*',
      '?',
      '#',
      '//',
      '///api/shop',
      '/api/shop/',
      '/api/../api/shop',
      '/api\\shop',
      'http://evil.test/api/shop',
      'file:///etc/passwd',
      'http://',
      '/\u00ff',
    ),
    fc.constantFrom(
      '/r/%0d%0aset-cookie:x=1',
      '/%0d%0alocation:x',
      '/api/shop%00',
      '/api/shop%0a',
      `/${'%41'.repeat(2_000)}`,
      `/${'a'.repeat(12_000)}`,
      `/${'a'.repeat(300)}.js`,
    ),
    fc.stringMatching(/^\/[\x21-\x7e]{0,80}$/),
  );

const host = (): fc.Arbitrary<string> =>
  fc.oneof(
    fc.constantFrom(
      '',
      'evil.test',
      '127.0.0.1:99999',
      '[::1',
      'a b',
      'till.test@evil.test',
      'till.test/evil',
      '%00',
      '..',
      'xn--',
      'till.test:80:80',
      '\u00ff',
    ),
    fc.stringMatching(/^[\x21-\x7e]{1,60}$/),
  );

const line = (): fc.Arbitrary<string> =>
  fc.oneof(
    fc.constantFrom(
      'cookie: pling_till=a\rb',
      ' folded: x',
      'x y: z',
      'x',
      ': x',
      'x\0: y',
      'host: other.test',
      'content-length: 5\r\ncontent-length: 6',
      'expect: 200-maybe',
    ),
    fc.constantFrom(
      'upgrade: websocket\r\nconnection: upgrade',
      'upgrade: h2c\r\nhttp2-settings: AAMAAABkAAQAAP__',
      'x-long: '.padEnd(17_000, 'x'),
    ),
    fc
      .integer({ min: 50, max: 1_900 })
      .map((count) => Array.from({ length: count }, (_, n) => `x${n}: 1`).join('\r\n')),
    fc.stringMatching(/^[\x21-\x7e]{0,60}$/),
  );

const first = (): fc.Arbitrary<string> =>
  fc.constantFrom(
    'GET /',
    'GET / HTTP/0.9',
    'GET / HTTP/2.0',
    'GET / HTTP/1.1 x',
    'GET\t/\tHTTP/1.1',
    'get / HTTP/1.1',
    'CONNECT evil.test:443 HTTP/1.1',
    'TRACE /api/shop HTTP/1.1',
    'TRACK / HTTP/1.1',
    ' GET / HTTP/1.1',
    'PRI * HTTP/2.0',
    'QUERY /api/shop HTTP/1.1',
  );

/** Where one request ends and the next begins. The inner one carries no cookie: nothing may come of it. */
const framing = (inner: string): fc.Arbitrary<string> => {
  const post = (headers: string, body: string): string =>
    `POST /webhooks/pockyt HTTP/1.1\r\nhost: till.test\r\ncontent-type: application/json\r\n${headers}\r\n\r\n${body}`;
  return fc.constantFrom(
    post(`content-length: ${inner.length}\r\ntransfer-encoding: chunked`, `0\r\n\r\n${inner}`),
    post('transfer-encoding: chunked\r\ntransfer-encoding: identity', `0\r\n\r\n${inner}`),
    post('transfer-encoding: xchunked', `0\r\n\r\n${inner}`),
    post('transfer-encoding : chunked', `0\r\n\r\n${inner}`),
    post('content-length: 0', inner),
    post('content-length: -1', inner),
    post('content-length: 1e2', inner),
    post('content-length: 0x10', inner),
    post('transfer-encoding: chunked', `fffffffff\r\n${inner}`),
    post('transfer-encoding: chunked', `-1\r\n${inner}`),
    post('transfer-encoding: chunked', `1;${'x'.repeat(20_000)}\r\na\r\n0\r\n\r\n`),
    `GET / HTTP/1.1\r\nhost: till.test\r\ncontent-length: 5\r\n\r\nabcde${inner}`,
  );
};
