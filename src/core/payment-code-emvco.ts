/** EMVCo consumer-presented codes: base64 of BER-TLV that opens with 85 05 "CPV01" (EMV QRCPS, consumer mode). */
import type { Wallet } from './wallet.ts';

/** What a code that looks consumer-presented turned out to be. */
export type EmvcoReading =
  | { readonly kind: 'whole'; readonly wallet: Wallet }
  | { readonly kind: 'damaged' }
  | { readonly kind: 'none' };

/** The payload format indicator 85 05 "CPV01" in base64, as far as it does not depend on what follows it. */
const OPENING = 'hQVDUFYwM';
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
/** Tag 61: application template; tag 4F inside it: the application's identifier. */
const APPLICATION_TEMPLATE = 0x61;
const APPLICATION_ID = 0x4f;
/** A payment system is told by the first five bytes of the identifier; this one is registered to UnionPay. */
const UNIONPAY_RID = 'a000000333';

interface Tlv {
  readonly tag: number;
  readonly value: Uint8Array;
}

/**
 * Reads `text` (already without blanks) as an EMVCo consumer-presented code. A code that opens like one but whose
 * lengths do not add up was cut or misread: `damaged`. So is one whose letters lost their case (caps lock on a
 * wedge scanner). Never throws.
 */
export function readEmvco(text: string): EmvcoReading {
  if (!text.toLowerCase().startsWith(OPENING.toLowerCase())) return { kind: 'none' };
  const bytes = decodeBase64(text);
  const parts = bytes === null ? null : readTlv(bytes);
  const templates = parts?.filter((part) => part.tag === APPLICATION_TEMPLATE) ?? [];
  if (parts?.[0]?.tag !== 0x85 || templates.length === 0) return { kind: 'damaged' };
  const ids = templates.map((template) => applicationId(template.value));
  if (ids.includes(null)) return { kind: 'damaged' };
  return { kind: 'whole', wallet: ids.some((id) => id?.startsWith(UNIONPAY_RID)) ? 'unionpay' : 'unknown' };
}

/** Hexadecimal application identifier of a template, or null where the template is not whole. */
function applicationId(template: Uint8Array): string | null {
  const id = readTlv(template)?.find((part) => part.tag === APPLICATION_ID)?.value;
  if (id === undefined || id.length < 5) return null;
  return Array.from(id, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Splits BER-TLV; null unless the parts fill `bytes` exactly. */
function readTlv(bytes: Uint8Array): readonly Tlv[] | null {
  const parts: Tlv[] = [];
  let at = 0;
  while (at < bytes.length) {
    const head = readHead(bytes, at);
    if (head === null || head.end > bytes.length) return null;
    parts.push({ tag: head.tag, value: bytes.subarray(head.start, head.end) });
    at = head.end;
  }
  return parts;
}

/** Reads tag and length at `at`: tags of one or two bytes, lengths below 128 or as 81 nn or 82 nn nn. */
function readHead(bytes: Uint8Array, at: number): { tag: number; start: number; end: number } | null {
  let next = at;
  const byte = (): number => bytes[next++] ?? Number.NaN;
  let tag = byte();
  if ((tag & 0x1f) === 0x1f) tag = tag * 256 + byte();
  let length = byte();
  if (length === 0x81) length = byte();
  else if (length === 0x82) length = byte() * 256 + byte();
  else if (length > 0x7f) return null;
  if (Number.isNaN(tag) || Number.isNaN(length)) return null;
  return { tag, start: next, end: next + length };
}

/** Bytes of a base64 text, padding optional; null for anything else. `atob` is no part of the language. */
function decodeBase64(text: string): Uint8Array | null {
  const body = text.replace(/={1,2}$/, '');
  if (body.length % 4 === 1 || (body.length !== text.length && text.length % 4 !== 0)) return null;
  const bytes: number[] = [];
  let bits = 0;
  let held = 0;
  for (const letter of body) {
    const value = ALPHABET.indexOf(letter);
    if (value < 0) return null;
    held = ((held << 6) | value) & 0xfff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes.push((held >> bits) & 0xff);
    }
  }
  return Uint8Array.from(bytes);
}
