/** The ladder: what the ledger does next about an attempt, and when. Pure in the facts and the time (DESIGN §3). */
import { assertNever } from './assert-never.ts';
import type { Attempt } from './attempt.ts';
import type { EpochMs } from './ports.ts';
import { nextRefundStep, type RefundFacts, type RefundStep } from './refund-ladder.ts';
import { refundedSum, unfinishedRefund, type Refund } from './refund.ts';
import { CANCEL_BACKOFF, waitBefore } from './retry.ts';

/** Silence after `pay` before the first question (Alipay: 5 s; pockyt.md §5). */
export const FIRST_QUERY_MS = 5_000;
/** Between questions while an answer is likely. */
export const QUERY_EVERY_MS = 3_000;
/** Between questions once it is not. */
export const SLOW_QUERY_MS = 10_000;
/** No cancel leaves earlier after `pay` (WeChat's rule; pockyt.md §5). */
export const CANCEL_EARLIEST_MS = 15_000;
/** How long the customer may take to confirm. */
export const CONFIRM_WINDOW_MS = 60_000;
/** One extension of that window, and how many there are. */
export const EXTENSION_MS = 30_000;
/** How often the window may be lengthened. */
export const MAX_EXTENSIONS = 2;
/** A cancel of a wanted attempt leaves only this soon after an answered query. */
export const ANSWER_FRESH_MS = 3_000;
/** A cancel was accepted and the query still says success: how long before a person must see to it. */
export const RETURN_PROOF_MS = 120_000;
/** Past the order's own time-out before an attempt goes to the manager's list. */
export const OVERDUE_MS = 600_000;
/** Questions about what is on the list. */
export const LISTED_QUERY_MS = 3_600_000;

/** Refused or silent cancels for this long: a manager may open the next attempt (law 7). */
export const OVERRIDE_AFTER_MS = 120_000;
/** The after-watch: later questions about an attempt that ended unpaid, or paid in a record that was set back, counted from its end; where it ended unpaid the shop's midnight is the last. */
export const AFTER_WATCH_MS = [60_000, 300_000, 1_800_000] as const;
/** A silent question of the after-watch is asked again after this long. */
const WATCH_RETRY_MS = 60_000;

/** What the ledger remembers of an attempt for the ladder. All times are its own clock. */
export interface LadderFacts {
  readonly attempt: Attempt;
  /** When `pay` was written; null while none was accepted. */
  readonly payAt: EpochMs | null;
  /** When the order closes by itself at the gateway. */
  readonly orderEndsAt: EpochMs;
  /** When the last query left. */
  readonly askedAt: EpochMs | null;
  /** A restart or a bad answer to `pay`: ask at once. */
  readonly askNow: boolean;
  /** The last query that was answered, and what it said. */
  readonly answer: { readonly at: EpochMs; readonly status: 'init' | 'pending' | 'success' | 'other' } | null;
  readonly extensions: number;
  /** When the state became final; null before. */
  readonly endedAt: EpochMs | null;
  /** The shop's first midnight after that: the last question of the after-watch. */
  readonly midnightAt: EpochMs | null;
  /**
   * The record was set back and this attempt's past is a till's word or a guess: it may long be paid and the customer gone
   * with the goods, so no clock cancels it; the order's own time-out ends it where nobody pays.
   */
  readonly isDoubted: boolean;
  /** A person asked for the cancel. */
  readonly cancelAsked: boolean;
  readonly cancel: {
    /** When the first cancel of this give-back left. */
    readonly firstAt: EpochMs | null;
    readonly sentAt: EpochMs | null;
    readonly tries: number;
    /** answered 000100 */
    readonly acceptedAt: EpochMs | null;
    /** answered with a refusal */
    readonly refusedAt: EpochMs | null;
  };
}

/** What to do now. `wait`: nothing before `until`. `nothing`: this attempt needs no more. */
export type LadderStep =
  | RefundStep
  | { readonly do: 'cancel' | 'overdue' | 'order-ran-out' | 'unreturnable' }
  /** the cancel was refused and the money is there: a give-back by refund is written down */
  | { readonly do: 'open-refund' }
  | { readonly do: 'wait'; readonly until: EpochMs }
  | { readonly do: 'nothing' };

/** End of the customer's window to confirm; null before `pay`. */
export function confirmBy(facts: LadderFacts): EpochMs | null {
  return facts.payAt === null ? null : facts.payAt + CONFIRM_WINDOW_MS + facts.extensions * EXTENSION_MS;
}

/** Says what the ledger does about an attempt at `now`. */
export function nextLadderStep(facts: LadderFacts, now: EpochMs): LadderStep {
  const { state } = facts.attempt;
  const refund = unfinishedRefund(facts.attempt);
  if (refund) return nextRefundStep(refund, refundFacts(facts, refund), now);
  switch (state.name) {
    case 'opening':
    case 'ready':
    case 'holding':
      return now >= facts.orderEndsAt ? { do: 'order-ran-out' } : { do: 'wait', until: facts.orderEndsAt };
    case 'sent':
    case 'waiting':
      return sentStep(facts, facts.payAt ?? now, now);
    case 'cancelling':
      return returnStep(facts, now, 'overdue');
    case 'unresolved':
      return due('query', (facts.askedAt ?? now - LISTED_QUERY_MS) + LISTED_QUERY_MS, now);
    case 'differs':
      return { do: 'nothing' };
    case 'paid':
    case 'declined':
    case 'returned':
    case 'closed':
      return finalStep(facts, now);
    default:
      return assertNever(state);
  }
}

/** Only what is proven to be gone keeps a second refund out. */
function refundFacts({ attempt, askedAt, answer }: LadderFacts, { amount }: Refund): RefundFacts {
  const taken = attempt.taken ?? attempt.amount;
  const leftMinor = taken.minor - refundedSum(attempt).minor - amount.minor;
  return { askedAt, answeredAt: answer?.at ?? null, leftMinor };
}

const ENDED_UNPAID: ReadonlySet<string> = new Set(['declined', 'closed', 'returned']);

function finalStep(facts: LadderFacts, now: EpochMs): LadderStep {
  const { state, giveBack, refunds } = facts.attempt;
  if (giveBack === 'owed') return returnStep(facts, now, 'unreturnable');
  const isListed = giveBack === 'listed' || refunds.some((refund) => refund.state === 'listed');
  if (isListed) return due('query', (facts.askedAt ?? facts.endedAt ?? 0) + LISTED_QUERY_MS, now);
  // "Given back" may rest on a gateway that said "closed" for a while: it, too, is looked at once more. So is "paid" of a
  // record that was set back: a cancel that its lost part had sent may have been on its way still.
  const isWatched = state.name === 'paid' ? facts.isDoubted : ENDED_UNPAID.has(state.name);
  return isWatched && giveBack === 'none' && facts.payAt !== null ? watchStep(facts, now) : { do: 'nothing' };
}

/** The after-watch: each of its questions must be answered once; the next due is the first not answered yet. */
function watchStep({ endedAt, midnightAt, answer, askedAt }: LadderFacts, now: EpochMs): LadderStep {
  if (endedAt === null) return { do: 'nothing' };
  const times = [...AFTER_WATCH_MS.map((ms) => endedAt + ms), midnightAt ?? endedAt].sort((a, b) => a - b);
  const next = times.find((at) => at > (answer?.at ?? endedAt));
  if (next === undefined) return { do: 'nothing' };
  const isSilent = askedAt !== null && askedAt >= next;
  return due('query', isSilent ? askedAt + WATCH_RETRY_MS : next, now);
}

function due(what: 'query' | 'cancel', at: EpochMs, now: EpochMs): LadderStep {
  return now >= at ? { do: what } : { do: 'wait', until: at };
}

function soonest(step: LadderStep, at: EpochMs): LadderStep {
  return step.do === 'wait' && at < step.until ? { do: 'wait', until: at } : step;
}

/** sent, waiting: ask until the gateway knows, cancel when the time is up, and never on silence. */
function sentStep(facts: LadderFacts, payAt: EpochMs, now: EpochMs): LadderStep {
  const overdueAt = facts.orderEndsAt + OVERDUE_MS;
  if (now >= overdueAt) return { do: 'overdue' };
  const cancelAt = Math.max(cancelDueAt(facts, payAt), payAt + CANCEL_EARLIEST_MS);
  // After a restart or a re-offer the gateway may have ended it long ago: it is asked before anything else.
  if (now >= cancelAt && !facts.askNow) {
    if (facts.attempt.wanted === 'return' || hasFreshRefusal(facts, now)) return { do: 'cancel' };
    return soonest(due('query', soonestQuery(facts, payAt, now), now), overdueAt);
  }
  const query = due('query', nextQueryAt(facts, payAt, now), now);
  return soonest(soonest(query, cancelAt), overdueAt);
}

/** When a cancel becomes due. Infinity: only a person brings it. */
function cancelDueAt(facts: LadderFacts, payAt: EpochMs): EpochMs {
  if (facts.cancelAsked || facts.attempt.wanted === 'return') return payAt;
  if (facts.isDoubted) return Infinity;
  if (facts.answer?.status === 'init') return payAt + CANCEL_EARLIEST_MS;
  return payAt + CONFIRM_WINDOW_MS + facts.extensions * EXTENSION_MS;
}

/** An answered query, at most three seconds old, that is not success; after a restore one that shows the order unpaid. */
function hasFreshRefusal({ answer, isDoubted }: LadderFacts, now: EpochMs): boolean {
  if (answer === null || answer.status === 'success' || now - answer.at > ANSWER_FRESH_MS) return false;
  return !isDoubted || answer.status !== 'other';
}

function nextQueryAt(facts: LadderFacts, payAt: EpochMs, now: EpochMs): EpochMs {
  if (facts.askNow) return now;
  if (facts.askedAt === null)
    return payAt + (facts.attempt.state.name === 'waiting' ? QUERY_EVERY_MS : FIRST_QUERY_MS);
  return soonestQuery(facts, payAt, now);
}

function soonestQuery(facts: LadderFacts, payAt: EpochMs, now: EpochMs): EpochMs {
  if (facts.askNow || facts.askedAt === null) return now;
  const isLate = now > payAt + CONFIRM_WINDOW_MS * 2 + facts.extensions * EXTENSION_MS;
  return facts.askedAt + (isLate ? SLOW_QUERY_MS : QUERY_EVERY_MS);
}

/** A charge must go back: cancel until it is accepted, then ask until the proof is there. `end`: what time brings. */
function returnStep(facts: LadderFacts, now: EpochMs, end: 'overdue' | 'unreturnable'): LadderStep {
  const { cancel, answer } = facts;
  const saysSuccess = answer?.status === 'success';
  if (cancel.acceptedAt !== null) {
    const answeredSince = answer !== null && answer.at >= cancel.acceptedAt;
    if (answeredSince && saysSuccess && now >= cancel.acceptedAt + RETURN_PROOF_MS)
      return { do: 'unreturnable' };
    if (now >= Math.max(facts.orderEndsAt, cancel.acceptedAt) + OVERDUE_MS) return { do: end };
    return proofQuery(facts, cancel.acceptedAt, now);
  }
  if (cancel.refusedAt !== null && saysSuccess && answer.at >= cancel.refusedAt)
    return { do: hasTriedRefund(facts) ? 'unreturnable' : 'open-refund' };
  // From the first try on, however often it is repeated; a charge that showed up late has had none yet.
  const overdueAt = Math.max(facts.orderEndsAt, cancel.firstAt ?? now) + OVERDUE_MS;
  if (now >= overdueAt) return { do: end };
  if (cancel.refusedAt !== null) return soonest(proofQuery(facts, cancel.refusedAt, now), overdueAt);
  // A charge that a record knows no `pay` of was found behind an end it had written without it: that is when it had left.
  const leftAt = facts.payAt ?? facts.endedAt ?? now - CANCEL_EARLIEST_MS;
  const earliest = leftAt + CANCEL_EARLIEST_MS;
  const next = cancel.sentAt === null ? now : cancel.sentAt + waitBefore(cancel.tries - 1, CANCEL_BACKOFF);
  return due('cancel', Math.max(next, earliest), now);
}

/** Questions after a cancel was answered: at once, every 3 s for a minute, then slower. */
function proofQuery(facts: LadderFacts, since: EpochMs, now: EpochMs): LadderStep {
  if (facts.askedAt === null || facts.askedAt < since) return { do: 'query' };
  const every = now - since > CONFIRM_WINDOW_MS ? SLOW_QUERY_MS : QUERY_EVERY_MS;
  return due('query', facts.askedAt + every, now);
}

/** A refund of our own ended without its proof: another one is a person's to ask for. */
function hasTriedRefund({ attempt }: LadderFacts): boolean {
  return attempt.refunds.some(({ by, state }) => by === 'ladder' && state !== 'done');
}
