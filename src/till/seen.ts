/** What the view is computed from beside the sales: the time, the links, and the ledger's freshest word. */
import type { AttemptSnapshot } from '../core/attempt-snapshot.ts';
import { isUnsent } from '../core/attempt.ts';
import type { Reference } from '../core/ids.ts';
import type { EpochMs } from '../core/ports.ts';
import type { TillAttempt } from '../core/sale.ts';
import type { LegName, Legs } from './view.ts';

/** A look at the world. All times are this tablet's wall. */
export interface Seen {
  readonly now: EpochMs;
  readonly legs: Legs;
  /** Since when the proxy has not answered; null while it does. */
  readonly unheardSince: EpochMs | null;
  /** Server time to wall. */
  readonly toWall: (serverTime: EpochMs) => EpochMs;
  /** The ledger's freshest word, journaled or not. */
  readonly latest: (reference: Reference) => AttemptSnapshot | null;
  /** The most that may be let go on trust, minor units; 0: nothing. */
  readonly trustLimitMinor: number;
  /** Origin under which a customer's phone reaches the proxy; null where none is known. */
  readonly publicUrl: string | null;
}

/** No answer for this long is doubt, said aloud (LOOK). */
export const DOUBT_MS = 5_000;

/** True when `pay` has begun and nothing is known for so long that the cashier must be told. */
export function isInDoubt(attempt: TillAttempt, seen: Seen): boolean {
  const at = doubtAt(attempt, seen);
  return at !== null && seen.now >= at;
}

/** When the attempt is in doubt if nothing is heard until then; null: it cannot be. */
export function doubtAt(attempt: TillAttempt, { now, unheardSince }: Seen): EpochMs | null {
  switch (attempt.state.name) {
    case 'sent':
      return doubtAfter(attempt.payBegunAt ?? 0, now);
    case 'waiting':
      return unheardSince === null ? null : doubtAfter(unheardSince, now);
    default:
      return null;
  }
}

/** A wall that was set back to before the silence began says nothing of its length: that is doubt at once. */
function doubtAfter(since: EpochMs, now: EpochMs): EpochMs {
  return now < since ? now : since + DOUBT_MS;
}

/** The ledger's freshest word on the attempt. */
export function wordOn(attempt: TillAttempt, seen: Seen): AttemptSnapshot | null {
  return seen.latest(attempt.reference) ?? attempt.ledger;
}

/** The same, once the ledger has the `pay`; before, its times and counters are about the unpaid order. */
export function payWordOn(attempt: TillAttempt, seen: Seen): AttemptSnapshot | null {
  const word = wordOn(attempt, seen);
  return word === null || isUnsent(word.state) ? null : word;
}

/** The link to blame for the silence: the first broken one, or as far as the ledger can see. */
export function silentLeg(attempt: TillAttempt, seen: Seen): LegName {
  if (seen.legs.broken) return seen.legs.broken;
  const word = payWordOn(attempt, seen);
  if (word === null || seen.unheardSince !== null) return 'proxy';
  return word.leg === 'gateway-silent' ? 'gateway' : 'wallet';
}
