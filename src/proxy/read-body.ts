/** Reads what a request carries by its contract schema; anything else is `malformed-request`. */
import type { Context } from 'hono';
import * as v from 'valibot';
import { isReference, isSaleId, type Reference, type SaleId } from '../core/ids.ts';
import { mostBytes, readText } from './body-limit.ts';
import { isShallow } from './json-shape.ts';
import { Refusal } from './refusal.ts';

/** Reads the JSON body. Throws a Refusal that names the first field that is wrong, never its value. */
export async function readBody<S extends v.GenericSchema>(c: Context, schema: S): Promise<v.InferOutput<S>> {
  if (!/^application\/json\b/i.test(c.req.header('content-type') ?? '')) {
    throw new Refusal('malformed-request', 'The body must be application/json.');
  }
  const read = v.safeParse(schema, parse(await readText(c, mostBytes(c.req.path))));
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
  if (!isShallow(text)) throw new Refusal('malformed-request', 'The body nests or lists too much.');
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal('malformed-request', 'The body is not JSON.');
  }
}
