/** How much of a body is read: exactly as much as its route takes, whether its length was told or not. */
import type { Context, MiddlewareHandler } from 'hono';
import { OFFER_MOST_CHARS } from '../contract/offer-api.ts';
import { Refusal } from './refusal.ts';

/** The longest body any other route takes, bytes. */
export const MAX_BODY_BYTES = 16 * 1024;
/** A till that tells a new ledger what it knows has more to say: its characters, each up to four bytes, and the frame. */
export const MAX_OFFER_BYTES = OFFER_MOST_CHARS * 4 + 1024;
/** A webhook has some ten short fields (pockyt.md §3). */
export const MAX_WEBHOOK_BYTES = 8 * 1024;

/** The most that may be sent to `path`, bytes. */
export function mostBytes(path: string): number {
  if (path.startsWith('/webhooks/')) return MAX_WEBHOOK_BYTES;
  return path === '/api/offer' ? MAX_OFFER_BYTES : MAX_BODY_BYTES;
}

/** Refuses what says itself that it is too long, before anything else is looked at. */
export const refuseLarge: MiddlewareHandler = async (c, next) => {
  const told = c.req.header('content-length');
  if (told !== undefined && !(Number(told) <= mostBytes(c.req.path))) throw new Refusal('too-large');
  await next();
};

/** Reads the body as text and no more than `most` bytes of it. Throws a Refusal where it is longer or breaks off. */
export async function readText(c: Context, most: number): Promise<string> {
  try {
    // The runtime holds a sender to the length it told.
    const text =
      c.req.header('content-length') === undefined ? await readPieces(c, most) : await c.req.text();
    if (text.length > most) throw new Refusal('too-large');
    return text;
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal('malformed-request', 'The body broke off.');
  }
}

/** A body whose end nobody has told is counted as it comes. */
async function readPieces(c: Context, most: number): Promise<string> {
  const reader = c.req.raw.body?.getReader();
  const decoder = new TextDecoder();
  let [text, bytes] = ['', 0];
  for (;;) {
    const piece = await reader?.read();
    if (piece === undefined || piece.done) return text + decoder.decode();
    bytes += piece.value.byteLength;
    if (bytes > most) throw new Refusal('too-large');
    text += decoder.decode(piece.value, { stream: true });
  }
}
