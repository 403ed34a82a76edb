/** Reads what /sim is asked: JSON by hand, every mistake named in a sentence. */
import { HTTPException } from 'hono/http-exception';
import type { Wish } from './codes.ts';
import { CALLS, callsOf, FAULT_KINDS } from './fault-kinds.ts';
import type { Chances, Fault } from './faults.ts';
import type { Forgery } from './replay.ts';
import type { Scan } from './scan.ts';
import { wrongSetting } from './settings-store.ts';
import type { SimSettings } from './settings.ts';
import { BEHAVIOURS, isBehaviour, isWalletName, WALLET_NAMES } from './wallets.ts';

type Json = Readonly<Record<string, unknown>>;
/** The longest life, wait or slowness anybody may ask for, ms: an hour. */
const MAX_MS = 3_600_000;

/** Parses a body as a JSON object, or answers 400. */
export function readObject(text: string): Json {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Json;
  } catch (cause) {
    throw wrong('The body is no JSON.', cause);
  }
  throw wrong('The body must be a JSON object.');
}

/** A wish for a code. */
export function readWish(body: Json): Wish {
  const { form = 'bar' } = body;
  if (form !== 'bar' && form !== 'qr') throw wrong('form must be bar or qr.');
  return { ...readCustomer(body), form, lifeMs: readMs(body, 'lifeMs') };
}

/** A scan of the shop's own code. */
export function readScan(body: Json): Scan {
  const deepLink = readText(body, 'deepLink');
  if (deepLink === null) throw wrong('deepLink must be a text.');
  return { ...readCustomer(body), deepLink };
}

function readCustomer(body: Json): Pick<Wish, 'wallet' | 'behaviour' | 'afterMs'> {
  const { wallet, behaviour = 'pay' } = body;
  if (!isWalletName(wallet)) throw wrong(`wallet must be one of ${WALLET_NAMES.join(', ')}.`);
  if (!isBehaviour(behaviour)) throw wrong(`behaviour must be one of ${BEHAVIOURS.join(', ')}.`);
  return { wallet, behaviour, afterMs: readMs(body, 'afterMs') };
}

/** A one-shot fault. */
export function readFault(body: Json): Fault {
  const kind = FAULT_KINDS.find((one) => one === body['kind']);
  if (kind === undefined) throw wrong(`kind must be one of ${FAULT_KINDS.join(', ')}.`);
  const call = CALLS.find((one) => one === body['call']) ?? null;
  const isNamed = body['call'] !== undefined && body['call'] !== null;
  if (isNamed && (call === null || !callsOf(kind).includes(call))) {
    throw wrong(`call must be one of ${callsOf(kind).join(', ') || 'none'} for ${kind}.`);
  }
  return {
    kind,
    call,
    reference: readText(body, 'reference'),
    ms: readMs(body, 'ms'),
    retCode: readText(body, 'retCode'),
    amountMinor: readWhole(body, 'amountMinor', 1, Number.MAX_SAFE_INTEGER),
    currency: readText(body, 'currency'),
    times: readWhole(body, 'times', 1, Number.MAX_SAFE_INTEGER) ?? 1,
  };
}

/** A seed and its chances. */
export function readSeed(body: Json): Chances {
  const { seed, chances } = body;
  if (typeof seed !== 'number' || !Number.isInteger(seed) || Math.abs(seed) > 0xffff_ffff) {
    throw wrong('seed must be a whole number of 32 bits.');
  }
  if (typeof chances !== 'object' || chances === null) throw wrong('chances must be an object.');
  for (const [kind, chance] of Object.entries(chances)) {
    const isKnown = FAULT_KINDS.some((one) => one === kind);
    if (!isKnown || typeof chance !== 'number' || !(chance >= 0 && chance <= 1)) {
      throw wrong(`chances.${kind} must be a known fault with a number from 0 to 1.`);
    }
  }
  return { seed, chances };
}

/** Some settings; each is checked, none is written unless all are right. */
export function readSettings(body: Json): Partial<SimSettings> {
  for (const [name, value] of Object.entries(body)) {
    const why = wrongSetting(name, value);
    if (why !== null) throw wrong(why);
  }
  return body;
}

/** A webhook to forge. */
export function readForgery(body: Json): Forgery {
  const { status = 'success', signed = true } = body;
  if (typeof status !== 'string') throw wrong('status must be a text.');
  if (typeof signed !== 'boolean') throw wrong('signed must be true (with another token) or false.');
  const [amount, url] = [readText(body, 'amount'), readText(body, 'url')];
  return { reference: readReference(body), status, signed, amount, url };
}

/** The reference a body must name. */
export function readReference(body: Json): string {
  const reference = readText(body, 'reference');
  if (reference === null) throw wrong('reference must be a text.');
  return reference;
}

function readText(body: Json, name: string): string | null {
  const value = body[name] ?? null;
  if (value !== null && typeof value !== 'string') throw wrong(`${name} must be a text.`);
  return value;
}

function readMs(body: Json, name: string): number | null {
  return readWhole(body, name, 0, MAX_MS, 'whole milliseconds, an hour at most');
}

function readWhole(
  body: Json,
  name: string,
  least: number,
  most: number,
  words = `a whole number, ${least} or more`,
): number | null {
  const value = body[name] ?? null;
  if (value === null) return null;
  if (typeof value !== 'number' || !Number.isInteger(value) || value < least || value > most) {
    throw wrong(`${name} must be ${words}.`);
  }
  return value;
}

function wrong(message: string, cause?: unknown): HTTPException {
  return new HTTPException(400, { message, cause });
}
