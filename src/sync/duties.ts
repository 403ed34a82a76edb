/** What a till owes the ledger about one sale: pure in the sale and in what is known now (DESIGN §3, Offline). */
import { isFinal, isUnsent } from '../core/attempt.ts';
import type { Reference } from '../core/ids.ts';
import { MAX_EXTENSIONS } from '../core/ladder.ts';
import type { EpochMs } from '../core/ports.ts';
import { unfinishedRefund } from '../core/refund.ts';
import type { Sale, Settled, TillAttempt } from '../core/sale.ts';
import { currentAttempt, isSettleOwed } from '../core/sale-state.ts';
import { isCancelOwed, isKeepOwed, isUndecided } from '../journal/undecided.ts';

/** One thing to do. `begin-pay`, `too-old` and `send-by` are written in the journal; the rest goes to the proxy. */
export type Duty =
  | { readonly do: 'begin-pay'; readonly reference: Reference; readonly sendBy: EpochMs }
  | { readonly do: 'send-by'; readonly reference: Reference; readonly sendBy: EpochMs }
  | { readonly do: 'too-old'; readonly reference: Reference }
  | { readonly do: 'drop-code'; readonly reference: Reference }
  | {
      readonly do: 'open' | 'pay' | 'cancel' | 'extend' | 'ask' | 'keep';
      readonly reference: Reference;
    }
  | { readonly do: 'close'; readonly reference: Reference; readonly why: 'withdrawn' | 'expired' }
  | { readonly do: 'settle'; readonly reference: Reference; readonly how: Settled };

/** What is known now. */
export interface Circumstances {
  readonly wall: EpochMs;
  /** null: no answer was ever heard */
  readonly serverNow: EpochMs | null;
  /** the ledger answers, knows this tablet, and has heard what it must hear first */
  readonly isUp: boolean;
  /** `pay` is sent by the visible page only */
  readonly isVisible: boolean;
  readonly holdsCode: (reference: Reference) => boolean;
  /** the ledger has said that it does not know it, or is another than the one that knew it */
  readonly isForgotten: (attempt: TillAttempt) => boolean;
}

/** Everything owed now, the most pressing first. Local duties come before those that need the network. */
export function duties(sale: Sale, now: Circumstances): Duty[] {
  // Another till does it now; that its charges are not wanted only this one knows.
  if (sale.takenAway) return now.isUp ? settleDuty(sale) : [];
  const current = currentAttempt(sale);
  const local = sale.attempts.flatMap((attempt) => localDuties(attempt, now));
  if (local.length > 0 || !now.isUp) return local;
  const owed = sale.attempts.flatMap((attempt) => owedDuties(attempt, now, attempt === current));
  return [...owed.filter(isPay), ...settleDuty(sale), ...owed.filter((duty) => !isPay(duty))];
}

/** When, by the wall, time alone will bring the next duty; null: never. */
export function nextDutyAt(sale: Sale, now: Circumstances): EpochMs | null {
  const ends = sale.attempts
    .filter(({ reference, state }) => state.name === 'holding' || now.holdsCode(reference))
    .map((attempt) => endOfCode(attempt, now) + 1);
  return ends.length === 0 ? null : Math.min(...ends);
}

/** Goes beside whatever else of its sale is under way: `pay` cannot wait, and a look changes nothing. */
export function waitsForNobody(duty: Duty): boolean {
  return duty.do === 'pay' || duty.do === 'ask';
}

/** One duty of one attempt, by name: what its tries are counted under. */
export function keyOf(duty: Duty): string {
  // Trust and the cash that ends it are told one after the other.
  return duty.do === 'settle' ? `settle-${duty.how} ${duty.reference}` : `${duty.do} ${duty.reference}`;
}

/** True while the ledger must hear of a cancel that came after the success. */
export function owesCancel(sale: Sale, reference: Reference): boolean {
  return sale.attempts.some((attempt) => attempt.reference === reference && isCancelOwed(attempt));
}

function isPay(duty: Duty): boolean {
  return duty.do === 'pay';
}

/** The code's end on the wall: its life from the read, or the server's limit, whichever is first. */
function endOfCode({ readAt, codeLifeMs, sendBy }: TillAttempt, now: Circumstances): EpochMs {
  const byLife = readAt === null ? now.wall : readAt + (codeLifeMs ?? 0);
  if (sendBy === null || now.serverNow === null) return byLife;
  return Math.min(byLife, now.wall + (sendBy - now.serverNow));
}

/** A wall that was corrected by a little, as tablets do by themselves, does not cost the customer the code. */
const SET_BACK_MS = 2_000;

/** May the code still be sent? A wall set back to before the read proves nothing: then it may not. */
function isFresh(attempt: TillAttempt, now: Circumstances): boolean {
  const isAfterRead = now.wall >= (attempt.readAt ?? Infinity) - SET_BACK_MS;
  return isAfterRead && now.wall <= endOfCode(attempt, now);
}

/** True when `pay` has begun and the ledger has not said that it has it. */
export function isUnanswered(attempt: TillAttempt): boolean {
  return attempt.state.name === 'sent' && (attempt.ledger === null || isUnsent(attempt.ledger.state));
}

function localDuties(attempt: TillAttempt, now: Circumstances): Duty[] {
  const { reference } = attempt;
  const holds = now.holdsCode(reference);
  if (attempt.state.name === 'holding') return holdingDuties(attempt, now, holds);
  // A code in hand before it is held: its read is being written just now.
  if (isUnsent(attempt.state)) return [];
  const mayRepeat = isUnanswered(attempt) && !attempt.cancelAsked && attempt.wanted === 'keep';
  return holds && !(mayRepeat && isFresh(attempt, now)) ? [{ do: 'drop-code', reference }] : [];
}

function holdingDuties(attempt: TillAttempt, now: Circumstances, holds: boolean): Duty[] {
  const { reference } = attempt;
  if (!holds || !isFresh(attempt, now)) return [{ do: 'too-old', reference }];
  const sendBy = attempt.sendBy ?? knowSendBy(attempt, now);
  if (sendBy === null) return [];
  if (now.isUp && now.isVisible) return [{ do: 'begin-pay', reference, sendBy }];
  return attempt.sendBy === null ? [{ do: 'send-by', reference, sendBy }] : [];
}

/** Law 5 for a code that was read before any server time was known: the life it has left, from now. */
function knowSendBy({ readAt, codeLifeMs }: TillAttempt, now: Circumstances): EpochMs | null {
  if (now.serverNow === null || readAt === null || codeLifeMs === null) return null;
  return now.serverNow + Math.max(0, readAt + codeLifeMs - now.wall);
}

function owedDuties(attempt: TillAttempt, now: Circumstances, isCurrent: boolean): Duty[] {
  const { reference, state, ledger } = attempt;
  if (attempt.fenceOwed) return [{ do: 'close', reference, why: attempt.fenceOwed }];
  if (isKeepOwed(attempt)) return [{ do: 'keep', reference }];
  if (isCancelOwed(attempt)) return [{ do: 'cancel', reference }];
  if (isFinal(state)) return isWatched(attempt) ? [{ do: 'ask', reference }] : [];
  if (isUnsent(state)) {
    const isOpened = ledger !== null && !now.isForgotten(attempt);
    return isCurrent ? [{ do: isOpened ? 'ask' : 'open', reference }] : [];
  }
  if (isUnanswered(attempt)) return unansweredDuties(attempt, now);
  const wishes: Duty[] = [];
  // A charge that differs is a person's to decide: the ledger would refuse the cancel each time it is asked.
  const canCancel = state.name !== 'differs';
  if (canCancel && attempt.cancelAsked && !ledger?.cancelAsked) wishes.push({ do: 'cancel', reference });
  else if (isExtensionOwed(attempt)) wishes.push({ do: 'extend', reference });
  return [...wishes, { do: 'ask', reference }];
}

/** `pay` has begun and nobody knows whether it arrived: the same `pay` again, or the fence. */
function unansweredDuties(attempt: TillAttempt, now: Circumstances): Duty[] {
  const { reference } = attempt;
  const isWanted = attempt.wanted === 'keep' && !attempt.cancelAsked;
  if (isWanted && now.holdsCode(reference)) return now.isVisible ? [{ do: 'pay', reference }] : [];
  return [{ do: 'close', reference, why: isWanted ? 'expired' : 'withdrawn' }];
}

/** A final one with money on its way back, a refund under way, or a person's word to come. */
function isWatched(attempt: TillAttempt): boolean {
  const { giveBack, refundAsked } = attempt;
  const isMoving = giveBack === 'owed' || refundAsked !== null || unfinishedRefund(attempt) !== null;
  return isMoving || isUndecided(attempt);
}

/** Only while the customer still may confirm: behind a cancel that has left no time can be added. */
function isExtensionOwed({ state, cancelAsked, extensionsAsked, ledger }: TillAttempt): boolean {
  if (state.name !== 'sent' && state.name !== 'waiting') return false;
  if (!ledger || cancelAsked || ledger.extensionsLeft === 0) return false;
  return extensionsAsked > MAX_EXTENSIONS - ledger.extensionsLeft;
}

/** How a person ended the sale is told once; cash that follows trust is told anew. */
function settleDuty(sale: Sale): Duty[] {
  const first = sale.attempts[0];
  if (!sale.settled || !first || !isSettleOwed(sale)) return [];
  return [{ do: 'settle', reference: first.reference, how: sale.settled }];
}
