/** The bytes of a code as text. */

/**
 * Joins and decodes. Wallets' codes are ASCII; what is not UTF-8 becomes U+FFFD, which `readPaymentCode` calls
 * damaged. Line ends behind the code, which most scanners are set to add, are cut off. Never throws.
 */
export function decodeCode(parts: readonly Uint8Array[]): string {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  // One stream: a character may begin in one report and end in the next.
  const text = parts.map((bytes) => decoder.decode(bytes, { stream: true })).join('') + decoder.decode();
  return text.replace(/[\r\n]+$/, '');
}
