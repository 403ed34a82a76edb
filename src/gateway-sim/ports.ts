/** What the practice gateway is given: its own small copy, so that it shares no code with the proxy it judges. */
import type { Sql } from '../sql/sql.ts';

/** Wall clock, milliseconds since 1970 UTC. */
export interface SimClock {
  now(): number;
}

/** Cryptographic randomness. */
export interface SimRandom {
  bytes(count: number): Uint8Array;
}

/** One-shot timers; the returned undo may be called at any time, also twice. */
export interface SimTimers {
  after(ms: number, run: () => void): () => void;
}

/** One form POST. Resolves with whatever was answered; rejects where nothing was. */
export type Send = (
  url: string,
  init: { method: 'POST'; headers: Record<string, string>; body: string },
) => Promise<{ status: number; text: string }>;

/** One store and the token its calls are signed with (pockyt.md §1: one token an environment). */
export interface Merchant {
  readonly merchantNo: string;
  readonly storeNo: string;
  readonly token: string;
}

/** Everything the practice gateway reaches for. */
export interface SimPorts {
  readonly sql: Sql;
  readonly clock: SimClock;
  readonly random: SimRandom;
  readonly timers: SimTimers;
  readonly send: Send;
  /** Hears when something is due next, where the process may be put away before (epoch ms; null: nothing is planned). */
  readonly onNextDue?: (at: number | null) => void;
}
