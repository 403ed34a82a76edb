/** The keypad's amount: digits shift in from the right, as on every till. */
import { MAX_MINOR, money, type Money } from './money.ts';

/** A key of the amount pad. */
export type AmountKey = '0' | '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9' | '00' | 'back' | 'clear';

/** Result of one key: the amount after it, and whether the key was refused (the amount would not fit). */
export interface Keyed {
  readonly amount: Money;
  readonly refused: boolean;
}

/** Presses one key. `max` (minor units) is the shop's limit's digit room; the amount itself is judged at Charge. */
export function pressKey(amount: Money, key: AmountKey, max: number = MAX_MINOR): Keyed {
  if (key === 'clear') return { amount: money(0, amount.currency), refused: false };
  if (key === 'back')
    return { amount: money(Math.floor(amount.minor / 10), amount.currency), refused: false };
  const next = amount.minor * 10 ** key.length + Number(key);
  if (next > Math.min(max, MAX_MINOR)) return { amount, refused: true };
  return { amount: money(next, amount.currency), refused: false };
}
