/** Who speaks in the gateway's name: without its token, with an old message of its own, in forms that read in two ways. */
import fc from 'fast-check';
import { md5 } from '@noble/hashes/legacy.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Attack } from '../attack.ts';
import type { Victim } from '../victim.ts';

type Fields = Readonly<Record<string, string>>;
const FORM = 'application/x-www-form-urlencoded';

/** All of them. `stranger`: a shop with another token. */
export function webhookAttacks(victim: Victim, stranger: Victim): fc.Arbitrary<Attack>[] {
  const fields = fieldsAbout(victim);
  const genuine = fc.constantFrom(...victim.shop.webhooks);
  return [
    fields.map((each) => post('webhook unsigned', victim, form(each))),
    fc
      .tuple(fields, signatures())
      .map(([each, verifySign]) =>
        post('webhook with a made-up signature', victim, form({ ...each, verifySign })),
      ),
    fc.tuple(fields, wrongTokens(victim, stranger), fc.boolean()).map(([each, token, isJson]) => {
      const signed = { ...each, verifySign: signWith(each, token) };
      return isJson
        ? postJson('webhook of another token', victim, JSON.stringify(signed))
        : post('webhook of another token', victim, form(signed));
    }),
    fc.tuple(genuine, tampering()).map(([body, tamper]) => ({
      ...post('webhook tampered with', victim, tamper(body)),
    })),
    genuine.map((body) => ({ ...post('webhook played again', victim, body), must: 'change-nothing' })),
    genuine.map((body) => ({
      ...postJson(
        'webhook played again as JSON',
        victim,
        JSON.stringify(Object.fromEntries(new URLSearchParams(body))),
      ),
      must: 'change-nothing',
    })),
    fc.constantFrom(...stranger.shop.webhooks).map((body) => post('webhook of another shop', victim, body)),
    genuine.map((body) => ({
      ...post('webhook at another shop’s address', victim, body),
      path: `/webhooks/pockyt/${stranger.shop.settings.realm}`,
    })),
    fc.tuple(genuine, shapes()).map(([body, shape]) => shape(victim, body)),
  ];
}

/** Likely and unlikely fields about the shop's own orders. */
function fieldsAbout({ known, shop }: Victim): fc.Arbitrary<Fields> {
  const numbers = shop.ledger
    .all('SELECT transactionNo FROM attempts')
    .map((row) => String(row['transactionNo']));
  const text = fc.oneof(
    fc.string(),
    fc.string({ unit: 'binary' }),
    fc.constantFrom('', '\0', '&', '=', 'null', '__proto__'),
  );
  return fc.record(
    {
      reference: fc.oneof(fc.constantFrom(...known.map(({ reference }) => reference)), text),
      transactionNo: fc.oneof(fc.constantFrom(...numbers), text),
      status: fc.oneof(fc.constantFrom('success', 'failed', 'closed', 'pending'), text),
      amount: fc.oneof(fc.constantFrom('12.50', '0.01', '-12.50', '1e9', 'NaN'), text),
      currency: fc.oneof(fc.constantFrom('USD', 'CNY'), text),
      time: fc.constant('20261012173000'),
      note: text,
    },
    { requiredKeys: ['reference', 'status'] },
  );
}

const signatures = (): fc.Arbitrary<string> =>
  fc.oneof(
    fc.stringMatching(/^[0-9a-f]{32}$/),
    fc.constantFrom(
      '',
      '0',
      '0'.repeat(32),
      'true',
      'null',
      '[object Object]',
      'd41d8cd98f00b204e9800998ecf8427e',
    ),
    fc.string(),
  );

/** Tokens somebody could try: none, words for none, other shops' and the published sandbox's, and ours bent. */
function wrongTokens({ shop }: Victim, stranger: Victim): fc.Arbitrary<string> {
  const { token } = shop.settings.gateway;
  const guesses = fc.oneof(
    fc.constantFrom(
      '',
      'undefined',
      'null',
      'practice',
      '5cbfb079f15b150122261c8537086d77a',
      stranger.shop.settings.gateway.token,
    ),
    fc.constantFrom(
      token.toUpperCase(),
      `${token} `,
      token.slice(0, -1),
      bytesToHex(md5(utf8ToBytes(token))),
    ),
    fc.string(),
  );
  return guesses.filter((guess) => guess !== token);
}

/** A genuine message with something changed and the signature left; a signature over a melted text stays right. */
function tampering(): fc.Arbitrary<(body: string) => string> {
  const change = (alter: (fields: URLSearchParams) => void) => (body: string) => {
    const fields = new URLSearchParams(body);
    alter(fields);
    return fields.toString();
  };
  return fc.oneof(
    fc.constantFrom('0.01', '99999.99').map((amount) => change((fields) => fields.set('amount', amount))),
    fc
      .constantFrom('init', 'pending', 'refunded')
      .map((status) => change((fields) => fields.set('status', status))),
    fc.string({ minLength: 1 }).map((text) => change((fields) => fields.set('reference', text))),
    fc.stringMatching(/^[a-z]{1,8}$/).map((name) => change((fields) => fields.set(name, 'x'))),
    fc
      .constantFrom('amount', 'status', 'reference', 'time')
      .map((name) => change((fields) => fields.delete(name))),
    fc
      .constantFrom('amount', 'status', 'reference', 'verifySign')
      .map((name) => change((fields) => fields.append(name, 'x'))),
    fc.constant(
      change((fields) => {
        fields.set('amount', `${fields.get('amount') ?? ''}&currency=${fields.get('currency') ?? ''}`);
        fields.delete('currency');
      }),
    ),
  );
}

type Shape = (victim: Victim, body: string) => Attack;

/** Bodies and types that one reader takes for this and another for that. */
function shapes(): fc.Arbitrary<Shape> {
  const json =
    (text: (fields: Fields) => string): Shape =>
    (victim, body) =>
      postJson('webhook of two readings', victim, text(Object.fromEntries(new URLSearchParams(body))));
  const typed =
    (type: string): Shape =>
    (victim, body) => ({
      ...post('webhook of another type', victim, body),
      headers: { 'content-type': type },
    });
  return fc.oneof(
    fc
      .constantFrom(
        'text/plain',
        'multipart/form-data; boundary=x',
        'application/xml',
        'application/jsonx',
        'application/json',
      )
      .map(typed),
    fc.constantFrom(
      json((fields) => JSON.stringify([fields])),
      json((fields) => JSON.stringify({ ...fields, amount: [fields['amount']] })),
      json((fields) => JSON.stringify({ ...fields, status: { success: true } })),
      json((fields) => JSON.stringify(fields).replace('{', '{"status":"success",')),
      json((fields) => JSON.stringify(fields).replace('{', '{"__proto__":{"verifySign":"x"},')),
      json(() => '['.repeat(4_000)),
      json(() => '{"a":'.repeat(1_000)),
      json(() => `{"a":"${'x'.repeat(100_000)}"}`),
      json(() => '\uFEFF{}'),
    ),
    fc.string({ unit: 'binary', maxLength: 200 }).map(
      (text): Shape =>
        (victim) =>
          post('webhook of noise', victim, text),
    ),
    fc.json().map(
      (text): Shape =>
        (victim) =>
          postJson('webhook of any JSON', victim, text),
    ),
    fc.integer({ min: 41, max: 2_000 }).map(
      (count): Shape =>
        (victim) =>
          post('webhook of many fields', victim, Array.from({ length: count }, (_, n) => `f${n}=`).join('&')),
    ),
  );
}

function post(kind: string, { shop }: Victim, body: string): Attack {
  return {
    kind,
    method: 'POST',
    path: `/webhooks/pockyt/${shop.settings.realm}`,
    headers: { 'content-type': FORM },
    body,
    must: 'be-refused',
  };
}

function postJson(kind: string, victim: Victim, body: string): Attack {
  return { ...post(kind, victim, body), headers: { 'content-type': 'application/json' } };
}

function form(fields: Fields): string {
  return new URLSearchParams(fields).toString();
}

/** The gateway's signature, written here once more, so that an attacker needs nothing of ours. */
function signWith(fields: Fields, token: string): string {
  const hex = (text: string): string => bytesToHex(md5(utf8ToBytes(text)));
  const pairs = Object.keys(fields)
    .sort()
    .map((name) => `${name}=${fields[name] ?? ''}`);
  return hex([...pairs, hex(token)].join('&'));
}
