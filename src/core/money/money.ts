/** Money: integer minor units with a currency. Text becomes digits becomes an integer; no float on the way. */

declare const minorBrand: unique symbol;
/** Integer count of a currency's smallest unit (cents for USD, yen for JPY). Never a float, never negative. */
export type Minor = number & { readonly [minorBrand]: true };

/** Digits after the point, by ISO 4217 (list one, 2026) for the currencies Pockyt names (pockyt.md §4). */
const EXPONENTS = {
  BDT: 2,
  CAD: 2,
  CNY: 2,
  EUR: 2,
  GBP: 2,
  HKD: 2,
  IDR: 2,
  JPY: 0,
  KRW: 0,
  MYR: 2,
  PHP: 2,
  PKR: 2,
  SGD: 2,
  THB: 2,
  USD: 2,
} as const;

/** ISO 4217 alphabetic code of a currency Pling can charge in. */
export type Currency = keyof typeof EXPONENTS;

/** An amount somebody owes, paid or got back. */
export interface Money {
  readonly minor: Minor;
  readonly currency: Currency;
}

/** Why a text is not an amount. */
export type AmountProblem = 'not-a-number' | 'too-many-decimals' | 'too-large';

/** Result of reading an amount. */
export type AmountResult =
  { readonly ok: true; readonly money: Money } | { readonly ok: false; readonly problem: AmountProblem };

/** The largest amount in minor units: 12 digits, the longest the money face shows on a phone. */
export const MAX_MINOR = 999_999_999_999 as Minor;

/** True for a currency Pling knows the exponent of. */
export function isCurrency(text: string): text is Currency {
  return Object.hasOwn(EXPONENTS, text);
}

/** All currencies, sorted. */
export function currencies(): readonly Currency[] {
  return Object.keys(EXPONENTS).filter(isCurrency).sort();
}

/** Digits after the decimal point of `currency`. */
export function exponentOf(currency: Currency): number {
  return EXPONENTS[currency];
}

/** Makes an amount of `minor` units. Throws a RangeError unless it is an integer from 0 to MAX_MINOR. */
export function money(minor: number, currency: Currency): Money {
  if (!Number.isSafeInteger(minor) || minor < 0 || minor > MAX_MINOR) {
    throw new RangeError(`Not an amount in minor units: ${minor}`);
  }
  return { minor: minor as Minor, currency };
}

/**
 * Reads a decimal text as the wire and settings write it ("13", "13.00", "0.5"; `.` only, no sign, no blanks).
 * Trailing zeros beyond the currency's digits are allowed ("100.00" in JPY, pockyt.md §4), other digits are not.
 */
export function parseDecimal(text: string, currency: Currency): AmountResult {
  const match = /^(\d{1,15})(?:\.(\d{1,6}))?$/.exec(text);
  if (!match) return { ok: false, problem: 'not-a-number' };
  const exponent = exponentOf(currency);
  const fraction = match[2] ?? '';
  if (/[1-9]/.test(fraction.slice(exponent))) return { ok: false, problem: 'too-many-decimals' };
  const minor = Number((match[1] ?? '') + fraction.slice(0, exponent).padEnd(exponent, '0'));
  if (minor > MAX_MINOR) return { ok: false, problem: 'too-large' };
  return { ok: true, money: money(minor, currency) };
}

/** Writes an amount as the wire wants it: "12.50" in USD, "1250" in JPY. */
export function toDecimal(amount: Money): string {
  const exponent = exponentOf(amount.currency);
  const digits = String(amount.minor).padStart(exponent + 1, '0');
  if (exponent === 0) return digits;
  return `${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`;
}

/** True when both are the same amount of the same currency. */
export function sameMoney(a: Money, b: Money): boolean {
  return a.minor === b.minor && a.currency === b.currency;
}

/**
 * Writes an amount for people, by `Intl`, in `locale` (BCP 47). The narrow symbol is used ("$12.50", "¥1,250").
 * `Intl` takes the decimal text, so no float is made of it.
 */
export function formatMoney(amount: Money, locale: string): string {
  return formatOf(amount.currency, locale).format(toDecimal(amount) as `${number}`);
}

/** Making a format costs more than using it a hundred times, and the till writes a dozen amounts for every key pressed. */
const formats = new Map<string, Intl.NumberFormat>();

function formatOf(currency: Currency, locale: string): Intl.NumberFormat {
  const key = locale + currency;
  const known = formats.get(key);
  if (known) return known;
  const digits = exponentOf(currency);
  const fresh = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  formats.set(key, fresh);
  return fresh;
}
