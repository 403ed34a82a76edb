/** Reads what /sim is asked: JSON by hand, every mistake named in a sentence. */
import { HTTPException } from 'hono/http-exception';
import type { Wish } from './codes.ts';
import { CALL_FAULTS, CALLS, WEBHOOK_FAULTS, type Chances, type Fault, type FaultKind } from './faults.ts';
import { BEHAVIOURS, isBehaviour, isWalletName, WALLET_NAMES } from './wallets.ts';

type Json = Readonly<Record<string, unknown>>;
const FAULTS: readonly FaultKind[] = [...CALL_FAULTS, ...WEBHOOK_FAULTS];
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
  const { wallet, behaviour = 'pay', form = 'bar' } = body;
  if (!isWalletName(wallet)) throw wrong(`wallet must be one of ${WALLET_NAMES.join(', ')}.`);
  if (!isBehaviour(behaviour)) throw wrong(`behaviour must be one of ${BEHAVIOURS.join(', ')}.`);
  if (form !== 'bar' && form !== 'qr') throw wrong('form must be bar or qr.');
  return { wallet, behaviour, form, lifeMs: readMs(body, 'lifeMs'), afterMs: readMs(body, 'afterMs') };
}

/** A one-shot fault. */
export function readFault(body: Json): Fault {
  const kind = FAULTS.find((one) => one === body['kind']);
  if (kind === undefined) throw wrong(`kind must be one of ${FAULTS.join(', ')}.`);
  const call = CALLS.find((one) => one === body['call']) ?? null;
  if (call === null && body['call'] !== undefined && body['call'] !== null) {
    throw wrong(`call must be one of ${CALLS.join(', ')}.`);
  }
  const times = body['times'] ?? 1;
  if (typeof times !== 'number' || !Number.isInteger(times) || times < 1)
    throw wrong('times must be 1 or more.');
  return {
    kind,
    call,
    reference: readText(body, 'reference'),
    ms: readMs(body, 'ms'),
    retCode: readText(body, 'retCode'),
    times,
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
    const isKnown = FAULTS.some((one) => one === kind);
    if (!isKnown || typeof chance !== 'number' || !(chance >= 0 && chance <= 1)) {
      throw wrong(`chances.${kind} must be a known fault with a number from 0 to 1.`);
    }
  }
  return { seed, chances };
}

function readText(body: Json, name: string): string | null {
  const value = body[name] ?? null;
  if (value !== null && typeof value !== 'string') throw wrong(`${name} must be a text.`);
  return value;
}

function readMs(body: Json, name: string): number | null {
  const value = body[name] ?? null;
  if (value === null) return null;
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value > MAX_MS) {
    throw wrong(`${name} must be whole milliseconds, an hour at most.`);
  }
  return value;
}

function wrong(message: string, cause?: unknown): HTTPException {
  return new HTTPException(400, { message, cause });
}
