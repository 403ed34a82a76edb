/** What a receipt's address ends in: a digit that says in which shops to look first, and what nobody guesses. */
import type { Random } from '../core/ports.ts';

const BASE = 36;
/** Draws of 36: 129 random bits. */
const RANDOM_CHARACTERS = 25;
/** Bytes from here on would favour some characters. */
const FAIR_BYTES = 252;

/** A fresh token, 26 of `[0-9a-z]`. */
export function makeReceiptToken(realm: string, random: Random): string {
  let token = receiptTag(realm);
  while (token.length <= RANDOM_CHARACTERS) {
    for (const byte of random.bytes(RANDOM_CHARACTERS + 1 - token.length)) {
      if (byte < FAIR_BYTES) token += (byte % BASE).toString(BASE);
    }
  }
  return token;
}

/** The first character of every token of this shop; one shop in 36 shares it. */
export function receiptTag(realm: string): string {
  const part = Number.parseInt(realm.slice(0, 8), 16);
  return (Number.isNaN(part) ? 0 : part % BASE).toString(BASE);
}
