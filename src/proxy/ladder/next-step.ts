/** What the ledger does next about a row: the opening's own steps first, then the core's ladder. Pure. */
import type { LadderFacts, LadderStep } from '../../core/ladder.ts';
import { nextLadderStep, QUERY_EVERY_MS, SLOW_QUERY_MS } from '../../core/ladder.ts';
import { isFinal, isUnsent } from '../../core/attempt.ts';
import type { EpochMs } from '../../core/ports.ts';
import { CANCEL_BACKOFF, waitBefore } from '../../core/retry.ts';
import type { AttemptRow } from '../ledger/attempt-row.ts';

/** A step. `give-up-code`: the accepted code was never sent and is too old. `drop-order`: cancel an unpaid order. */
export type NextStep = LadderStep | { readonly do: 'add' | 'give-up-code' | 'drop-order' };

/** How often the order behind a closed attempt is cancelled before its own time-out is left to end it. */
const DROP_TRIES = 5;
/** How long `add` may be silent before the question by reference goes beside it. */
const ADD_SILENCE_MS = 3_000;
/** How long questions about a missing order stay frequent. */
const OPENING_FAST_MS = 60_000;

const NOTHING: NextStep = { do: 'nothing' };

/** Says what is to do about `row` at `now`. */
export function nextStep(row: AttemptRow, now: EpochMs): NextStep {
  if (row.restUntil !== null && now < row.restUntil) return { do: 'wait', until: row.restUntil };
  if (isNeverCalled(row) && row.sendBy !== null) {
    if (now > row.sendBy) return { do: 'give-up-code' };
    if (row.transactionNo !== null) return { do: 'wait', until: row.sendBy + 1 };
    return sooner(openingStep(row, now), row.sendBy + 1);
  }
  if (row.state.name === 'opening') return openingStep(row, now);
  const drop = row.orderLeft ? dropStep(row, now) : NOTHING;
  if (drop.do !== 'nothing') return drop;
  if (row.askNow && asksBesideLadder(row)) return dueQuery(spaced(row, now), now);
  return nextLadderStep(ladderFacts(row), now);
}

/** When the row wants to be looked at again; null: never by itself. */
export function nextWake(row: AttemptRow, now: EpochMs): EpochMs | null {
  const step = nextStep(row, now);
  if (step.do === 'nothing') return null;
  return step.do === 'wait' ? step.until : now;
}

/** True where the ledger accepted a code that has not been handed to the gateway yet. */
export function isNeverCalled(row: AttemptRow): boolean {
  return row.state.name === 'sent' && row.calledAt === null;
}

/** The row as the core's ladder wants it. */
export function ladderFacts(row: AttemptRow): LadderFacts {
  const { answerAt: at, answerStatus: status } = row;
  return {
    attempt: row,
    payAt: row.calledAt,
    orderEndsAt: row.orderEndsAt,
    askedAt: row.askedAt,
    askNow: row.askNow,
    answer: at === null || status === null ? null : { at, status },
    extensions: row.extensions,
    endedAt: row.endedAt,
    midnightAt: row.midnightAt,
    isDoubted: row.doubted,
    cancelAsked: row.cancelAsked,
    cancel: {
      firstAt: row.cancelFirstAt,
      sentAt: row.cancelSentAt,
      tries: row.cancelTries,
      acceptedAt: row.cancelAcceptedAt,
      refusedAt: row.cancelRefusedAt,
    },
  };
}

/** The ladder asks about running attempts itself; about the others only news (a webhook) gives a reason to. */
function asksBesideLadder(row: AttemptRow): boolean {
  const { state, giveBack } = row;
  if (isFinal(state)) return giveBack !== 'owed';
  return isUnsent(state) || state.name === 'differs' || state.name === 'unresolved';
}

/** `add`, then questions by reference; "no record" twice brings the same add once more (DESIGN §3). */
function openingStep(row: AttemptRow, now: EpochMs): NextStep {
  if (row.state.name === 'opening' && now >= row.orderEndsAt) return { do: 'order-ran-out' };
  if (row.addSentAt === null || row.addMissing >= 2) return { do: 'add' };
  const every = now - row.addSentAt > OPENING_FAST_MS ? SLOW_QUERY_MS : QUERY_EVERY_MS;
  const sinceAdd = row.askNow ? now : row.addSentAt + ADD_SILENCE_MS;
  const hasAsked = row.askedAt !== null && row.askedAt >= row.addSentAt;
  const at = hasAsked ? Math.max(sinceAdd, (row.askedAt ?? now) + every) : sinceAdd;
  return row.state.name === 'opening' ? sooner(dueQuery(at, now), row.orderEndsAt) : dueQuery(at, now);
}

/** Nobody can pay this order any more; cancelling it is tidiness, so silence ends it with the order's own time-out. */
function dropStep(row: AttemptRow, now: EpochMs): NextStep {
  if (row.cancelTries >= DROP_TRIES || now >= row.orderEndsAt) return { do: 'nothing' };
  if (row.cancelSentAt === null) return { do: 'drop-order' };
  const at = row.cancelSentAt + waitBefore(row.cancelTries - 1, CANCEL_BACKOFF);
  return now >= at ? { do: 'drop-order' } : { do: 'wait', until: at };
}

/** Webhooks may come in a shower: one question in three seconds is enough for all of them. */
function spaced(row: AttemptRow, now: EpochMs): EpochMs {
  return row.askedAt === null ? now : row.askedAt + QUERY_EVERY_MS;
}

function dueQuery(at: EpochMs, now: EpochMs): NextStep {
  return now >= at ? { do: 'query' } : { do: 'wait', until: at };
}

function sooner(step: NextStep, at: EpochMs): NextStep {
  return step.do === 'wait' && at < step.until ? { do: 'wait', until: at } : step;
}
