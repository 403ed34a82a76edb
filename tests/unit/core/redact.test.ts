/** The log holds no secret, whatever a caller hands in. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeJsonLog } from '../../../src/core/json-log.ts';
import { makeReference } from '../../../src/core/ids.ts';
import { makePairingText } from '../../../src/core/pairing-text.ts';
import type { LogFields } from '../../../src/core/ports.ts';
import { MASK, redactFields, redactText } from '../../../src/core/redact.ts';
import { makeSeededRandom } from '../../fakes/random.ts';

function setup(from: 'info' | 'warn' = 'warn') {
  const lines: string[] = [];
  const log = makeJsonLog({ now: () => 0, write: (line) => void lines.push(line), from });
  return { lines, log };
}

const text = (of: string, min: number, max: number) =>
  fc
    .array(fc.constantFrom(...of.split('')), { minLength: min, maxLength: max })
    .map((letters) => letters.join(''));
const DIGIT = '0123456789';
const HEX = `${DIGIT}abcdef`;
const SECRETS = {
  'a number as wallets show it': text(DIGIT, 12, 32),
  'such a number in groups of four': text(DIGIT, 16, 24).map((digits) =>
    digits.replace(/(.{4})(?=.)/g, '$1 '),
  ),
  'a code of letters and digits': text('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', 12, 60).filter((code) =>
    /\d/.test(code),
  ),
  'an EMVCo code': text('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=', 40, 200),
  'an MD5, or the gateway’s token': text(HEX, 32, 33),
  'a till’s token': text(HEX, 64, 64),
} as const;

describe('what is written', () => {
  it.each(Object.entries(SECRETS))('never holds %s, wherever it stands', (_, secrets) => {
    const around = fc.constantFrom('', ' ', ': ', '"', '=', ', ', '(', '{"a":"');
    fc.assert(
      fc.property(
        secrets,
        around,
        around,
        fc.constantFrom('error', 'status', 'why', 'reference', 'till'),
        (secret, before, after, name) => {
          const { lines, log } = setup();
          log.warn('something', { [name]: `it said${before}${secret}${after} and left` });
          log.error('something', { [name]: secret });
          const isId = (name === 'reference' || name === 'till') && /^[0-9a-z]{1,32}$/.test(secret);
          // A short hash is no other text than an identity; nothing hands one in under such a name.
          const held = isId && !/^\d+$/.test(secret) ? lines.slice(0, 1) : lines;
          expect(held.join('\n')).not.toContain(secret);
        },
      ),
    );
  });

  it('never holds a pairing code in its link, a till’s cookie or a receipt’s address', () => {
    const code = makePairingText(makeSeededRandom(1));
    const said = redactText(`https://till.test/#pair=0123456789abcdef.${code} pling_till=abcdef /r/abcdefgh`);
    expect(said).toBe(`https://till.test/#pair=${MASK} pling_till=${MASK} /r/${MASK}`);
  });

  it('never holds what a library quotes of a value it could not read', () => {
    expect(redactText('Invalid format: Expected /^\\d{4,8}$/ but received "246"')).not.toContain('246');
  });

  it('masks a field that is named like a secret, and a number too large to be a time', () => {
    const fields = { pin: '2468', code: 'abcd', ms: 12, at: 1_795_000_000_000, sum: 2864985306729491 };
    expect(redactFields(fields as unknown as LogFields)).toEqual({
      pin: MASK,
      code: MASK,
      ms: 12,
      at: 1_795_000_000_000,
      sum: MASK,
    });
  });
});

describe('what is useful stays', () => {
  it('references, plain sentences and small numbers', () => {
    const reference = makeReference(makeSeededRandom(3));
    const fields = { reference, error: 'Error: database is locked (5)', ms: 17, ok: true, none: null };
    expect(redactFields(fields)).toEqual(fields);
  });

  it('is a line a machine can read', () => {
    const { lines, log } = setup();
    log.warn('clock-set-back', { aheadMs: 1200 });
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
      { at: '1970-01-01T00:00:00.000Z', level: 'warn', event: 'clock-set-back', aheadMs: 1200 },
    ]);
  });

  it('what went well is written only where it was asked for', () => {
    const [quiet, loud] = [setup(), setup('info')];
    for (const { log } of [quiet, loud]) log.info('request', { status: 200 });
    expect([quiet.lines.length, loud.lines.length]).toEqual([0, 1]);
  });
});

describe('the compiler', () => {
  it('refuses a field that is named like a secret', () => {
    const { log } = setup();
    // @ts-expect-error -- a payment code is no field of a log
    log.info('paid', { code: '286498530672949108' });
    expect(true).toBe(true);
  });
});
