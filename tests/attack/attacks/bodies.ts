/** A stolen till, or one that has gone mad: its cookie is good, and nothing it sends is. */
import fc from 'fast-check';
import { jsonAttack, type Attack } from '../attack.ts';
import type { Victim } from '../victim.ts';

/** All of them. */
export function bodyAttacks(victim: Victim, stranger: Victim): fc.Arbitrary<Attack>[] {
  const { cookie } = victim;
  const routes = fc.constantFrom(...templates(victim));
  const send = (kind: string, path: string, body: unknown): Attack =>
    jsonAttack(kind, path, body, { cookie });
  return [
    fc.tuple(routes, fc.nat(), junk()).map(([{ path, body }, at, value]) => {
      const names = Object.keys(body);
      const name = names[at % names.length] ?? '';
      return send('a field of another type', path, { ...body, [name]: unlike(name, value) });
    }),
    fc.tuple(routes, fc.nat()).map(([{ path, body }, at]) => {
      const names = Object.keys(body);
      const left = names.filter((_, index) => index !== at % names.length);
      return send('a field left out', path, Object.fromEntries(left.map((name) => [name, body[name]])));
    }),
    fc
      .tuple(routes, otherValues(stranger))
      .map(([{ path, body }, other]) => send('another shop’s or sum’s', path, { ...body, ...other })),
    fc
      .tuple(routes, fc.constantFrom(...stranger.known))
      .map(([{ path, body }, { reference, claim }]) =>
        send(
          'another shop’s order',
          path.replace(/(attempts|sales)\/[^/]+/, `$1/${path.includes('sales') ? claim.saleId : reference}`),
          { ...body, ...claim },
        ),
      ),
    fc.tuple(routes, raw()).map(([{ path }, text]) => send('a body that is none', path, text)),
    fc.tuple(routes, polluted()).map(([{ path, body }, text]) => send('a polluted body', path, text(body))),
    fc
      .tuple(
        routes,
        fc.constantFrom(
          'text/plain',
          'application/x-www-form-urlencoded',
          'application/jsonp',
          'multipart/form-data',
          '',
        ),
      )
      .map(([{ path, body }, type]) => ({
        ...send('a body of another type', path, body),
        headers: { cookie, 'content-type': type },
      })),
    fc
      .tuple(routes, ids())
      .map(([{ path, body }, id]) =>
        send(
          'an id that is none',
          path.replace(/(attempts|sales|strays)\/[^/]+/, `$1/${encodeURIComponent(id)}`),
          { ...body, reference: id, saleId: id },
        ),
      ),
  ];
}

interface Template {
  readonly path: string;
  /** every field is needed, and none may be another's */
  readonly body: Readonly<Record<string, unknown>>;
}

/** Each route with a body that would be taken, were it not for what is done to it. */
function templates({ known, pin, shop }: Victim): [Template, ...Template[]] {
  const sendBy = shop.server.time.clock.now() + 60_000;
  const [paid] = known;
  const { reference = '', claim } = paid ?? {};
  const on = (what: string, more: object): Template => ({
    path: `/api/attempts/${reference}/${what}`,
    body: { ...claim, ...more },
  });
  return [
    on('refunds', { n: 2, refundMinor: 100, reason: 'x', pin, sendBy }),
    on('decide', { decision: 'return', sendBy }),
    on('pay', { code: '286498530672949108', wallet: 'alipay', sendBy }),
    on('close', { why: 'withdrawn' }),
    { path: '/api/attempts', body: { ...claim, reference } },
    {
      path: `/api/sales/${claim?.saleId ?? ''}/settle`,
      body: { ...claim, how: 'cash', references: [reference] },
    },
    { path: `/api/sales/${claim?.saleId ?? ''}/take`, body: { realm: shop.settings.realm } },
    { path: '/api/offer', body: { realm: shop.settings.realm, sales: [{}] } },
  ];
}

const junk = (): fc.Arbitrary<unknown> =>
  fc.oneof(
    fc.anything({ maxDepth: 3 }).filter((value) => value !== undefined && isJson(value)),
    fc.constantFrom(
      null,
      [],
      {},
      '',
      ' ',
      '\0',
      -1,
      1.5,
      1e300,
      true,
      { toString: 'x' },
      ['a', 'b'],
      '١٢٥٠',
      '１２５０',
    ),
    fc.string({ unit: 'binary' }),
  );

function isJson(value: unknown): boolean {
  try {
    return JSON.stringify(value) !== undefined;
  } catch {
    return false; // a bigint or a circle has no JSON
  }
}

/** A value that this field never takes: what happens to be right is put in a list. */
function unlike(name: string, value: unknown): unknown {
  const isText = typeof value === 'string';
  const mayFit =
    (isText && !['amountMinor', 'refundMinor', 'n', 'sendBy', 'references', 'sales'].includes(name)) ||
    (typeof value === 'number' && ['amountMinor', 'refundMinor', 'n', 'sendBy'].includes(name)) ||
    (Array.isArray(value) && ['references', 'sales'].includes(name));
  return mayFit
    ? [[value]]
    : value === null || value === undefined
      ? [[]]
      : name === 'payBegun'
        ? []
        : wrap(name, value);
}

/** Lists are for lists alone. */
function wrap(name: string, value: unknown): unknown {
  return ['references', 'sales'].includes(name) ? { value } : value;
}

/** Right in form, but not this shop's, this sale's or this sum's. */
function otherValues(stranger: Victim): fc.Arbitrary<object> {
  const [theirs] = stranger.known;
  return fc.oneof(
    fc.constantFrom<object>(
      { realm: stranger.shop.settings.realm },
      { realm: '0'.repeat(16) },
      { epoch: 'another', realm: '0123456789abcdef' },
      { realm: stranger.shop.settings.realm, ...theirs?.claim },
    ),
    fc.stringMatching(/^[0-9a-f]{16}$/).map((realm) => ({ realm })),
  );
}

/** Texts that are no object of ours. */
const raw = (): fc.Arbitrary<string> =>
  fc.oneof(
    fc.json().map((text) => `[${text}]`),
    fc.string({ unit: 'binary' }),
    fc.integer({ min: 17, max: 5_000 }).map((depth) => '['.repeat(depth)),
    fc.integer({ min: 17, max: 2_000 }).map((depth) => '{"a":'.repeat(depth) + '1' + '}'.repeat(depth)),
    fc.integer({ min: 16_385, max: 300_000 }).map((size) => `"${'x'.repeat(size)}"`),
    fc.constantFrom(
      '',
      '{',
      '{}{}',
      'null',
      'NaN',
      '[object Object]',
      '{"a":1,}',
      "{'a':1}",
      '\uFEFF',
      '{"a":"\\ud800"}',
      '{"a":\u2028}',
    ),
  );

/** Ways to reach the prototype, or to say a thing twice; the realm is another's, so that none may be taken. */
const polluted = (): fc.Arbitrary<(body: object) => string> =>
  fc.constantFrom(
    (body: object) =>
      JSON.stringify({ ...body, realm: null }).replace(
        '{',
        '{"__proto__":{"realm":"0123456789abcdef","pin":"0000"},',
      ),
    (body: object) =>
      JSON.stringify({ ...body, realm: { __proto__: 1 } }).replace(
        '{',
        '{"constructor":{"prototype":{"isAdmin":true}},',
      ),
    (body: object) => `${JSON.stringify(body).slice(0, -1)},"realm":"0123456789abcdef"}`,
    (body: object) => `${JSON.stringify(body).slice(0, -1)},"realm":null}`,
    (body: object) => `${JSON.stringify(body).slice(0, -1)},"re\\u0061lm":"0123456789abcdef"}`,
    (body: object) => JSON.stringify([body, { toString: 1 }]),
  );

const ids = (): fc.Arbitrary<string> =>
  fc.oneof(
    fc.constantFrom(
      '..',
      '%2e%2e',
      '\0',
      "' OR 1=1",
      '__proto__',
      'Constructor',
      'ＲＥＦ',
      'Reference1x1',
      ' ',
      '*',
      '/',
    ),
    fc.string({ minLength: 33, maxLength: 400 }),
  );
