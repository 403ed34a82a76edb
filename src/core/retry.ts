/** How long to wait before the next try: pure functions of the count, with the jitter given. */

/** Bounds of a growing wait, ms. */
export interface Backoff {
  readonly firstMs: number;
  readonly maxMs: number;
}

/** The till's tries to reach the proxy. */
export const PROBE_BACKOFF: Backoff = { firstMs: 500, maxMs: 8_000 };
/** The till's tries to deliver an entry that the proxy could not take just then. */
export const DELIVERY_BACKOFF: Backoff = { firstMs: 500, maxMs: 15_000 };
/** The ledger's tries to get a cancel accepted. */
export const CANCEL_BACKOFF: Backoff = { firstMs: 2_000, maxMs: 30_000 };

/**
 * Wait before try number `tries + 1` (`tries` failed so far), ms: doubling from `firstMs` up to `maxMs`.
 * `jitter` from 0 to 1 shortens it by up to a fifth, so that tills do not return in step.
 */
export function waitBefore(tries: number, { firstMs, maxMs }: Backoff, jitter = 0): number {
  const full = Math.min(maxMs, firstMs * 2 ** Math.min(Math.max(tries, 0), 20));
  return Math.round(full * (1 - 0.2 * Math.min(Math.max(jitter, 0), 1)));
}
