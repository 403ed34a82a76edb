/** The word that only a holder of the deployment's secret can say: it opens the console where the proxy runs far away. */
import type { EpochMs } from '../../core/ports.ts';
import { isSameText } from '../gateway/signature.ts';
import { keyedHash } from '../keyed-hash.ts';

/** What a word is good for: one deed at one address, once. */
export interface ConsoleDeed {
  /** with its port where it has one: a word for one deployment is none for another with the same secret */
  readonly host: string;
  /** path with its query */
  readonly address: string;
  readonly at: EpochMs;
}

/** Longest age of a word, ms; also how far ahead the asking machine's clock may be. */
export const WORD_LIFE_MS = 60_000;
/** Least time between two words, ms: whoever has the secret needs a code now and then, not a thousand a second. */
export const WORD_SPACING_MS = 100;

/** Makes the `authorization` header of a deed. */
export function makeConsoleWord(secret: Uint8Array, deed: ConsoleDeed): string {
  return `Pling ${deed.at}.${hashOf(secret, deed)}`;
}

/** When the word was made, epoch ms; null where it is not one for this host and path. Compared in constant time. */
export function readConsoleWord(
  secret: Uint8Array,
  header: string,
  deed: Omit<ConsoleDeed, 'at'>,
): EpochMs | null {
  const [, digits = '', hash = ''] = /^Pling (\d{1,15})\.([0-9a-f]{64})$/.exec(header) ?? [];
  const at = Number(digits);
  return digits !== '' && isSameText(hash, hashOf(secret, { ...deed, at })) ? at : null;
}

function hashOf(secret: Uint8Array, { host, address, at }: ConsoleDeed): string {
  return keyedHash(secret, 'console', `POST\n${host}\n${address}\n${at}`);
}
