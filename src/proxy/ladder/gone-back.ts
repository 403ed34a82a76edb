/** What an answer shows as gone back, held against the refunds that were asked for and the charge that is owed back. */
import { step } from '../../core/attempt-machine.ts';
import { isFinal, type Attempt, type AttemptEvent } from '../../core/attempt.ts';
import { money, type Money } from '../../core/money/money.ts';
import type { EpochMs } from '../../core/ports.ts';
import { REFUND_REPEAT_MS } from '../../core/refund-ladder.ts';
import {
  leftToRefund,
  mergeRefunds,
  nextRefundNo,
  refundId,
  unfinishedRefund,
  type Refund,
} from '../../core/refund.ts';
import type { GoneBack, News } from '../gateway/news.ts';
import type { AttemptRow } from '../ledger/attempt-row.ts';
import type { Verdict } from './verdict.ts';

/** A gateway that reads from a copy may tell of the time before a charge: "closed" ends a known one once it lasts this long. */
const SETTLED_MS = 30_000;

/**
 * The event of an answer, as far as it may be believed. An end without a charge ends one that is known only with all of
 * the money shown, or where the gateway has answered our cancel and says so for a while. A success all of which is shown
 * as gone back is no stray.
 */
export function believe(row: AttemptRow, { event, back }: News, now: EpochMs): AttemptEvent {
  const isBack = back !== null && isAllBack(row, back);
  if (isUnpaidEnd(event) && isOwedBack(row) && !isBack && !hasStayedClosed(row, now))
    return { type: 'no-news' };
  const isOver = isFinal(row.state) && row.giveBack === 'none';
  return event.type === 'success' && isOver && isBack ? { type: 'no-news' } : event;
}

/** Since when the gateway says that a known charge is over; a "success" in between begins anew. */
export function closedSince(
  row: AttemptRow,
  { event }: News,
  now: EpochMs,
): Pick<AttemptRow, 'closedSeenAt'> {
  if (event.type === 'success' || !isOwedBack(row)) return { closedSeenAt: null };
  return { closedSeenAt: row.closedSeenAt ?? (isUnpaidEnd(event) ? now : null) };
}

/** The verdict with what went back. A question that does not show a refund is noted: only then may it leave again (law 10). */
export function judgeGoneBack(
  row: AttemptRow,
  verdict: Verdict,
  back: GoneBack | null,
  now: EpochMs,
): Verdict {
  if (back === null) return verdict;
  const known = row.refunds.map((refund) => seen(row, refund, back, now));
  const refunds = withUnexplained(row, mergeRefunds(known, forgotten(row, back, now)), back, now);
  const hasMoved =
    refunds.length > known.length || known.some((refund, index) => refund !== row.refunds[index]);
  const after = verdict.events.reduce<Attempt>((attempt, event) => step(attempt, event).attempt, row);
  const isGivenBack = isOwedBack(after) && isAllBack(after, back);
  return {
    ...verdict,
    ...(hasMoved ? { refunds } : {}),
    events: isGivenBack ? [...verdict.events, { type: 'given-back' }] : verdict.events,
    isNews: verdict.isNews || hasMoved || isGivenBack,
  };
}

/**
 * More is back of a kept sale than all known refunds explain: somebody gave it back in the portal, or a record that was
 * set back had done it under a number that was given again. It happened; nothing of it may be given once more.
 */
function withUnexplained(
  { state, wanted, taken, amount }: AttemptRow,
  refunds: readonly Refund[],
  back: GoneBack,
  now: EpochMs,
): readonly Refund[] {
  if (state.name !== 'paid' || wanted === 'return' || unfinishedRefund({ refunds })) return refunds;
  const whole = taken ?? amount;
  const minor = leftToRefund({ amount, taken, refunds }).minor - Math.max(0, whole.minor - back.minor);
  return minor > 0
    ? [...refunds, doneElsewhere(nextRefundNo({ refunds }), money(minor, whole.currency), now)]
    : refunds;
}

function doneElsewhere(n: number, amount: Money, now: EpochMs): Refund {
  const done = { n, amount, by: 'manager', reason: '', state: 'done', askedAt: now } as const;
  return { ...done, sentAt: null, tries: 0, acceptedAt: null, refusedAt: null, absentAt: null };
}

/** Refunds under ids of ours that this record does not know: it was set back, and they happened all the same. */
function forgotten({ reference, taken, amount }: AttemptRow, back: GoneBack, now: EpochMs): Refund[] {
  return back.refunds.flatMap(({ id, minor }) => {
    const n = Number(id.startsWith(`${reference}-r`) ? id.slice(reference.length + 2) : Number.NaN);
    if (!Number.isSafeInteger(n) || n < 1 || minor === 0) return [];
    return [doneElsewhere(n, money(minor, (taken ?? amount).currency), now)];
  });
}

/** A success is known that must go back. */
export function isOwedBack({ state, giveBack }: Attempt): boolean {
  if (giveBack === 'owed' || giveBack === 'listed') return true;
  const from = state.name === 'unresolved' ? state.before : state;
  return from.name === 'cancelling' && from.charged;
}

function seen(row: AttemptRow, refund: Refund, back: GoneBack, now: EpochMs): Refund {
  if (refund.state === 'done' || refund.state === 'refused') return refund;
  // One that is only written here may be there, too: a record that was set back has forgotten that it left.
  if (isShown(row, refund, back)) return { ...refund, state: 'done' };
  // Its number is another one's: it never left, and the manager asks anew.
  if (refund.state === 'asked')
    return shownUnder(row, refund, back) ? { ...refund, state: 'refused', refusedAt: now } : refund;
  return isAbsenceTelling(refund, now) ? { ...refund, absentAt: now } : refund;
}

/** Another sum under its id is another refund: a ledger that was set back has forgotten one. */
function isShown(row: AttemptRow, refund: Refund, back: GoneBack): boolean {
  const shown = shownUnder(row, refund, back);
  return shown !== undefined && (shown.minor === 0 || shown.minor === refund.amount.minor);
}

function shownUnder({ reference }: AttemptRow, { n }: Refund, { refunds }: GoneBack) {
  return refunds.find(({ id }) => id === refundId(reference, n));
}

/** Only what may change the next step is written: the other questions of the first seconds say nothing. */
function isAbsenceTelling({ state, sentAt, acceptedAt, refusedAt }: Refund, now: EpochMs): boolean {
  if (state !== 'sent') return false;
  return refusedAt !== null || (acceptedAt === null && now >= (sentAt ?? now) + REFUND_REPEAT_MS);
}

/** All that was taken is back, by whatever way. */
function isAllBack({ taken, amount }: Attempt, back: GoneBack): boolean {
  const { minor } = taken ?? amount;
  return minor > 0 && back.minor >= minor;
}

/** An end by which nothing was charged. */
export function isUnpaidEnd({ type }: AttemptEvent): boolean {
  return type === 'gateway-closed' || type === 'failed';
}

function hasStayedClosed(row: AttemptRow, now: EpochMs): boolean {
  const { closedSeenAt, cancelAcceptedAt, cancelRefusedAt } = row;
  const isAnswered = cancelAcceptedAt !== null || cancelRefusedAt !== null;
  return isAnswered && closedSeenAt !== null && now >= closedSeenAt + SETTLED_MS;
}
