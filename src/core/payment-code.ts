/** Payment codes: what a scanner read is told apart into a code to charge, or a plain reason why it is none. */
import { readEmvco } from './payment-code-emvco.ts';
import type { Wallet } from './wallet.ts';

declare const codeBrand: unique symbol;
/** What a wallet shows, without blanks. Case and leading zeros kept. Never rests in a log, a URL or the ledger. */
export type PaymentCode = string & { readonly [codeBrand]: true };

/** How a text came in: the live camera, a scanner that types, one that speaks HID, a photo, or a person's fingers. */
export type ScanSource = 'camera' | 'wedge' | 'hid' | 'photo' | 'typed';

/** Why a text is no payment code. */
export type RefusedRead =
  'product-barcode' | 'web-link' | 'merchant-qr' | 'coupon-or-other' | 'too-short' | 'damaged' | 'empty';

/** What one scanned or typed text is. */
export type ScanReading =
  | { readonly kind: 'payment-code'; readonly code: PaymentCode; readonly wallet: Wallet }
  | { readonly kind: 'refused'; readonly why: RefusedRead };

/** Blanks, line ends, control characters and the invisible ones that copied or scanned text carries. */
// eslint-disable-next-line no-control-regex -- scanners do send control characters
const INVISIBLE = /[\s\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2060\ufeff]/g;
/** "]C1", "]Q3": some scanners name the symbology in front (ISO/IEC 15424). No wallet's code starts with "]". */
const SYMBOLOGY = /^(?:\][A-Za-z][0-9A-Za-z])+/;
/** Printable ASCII typed at full width by a Chinese or Japanese keyboard. */
const FULL_WIDTH = /[\uff01-\uff5e]/g;
/** Places that take money: the shop's or a friend's code, not one that pays (hosts seen in the wild). */
const RECEIVING =
  /^(?:wxp:|weixin:|alipays?:|alipayqr:|upi:|https?:\/\/(?:qr\.alipay\.com|qr\.95516\.com|wx\.tenpay\.com|payapp\.weixin\.qq\.com|(?:www\.)?paypal\.(?:me|com\/(?:qrcodes|paypalme))|(?:www\.)?venmo\.com|cash\.app)(?:[/?#:]|$))/i;
const LINK = /^(?:[a-z][a-z0-9+.-]*:\/\/|www\.)/i;

/** Strips what is not part of a code, keeps case and leading zeros. Twice is the same as once. */
export function normaliseCode(text: string): string {
  return text
    .replace(FULL_WIDTH, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replace(INVISIBLE, '')
    .replace(SYMBOLOGY, '');
}

/** True for a normalised text that may be a payment code: the check for one that comes back out of storage. */
export function isPaymentCode(text: string): text is PaymentCode {
  return /^[A-Za-z0-9+/=]{12,512}$/.test(text);
}

/**
 * Tells what `text` is. The wallet is a hint (pockyt.md §5: a 28… code may be Alipay or any Alipay+ wallet).
 * Refuses only what is known to be something else, so that the gateway decides about the rest. Never throws.
 */
export function readPaymentCode(text: string, source: ScanSource): ScanReading {
  const code = normaliseCode(text);
  if (code === '') return refused('empty');
  if (code.includes('\ufffd')) return refused('damaged');
  const emvco = readEmvco(code);
  if (emvco.kind === 'damaged') return refused('damaged');
  if (emvco.kind === 'whole') return accepted(code, emvco.wallet);
  // "000201": payload format indicator of a merchant-presented EMVCo code; no wallet's number starts so.
  if (code.startsWith('000201') || RECEIVING.test(code)) return refused('merchant-qr');
  if (LINK.test(code)) return refused('web-link');
  if (/^[0-9]+$/.test(code)) return readDigits(code, source);
  // PayPal, Venmo and Cash App give their format to partners only: letters and digits of a plausible length pass,
  // and no wallet is named.
  if (/^[A-Za-z0-9]{12,128}$/.test(code)) return accepted(code, 'unknown');
  return refused('coupon-or-other');
}

/** Digits only: product numbers are named, lengths no wallet uses are refused, the rest is a code. */
function readDigits(digits: string, source: ScanSource): ScanReading {
  if (isProduct(digits, source)) return refused('product-barcode');
  if (digits.length === 12) return accepted(digits, 'line');
  if (digits.length < 16) return refused('too-short');
  // 32 digits is the longest numeric code any wallet publishes (Alipay+ code_format).
  if (digits.length > 32) return refused('coupon-or-other');
  return accepted(digits, walletOfDigits(digits));
}

/**
 * EAN-8, UPC-A, EAN-13, GTIN-14, and the GS1-128 labels of cartons (01 + GTIN) and parcels (00 + 18 digits).
 * Twelve digits are also LINE's length (Thailand): one with a valid check digit is a product only from a hand
 * scanner, for the camera reads no UPC symbols, and nobody types a product's number to take a payment.
 */
function isProduct(digits: string, source: ScanSource): boolean {
  switch (digits.length) {
    case 8:
    case 13:
    case 14:
      return hasCheckDigit(digits);
    case 12:
      return (source === 'wedge' || source === 'hid') && hasCheckDigit(digits);
    case 20:
      if (digits.startsWith('00')) return hasCheckDigit(digits.slice(2));
  }
  return digits.length >= 16 && digits.startsWith('01') && hasCheckDigit(digits.slice(2, 16));
}

/** GS1 check digit: weights 3 and 1 from the right, the sum a multiple of ten. */
function hasCheckDigit(digits: string): boolean {
  const sum = Array.from(digits)
    .reverse()
    .reduce((total, digit, index) => total + Number(digit) * (index % 2 === 0 ? 1 : 3), 0);
  return sum % 10 === 0;
}

/** The wallets' published formats (pockyt.md §5), the narrow ones first. */
const FORMATS: readonly (readonly [RegExp, Wallet])[] = [
  [/^1[0-5]\d{16}$|^160\d{15}$/, 'wechat'],
  [/^62\d{17,18}$/, 'unionpay'],
  // 24 digits: issuer (6), "02" = payment code, number (16).
  [/^2[58]\d{4}02\d{16}$/, 'alipay-plus'],
  // Legacy Alipay+ has 17 to 19 digits; 18 of them are Alipay's own usual length.
  [/^28\d{15}$|^28\d{17}$|^28\d{23,30}$/, 'alipay-plus'],
  [/^(?:2[5-9]|30)\d{14,22}$/, 'alipay'],
];

function walletOfDigits(digits: string): Wallet {
  return FORMATS.find(([format]) => format.test(digits))?.[1] ?? 'unknown';
}

function accepted(code: string, wallet: Wallet): ScanReading {
  return isPaymentCode(code) ? { kind: 'payment-code', code, wallet } : refused('damaged');
}

function refused(why: RefusedRead): ScanReading {
  return { kind: 'refused', why };
}
