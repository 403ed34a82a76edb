/** Keyed hashes: what may be compared later but never read back. */
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/** What is hashed; each use has a key of its own, so that no hash can be taken for another's. */
export type HashUse =
  | 'payment-code'
  | 'pairing-code'
  | 'managers-pin'
  | 'till-token'
  | 'console'
  | 'shop-file'
  | 'practice-wallet';

/** HMAC-SHA256 of `text` under `secret`, in hex. */
export function keyedHash(secret: Uint8Array, use: HashUse, text: string): string {
  return bytesToHex(hmac(sha256, secret, utf8ToBytes(`${use}\n${text}`)));
}
