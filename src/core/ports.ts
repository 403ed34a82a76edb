/** The outside signals the rules may see; every one is given, so that the simulation can replace it. */

/** Milliseconds since 1970 UTC by some wall clock. */
export type EpochMs = number;

/** Two clocks: `now` may jump (a person sets it), `monotonic` never goes back while the page lives. */
export interface Clock {
  /** Wall time. */
  now(): EpochMs;
  /** Milliseconds since an arbitrary start; only differences mean anything, and only within one run. */
  monotonic(): number;
}

/** Cryptographic randomness. */
export interface Random {
  /** Returns `count` fresh random bytes. */
  bytes(count: number): Uint8Array;
}

/** One-shot timers. */
export interface Timers {
  /** Calls `run` once after `ms`; the returned undo may be called at any time, also twice. */
  after(ms: number, run: () => void): () => void;
}

/** Names under which no field of a log is ever written. */
export const SECRET_NAMES = [
  'code',
  'pin',
  'newPin',
  'token',
  'secret',
  'cookie',
  'authorization',
  'paymentBarcode',
  'verifySign',
] as const;

/** What a log line may carry; never a payment code, a token or a PIN: no field is named so, and values are masked (redact.ts). */
export type LogFields = Readonly<Record<string, string | number | boolean | null>> & {
  readonly [secret in (typeof SECRET_NAMES)[number]]?: never;
};

/** Structured log. Never throws. */
export interface Log {
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
}

/** A log that keeps silent. */
export const silentLog: Log = {
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};
