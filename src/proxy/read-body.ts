/** Reads what a request carries by its contract schema; anything else is `malformed-request`. */
import type { Context } from 'hono';
import * as v from 'valibot';
import { OFFER_MOST_CHARS } from '../contract/offer-api.ts';
import { isReference, isSaleId, type Reference, type SaleId } from '../core/ids.ts';
import { Refusal } from './refusal.ts';

/** The longest body any route but the offer's takes, bytes. */
export const MAX_BODY_BYTES = 16 * 1024;

/** A till that tells a new ledger what it knows has more to say: its characters, each up to four bytes, and the frame. */
export const MAX_OFFER_BYTES = OFFER_MOST_CHARS * 4 + 1024;

/** Reads the JSON body. Throws a Refusal that names the first field that is wrong, never its value. */
export async function readBody<S extends v.GenericSchema>(c: Context, schema: S): Promise<v.InferOutput<S>> {
  if (!/^application\/json\b/i.test(c.req.header('content-type') ?? '')) {
    throw new Refusal('malformed-request', 'The body must be application/json.');
  }
  const read = v.safeParse(schema, parse(await c.req.text()));
  if (read.success) return read.output;
  const where = v.getDotPath(read.issues[0]) ?? 'the body';
  throw new Refusal('malformed-request', `Could not read ${where}.`);
}

/** The reference in the path; one that cannot be is unknown. */
export function pathReference(c: Context): Reference {
  const text = c.req.param('reference') ?? '';
  if (!isReference(text)) throw new Refusal('attempt-unknown');
  return text;
}

/** The sale in the path. */
export function pathSaleId(c: Context): SaleId {
  const text = c.req.param('id') ?? '';
  if (!isSaleId(text)) throw new Refusal('not-found');
  return text;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal('malformed-request', 'The body is not JSON.');
  }
}
