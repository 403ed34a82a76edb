/** Who has no till: no cookie, an old one, another shop's, a made-up one; and who guesses codes and PINs. */
import fc from 'fast-check';
import { jsonAttack, type Attack } from '../attack.ts';
import type { Known, Victim } from '../victim.ts';

/** All of them. */
export function strangerAttacks(victim: Victim, stranger: Victim): fc.Arbitrary<Attack>[] {
  const wish = wishes(victim);
  return [
    fc.tuple(wish, cookies(victim, stranger)).map(([attack, cookie]) => ({
      ...attack,
      kind: 'without a till’s cookie',
      headers: { ...attack.headers, ...(cookie === null ? {} : { cookie }), 'x-pling-seen': 'epoch:999999' },
    })),
    pairingCodes().map((code) => jsonAttack('pairing code guessed', '/api/pair', { code })),
    fc
      .tuple(wishes(victim), fc.stringMatching(/^\d{4,8}$/))
      .map(([attack, pin]) => withPin(victim, attack, pin)),
    fc
      .oneof(fc.stringMatching(/^[0-9a-z]{26}$/), bent(victim.receiptToken))
      .map((token) => read('receipt guessed', `/r/${encodeURIComponent(token)}`)),
    fc
      .tuple(
        wish,
        fc.constantFrom(
          'https://evil.test',
          'null',
          'http://127.0.0.1:9999',
          'http://127.0.0.1.evil.test',
          '',
        ),
      )
      .map(([attack, origin]) => ({
        ...attack,
        kind: 'another site’s page, with the cookie',
        headers: { ...attack.headers, cookie: victim.cookie, origin },
      })),
    fc.tuple(wish, fc.constantFrom('cross-site', 'same-site', 'x')).map(([attack, site]) => ({
      ...attack,
      kind: 'another site’s page, by Fetch Metadata',
      headers: { ...attack.headers, cookie: victim.cookie, 'sec-fetch-site': site },
    })),
    fc.constantFrom('/control/pairing-code', '/control/forget-pin', '/control').map((path) => ({
      ...jsonAttack('the console’s door', path, {}),
      headers: { authorization: 'Bearer x' },
    })),
  ];
}

/** What an attacker would like to do: valid in every field, so that only the door can stop it. */
function wishes({ known, pin, shop }: Victim): fc.Arbitrary<Attack> {
  const sendBy = shop.server.time.clock.now() + 60_000;
  const refund = { n: 2, refundMinor: 100, reason: 'mine', pin, sendBy };
  const about = fc.constantFrom(...known);
  const till = String(shop.ledger.all('SELECT id FROM tills')[0]?.['id']);
  const on = (what: string, more: object) => (each: Known) =>
    jsonAttack('', `/api/attempts/${each.reference}/${what}`, { ...each.claim, ...more });
  const fresh = (each: Known) => ({ ...each.claim, saleId: `stolen${each.claim.saleId}` });
  return fc.oneof(
    about.map(on('refunds', refund)),
    about.map(on('cancel', {})),
    about.map(on('extend', {})),
    about.map(on('close', { why: 'withdrawn' })),
    about.map(on('decide', { decision: 'return', reason: 'mine', pin, sendBy })),
    about.map((each) =>
      jsonAttack('', '/api/attempts', { ...fresh(each), reference: `stolen${each.reference}` }),
    ),
    about.map((each) =>
      jsonAttack('', `/api/attempts/stolen${each.reference}/pay`, {
        ...fresh(each),
        code: '286498530672949108',
        wallet: 'alipay',
        sendBy,
      }),
    ),
    about.map((each) =>
      jsonAttack('', `/api/sales/${each.claim.saleId}/settle`, {
        ...each.claim,
        how: 'cash',
        references: [each.reference],
      }),
    ),
    about.map((each) => jsonAttack('', `/api/sales/${each.claim.saleId}/take`, { realm: each.claim.realm })),
    fc.constant(jsonAttack('', '/api/pin', { pin, newPin: '1111' })),
    fc.constant(jsonAttack('', '/api/offer', { realm: shop.settings.realm, sales: [] })),
    fc.constant(jsonAttack('', '/api/strays/1/close', { reason: 'x', pin })),
    fc
      .constantFrom(
        '/api/status',
        '/api/unseal',
        '/api/audit',
        '/api/tills/codes',
        `/api/tills/${till}/revoke`,
      )
      .map((path) => jsonAttack('', path, { pin })),
    fc.constant(jsonAttack('', `/api/tills/${till}/rename`, { pin, name: 'mine' })),
  );
}

/** Null: none at all. */
function cookies(victim: Victim, stranger: Victim): fc.Arbitrary<string | null> {
  const token = victim.cookie.split('=')[1] ?? '';
  return fc.oneof(
    fc.constantFrom(
      null,
      victim.oldCookie,
      stranger.cookie,
      'pling_till',
      'pling_till=',
      'pling_till=undefined',
    ),
    fc.stringMatching(/^[0-9a-f]{64}$/).map((text) => `pling_till=${text}`),
    bent(token).map((text) => `pling_till=${encodeURIComponent(text)}`),
    fc.constantFrom(`__Host-pling_till=${token}`, `PLING_TILL=${token}`, `till=${token}`),
    fc.string({ maxLength: 300 }).map((text) => `pling_till=${encodeURIComponent(text)}`),
    fc.constantFrom(
      "pling_till=' OR 1=1 --",
      'pling_till=%00',
      'pling_till=%',
      `pling_till=${'0'.repeat(8_000)}`,
    ),
  );
}

/** Nearly it. */
function bent(text: string): fc.Arbitrary<string> {
  const nearly = [
    text.slice(0, -1),
    `${text}0`,
    text.toUpperCase(),
    `${text.slice(1)}0`,
    `0${text.slice(1)}`,
  ];
  return fc.constantFrom(...nearly).filter((each) => each !== text);
}

const pairingCodes = (): fc.Arbitrary<unknown> =>
  fc.oneof(
    fc.stringMatching(/^[0-9A-HJKMNP-TV-Z]{8}$/),
    fc.string(),
    fc.constantFrom('', '%', '________', "' OR '1'='1", 'a.b.c', null, 12345678, ['AAAAAAAA'], { $ne: '' }),
  );

/** A stolen till tries PINs: on what a manager may do. The right one is not among them. */
function withPin(victim: Victim, attack: Attack, guess: string): Attack {
  const pin = guess === victim.pin ? '00000000' : guess;
  const body = JSON.parse(attack.body ?? '{}') as Record<string, unknown>;
  const needsPin = 'pin' in body;
  const [first] = victim.known;
  const path = needsPin ? attack.path : `/api/attempts/${first?.reference ?? ''}/refunds`;
  const claim = needsPin
    ? body
    : { ...first?.claim, n: 1, refundMinor: 1, reason: 'x', sendBy: 9_999_999_999_999 };
  return jsonAttack(
    'PIN guessed',
    path,
    { ...claim, ...(needsPin && body['decision'] ? { decision: 'closed' } : {}), pin },
    { cookie: victim.cookie },
  );
}

function read(kind: string, path: string): Attack {
  return { kind, method: 'GET', path, headers: {}, body: null, must: 'be-refused' };
}
