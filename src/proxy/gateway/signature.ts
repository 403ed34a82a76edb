/** The gateway's signature, `verifySign` (pockyt.md §1): MD5 over the sorted raw fields and the hashed token. */
import { md5 } from '@noble/hashes/legacy.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/** Fields of a call or a webhook; a value is always a text. */
export type Fields = Readonly<Record<string, string>>;

/** What to do with empty values: the vendor's own SDKs disagree (pockyt.md §1). */
export type EmptyRule = 'keep' | 'drop';

/** Signs `fields` (all but `verifySign`). `token` is used as it stands: 33 characters are fine. */
export function sign(fields: Fields, token: string, emptyRule: EmptyRule = 'keep'): string {
  return makeSign(token)(fields, emptyRule);
}

/** Signs with one token, which is hashed once: every call to the gateway is signed with it. */
export function makeSign(token: string): (fields: Fields, emptyRule?: EmptyRule) => string {
  const hashedToken = md5Hex(token);
  return (fields, emptyRule = 'keep') => signWith(hashedToken, fields, emptyRule);
}

function signWith(hashedToken: string, fields: Fields, emptyRule: EmptyRule): string {
  const signed = Object.entries(fields)
    .filter(([name, value]) => name !== 'verifySign' && (emptyRule === 'keep' || value !== ''))
    .sort(([a], [b]) => compareCodePoints(a, b))
    .map(([name, value]) => `${name}=${value}`);
  return md5Hex([...signed, hashedToken].join('&'));
}

/** True where `fields.verifySign` is the token's, under either rule for empty values. */
export function isSigned(fields: Fields, token: string): boolean {
  const given = (fields['verifySign'] ?? '').toLowerCase();
  return isSameText(given, sign(fields, token, 'keep')) || isSameText(given, sign(fields, token, 'drop'));
}

/** Compares without telling by its time where the first difference is. */
export function isSameText(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  let difference = 0;
  for (let index = 0; index < a.length; index += 1) difference |= a.charCodeAt(index) ^ b.charCodeAt(index);
  return difference === 0;
}

/** Upper case stands before lower case, as in Java's TreeMap; a locale's order would not do. */
function compareCodePoints(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function md5Hex(text: string): string {
  return bytesToHex(md5(utf8ToBytes(text)));
}
