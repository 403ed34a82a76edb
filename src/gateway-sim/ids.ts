/** Random digits and letters for codes and transaction numbers. */
import type { SimRandom } from './ports.ts';

/** Letters and digits that are told apart when typed: no I, O, 0, 1. */
const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';

/** `length` decimal digits, each equally likely. */
export function randomDigits(random: SimRandom, length: number): string {
  let digits = '';
  while (digits.length < length) {
    // 250 is the largest multiple of ten a byte holds: beyond it 0 to 5 would come up too often.
    for (const byte of random.bytes(length)) if (byte < 250) digits += String(byte % 10);
  }
  return digits.slice(0, length);
}

/** `length` letters and digits of five random bits each. */
export function randomLetters(random: SimRandom, length: number): string {
  return Array.from(random.bytes(length), (byte) => LETTERS[byte % LETTERS.length]).join('');
}

/** 18 digits, never a leading zero: a decimal string beyond 2^53, as the real ones are (pockyt.md §1). */
export function makeTransactionNo(random: SimRandom): string {
  return `29${randomDigits(random, 16)}`;
}
