/** What a pairing code is made of: what the till's keys have is what the proxy draws from. */
import type { Random } from './ports.ts';

/** Thirty characters without look-alikes (0 O, 1 I L, U like V). */
export const PAIRING_ALPHABET = '23456789ABCDEFGHJKMNPQRSTVWXYZ';
/** Characters in a code: 39 random bits, ten minutes, few tries. */
export const PAIRING_LENGTH = 8;

/** A fresh code. Draws that would favour some characters are thrown away. */
export function makePairingText(random: Random): string {
  let text = '';
  while (text.length < PAIRING_LENGTH) {
    const [byte = 0] = random.bytes(1);
    text += PAIRING_ALPHABET[byte & 31] ?? '';
  }
  return text;
}

/** What was typed, as it was drawn: upper case, without blanks and dashes. */
export function normalisePairingText(typed: string): string {
  return typed.toUpperCase().replaceAll(/[\s-]/g, '');
}
