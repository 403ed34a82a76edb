/** Addresses and methods: around the doors, out of the app's folder, and into what only practice has. */
import fc from 'fast-check';
import type { Attack } from '../attack.ts';
import type { Victim } from '../victim.ts';

/** All of them: what everybody may ask, so that only an error, a secret or a change is wrong. */
export function pathAttacks(victim: Victim): fc.Arbitrary<Attack>[] {
  const any = (kind: string, method: string, path: string, headers: Attack['headers'] = {}): Attack => ({
    kind,
    method,
    path,
    headers,
    body: null,
    must: 'change-nothing',
  });
  return [
    fc
      .tuple(roots(), fc.array(segment(), { maxLength: 6 }))
      .map(([root, parts]) => any('an address', 'GET', `${root}${parts.join('/')}`)),
    fc
      .tuple(
        methods(),
        fc.constantFrom('/api/shop', '/api/attempts', '/webhooks/pockyt', '/r/x', '/healthz', '/', '/wallet'),
      )
      .map(([method, path]) => any('a method', method, path, { 'x-http-method-override': 'POST' })),
    fc
      .tuple(fc.constantFrom(...READS), headerTricks())
      .map(([path, headers]) => any('headers', 'GET', path, headers)),
    fc
      .tuple(fc.constantFrom(...READS), query())
      .map(([path, text]) => any('a query', 'GET', `${path}?${text}`, { cookie: victim.cookie })),
    fc.constantFrom('/gateway/app-instore/v3/add', '/gateway/app-data-search/v3/refund').chain((path) =>
      fc.json().map((body) => ({
        ...any('a call to the gateway behind', 'POST', path, { 'content-type': 'application/json' }),
        body,
      })),
    ),
  ];
}

/** What a till may read without changing anything. */
const READS = [
  '/api/shop',
  '/api/sales',
  '/api/list',
  '/api/nothing',
  '/healthz',
  '/r/x',
  '/',
  '/assets/main-1.js',
] as const;

const roots = (): fc.Arbitrary<string> =>
  fc.constantFrom(
    '/',
    '//',
    '/api/',
    '/API/',
    '/api//',
    '/api/./',
    '/api%2f',
    '/webhooks/',
    '/r/',
    '/assets/',
    '/src/',
    '/.',
    '/data/',
    '/wallet/',
    '/\\',
  );

const segment = (): fc.Arbitrary<string> =>
  fc.oneof(
    fc.constantFrom(
      '..',
      '.',
      '%2e%2e',
      '..%2f',
      '..%5c',
      '%00',
      '%',
      '%zz',
      '%c0%ae',
      '..;',
      'secret.key',
      '.env',
      'package.json',
      'index.html',
      'shop',
      'attempts',
      '__proto__',
      '~',
      'con',
    ),
    fc.string({ maxLength: 20 }).map(encodeURIComponent),
    fc.integer({ min: 200, max: 4_000 }).map((length) => 'a'.repeat(length)),
    fc.integer({ min: 200, max: 1_000 }).map((length) => `${'a'.repeat(length)}.js`),
  );

const methods = (): fc.Arbitrary<string> =>
  fc.constantFrom(
    'PUT',
    'PATCH',
    'DELETE',
    'OPTIONS',
    'HEAD',
    'PROPFIND',
    'MKCOL',
    'LOCK',
    'QUERY',
    'get',
    'Post',
    'X',
  );

const headerTricks = (): fc.Arbitrary<Readonly<Record<string, string>>> =>
  fc.oneof(
    fc.constantFrom<Readonly<Record<string, string>>>(
      { 'x-forwarded-for': '127.0.0.1' },
      { 'x-forwarded-host': 'evil.test', 'x-forwarded-proto': 'https' },
      { 'x-original-url': '/api/shop', 'x-rewrite-url': '/api/shop' },
      { authorization: 'Bearer x' },
      { range: 'bytes=0-,0-,0-' },
      { 'if-none-match': '*' },
      { 'accept-encoding': 'x'.repeat(4_000) },
      { 'last-event-id': 'x:99999999999999999999' },
      { 'x-pling-seen': 'a:1 '.repeat(500) },
      { cookie: '; ;=;,,'.repeat(500) },
      { accept: 'text/html', 'accept-language': '\u00e9' },
    ),
    fc
      .tuple(fc.stringMatching(/^[a-z-]{1,20}$/), fc.stringMatching(/^[\x21-\x7e]{0,200}$/))
      .filter(
        ([name]) =>
          ![
            'host',
            'content-length',
            'transfer-encoding',
            'connection',
            'upgrade',
            'expect',
            'te',
            'cookie',
            'keep-alive',
            'trailer',
          ].includes(name) && !/^-|-$/.test(name),
      )
      .map(([name, value]) => ({ [name]: value })),
  );

const query = (): fc.Arbitrary<string> =>
  fc.oneof(
    fc.constantFrom(
      'day=2026-13-45',
      'day=%00',
      'day[]=2026-10-12',
      'day=2026-10-12&day=x',
      'after=x:y:z',
      'mine=__proto__',
      'ask=%31',
    ),
    fc.webQueryParameters(),
    fc
      .tuple(fc.constantFrom('day', 'mine', 'after'), fc.string())
      .map(([name, value]) => `${name}=${encodeURIComponent(value)}`),
  );
