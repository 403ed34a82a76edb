/** Payment codes at rest: AES-GCM under a key that never leaves the browser (law 9). */
import type { Reference } from '../core/ids.ts';
import type { Random } from '../core/ports.ts';
import type { HeldCode } from './journal.ts';
import type { HeldRow } from './schema.ts';

const ALGORITHM = 'AES-GCM';
/** Bytes of a fresh nonce (NIST SP 800-38D: 96 bits). */
const NONCE_BYTES = 12;

/** Makes the key: non-extractable, so that a copied database is not a copied code. */
export function makeHeldKey(subtle: SubtleCrypto): Promise<CryptoKey> {
  return subtle.generateKey({ name: ALGORITHM, length: 256 }, false, ['encrypt', 'decrypt']);
}

/** Seals a code for the store. The reference is bound to it: a row moved to another attempt does not open. */
export async function sealCode(
  subtle: SubtleCrypto,
  key: CryptoKey,
  random: Random,
  held: HeldCode,
): Promise<HeldRow> {
  const iv = new Uint8Array(random.bytes(NONCE_BYTES));
  const params = { name: ALGORITHM, iv, additionalData: bytesOf(held.reference) };
  const sealed = await subtle.encrypt(params, key, bytesOf(held.code));
  return { reference: held.reference, dropBy: held.dropBy, iv, sealed };
}

/** Opens a row; null when it cannot be opened: a code that cannot be read is a code that is gone. */
export async function openCode(
  subtle: SubtleCrypto,
  key: CryptoKey,
  reference: Reference,
  row: HeldRow,
): Promise<HeldCode | null> {
  const params = { name: ALGORITHM, iv: row.iv, additionalData: bytesOf(reference) };
  try {
    const code = new TextDecoder().decode(await subtle.decrypt(params, key, row.sealed));
    return { reference, code, dropBy: row.dropBy };
  } catch (error) {
    if (error instanceof DOMException && error.name === 'OperationError') return null;
    throw error;
  }
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(new TextEncoder().encode(text));
}
