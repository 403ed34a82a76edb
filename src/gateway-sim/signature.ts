/** verifySign, read from the vendor's documents a second time on purpose: the proxy's is another reading. */
import { md5 } from '@noble/hashes/legacy.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/** Fields of one call or webhook by name, raw (before form encoding). */
export type Fields = ReadonlyMap<string, string>;

/** What becomes of an empty value: `k=` is signed, or the field is left out (pockyt.md §1, SDKs disagree). */
export type EmptyRule = 'keep' | 'drop';

/**
 * The text that is hashed: every field but verifySign, by name in code point order, `k=v` raw, then the hex MD5 of
 * the token without a name (pockyt.md §1, held by tests/fixtures/sign-vectors.json).
 */
export function stringToSign(fields: Fields, token: string, rule: EmptyRule): string {
  const parts = [...fields]
    .filter(([name, value]) => name !== 'verifySign' && (rule === 'keep' || value !== ''))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`);
  return [...parts, hashToken(token)].join('&');
}

/** Signs `fields`: 32 lower-case hex digits. */
export function sign(fields: Fields, token: string, rule: EmptyRule = 'keep'): string {
  return hex(stringToSign(fields, token, rule));
}

/** True where the fields carry their own right signature under the rule, or under either of the two. */
export function isSigned(fields: Fields, token: string, rule: EmptyRule | 'either'): boolean {
  const given = fields.get('verifySign');
  const rules: readonly EmptyRule[] = rule === 'either' ? ['keep', 'drop'] : [rule];
  return rules.some((one) => sign(fields, token, one) === given);
}

/** A store has one token for years, and it is hashed with every call. */
let lastToken: { readonly token: string; readonly hash: string } | null = null;
function hashToken(token: string): string {
  if (lastToken?.token !== token) lastToken = { token, hash: hex(token) };
  return lastToken.hash;
}

function hex(text: string): string {
  return bytesToHex(md5(utf8ToBytes(text)));
}
