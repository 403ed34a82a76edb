/** The roll: today's sales, newest first, each in one word. Pure. */
import { assertNever } from '../core/assert-never.ts';
import type { ClosedWhy } from '../core/attempt.ts';
import { money, type Currency } from '../core/money/money.ts';
import { refundedSum, unfinishedRefund } from '../core/refund.ts';
import type { Sale, TillAttempt } from '../core/sale.ts';
import { currentAttempt, saleState } from '../core/sale-state.ts';
import { belongsOnRoll, isOpen } from '../journal/day-totals.ts';
import type { DayTotals } from '../journal/journal.ts';
import { keptAttempt, undecidedAttempt } from '../journal/undecided.ts';
import { codeRing, confirmRing } from './counter-view.ts';
import { isInDoubt, wordOn, type Seen } from './seen.ts';
import type { LineState, Ring, Roll, RollLine } from './view.ts';

/** What the roll is made of. `counterSale`: the sale the counter shows, which is on the roll only once it is paid. */
export interface RollSource {
  readonly isRead: boolean;
  readonly sales: readonly Sale[];
  readonly day: string;
  readonly totals: DayTotals;
  readonly currency: Currency;
  readonly counterSale: Sale | null;
}

/** The roll. An unfinished sale of an earlier day stays on it until it ends. */
export function rollOf(source: RollSource, seen: Seen): Roll {
  const { isRead, sales, day, totals, currency, counterSale } = source;
  const isPaid = counterSale !== null && saleState(counterSale) === 'paid' && !undecidedAttempt(counterSale);
  const hidden = isPaid ? null : counterSale;
  const lines = sales
    .filter((sale) => sale.id !== hidden?.id && isShown(sale, day))
    .sort((a, b) => b.openedAt - a.openedAt)
    .map((sale) => lineOf(sale, seen));
  const isCounted = hidden !== null && hidden.day === day && belongsOnRoll(hidden);
  return {
    isRead,
    lines,
    count: totals.count - (isCounted ? 1 : 0),
    total: money(Math.max(0, totals.paidMinor), currency),
    unfinished: lines.filter(({ live }) => live).length,
  };
}

function isShown(sale: Sale, day: string): boolean {
  if (sale.settled === 'abandoned' && !belongsOnRoll(sale)) return false;
  return isOpen(sale) || (sale.day === day && belongsOnRoll(sale));
}

/** Lines of sales that are over: every key press asks for the roll, and what is the same is not drawn anew. */
const over = new WeakMap<Sale, RollLine>();

/** One line; the very same one while nothing about it can have changed. */
export function lineOf(sale: Sale, seen: Seen): RollLine {
  const known = over.get(sale);
  if (known) return known;
  const attempt = currentAttempt(sale);
  const line = {
    saleId: sale.id,
    number: sale.number,
    amount: sale.amount,
    openedAt: sale.openedAt,
    wallet: attempt ? (wordOn(attempt, seen)?.wallet ?? attempt.wallet) : null,
    state: lineState(sale, seen),
    live: isOpen(sale),
    ring: attempt ? ringOf(attempt, seen) : null,
  };
  // A sale's record is never changed, only replaced.
  if (!line.live && !(attempt && seen.latest(attempt.reference))) over.set(sale, line);
  return line;
}

/** The word on the line. What waits for a person or must go back is said first, then how it was ended, then the attempt. */
export function lineState(sale: Sale, seen: Seen): LineState {
  if (sale.takenAway) return 'taken-over';
  const undecided = undecidedAttempt(sale);
  if (undecided) return undecided.state.name === 'differs' ? 'differs' : 'paid-after-all';
  if (sale.attempts.some(isGoingBack)) return 'giving-back';
  if (sale.attempts.some(({ giveBack }) => giveBack === 'listed')) return 'unresolved';
  const kept = keptAttempt(sale);
  if (kept && saleState(sale) === 'paid') return keptState(kept);
  return unpaidState(sale, seen);
}

/** Paid, and what went back of it since. */
function keptState(attempt: TillAttempt): LineState {
  const { taken, amount, refunds, refundAsked, giveBack } = attempt;
  // A record that was put back by hand may have given back what is paid here.
  if (giveBack === 'done') return 'given-back';
  if (refunds.some(({ state }) => state === 'listed')) return 'unresolved';
  if (refundAsked !== null || unfinishedRefund(attempt) !== null) return 'refunding';
  const refunded = refundedSum(attempt).minor;
  if (refunded === 0) return 'paid';
  return refunded < (taken ?? amount).minor ? 'refunded-partly' : 'refunded';
}

function unpaidState(sale: Sale, seen: Seen): LineState {
  const current = currentAttempt(sale);
  if (saleState(sale) === 'owed') return 'owed';
  if (sale.attempts.some(({ giveBack }) => giveBack === 'done')) return 'given-back';
  if (sale.settled) return settledState(sale, sale.settled);
  return current ? attemptState(current, seen) : 'not-charged';
}

function settledState(sale: Sale, how: NonNullable<Sale['settled']>): LineState {
  const states = sale.attempts.map(({ state }) => state);
  if (states.some(({ name }) => name === 'unresolved')) return 'unresolved';
  if (how === 'trust') return 'trust';
  if (states.some(({ name }) => name === 'returned')) return 'given-back';
  return how;
}

/** A charge is known and it is on its way back. */
function isGoingBack({ state, giveBack, wanted }: TillAttempt): boolean {
  if (giveBack === 'owed') return true;
  return wanted === 'return' && state.name === 'cancelling' && state.charged;
}

function attemptState(attempt: TillAttempt, seen: Seen): LineState {
  const { state } = attempt;
  if (isInDoubt(attempt, seen)) return 'in-doubt';
  switch (state.name) {
    case 'opening':
    case 'ready':
      return 'not-charged';
    case 'holding':
      return 'held';
    case 'sent':
      return 'charging';
    case 'waiting':
    case 'cancelling':
    case 'differs':
    case 'unresolved':
    case 'declined':
    case 'returned':
      return state.name;
    case 'paid':
      // Kept ones were told apart above: this one is owed back.
      return 'giving-back';
    case 'closed':
      return closedState(state.why);
    default:
      return assertNever(state);
  }
}

/** "Not charged" only where it is proven (law 4). */
function closedState(why: ClosedWhy): LineState {
  return why === 'cancelled' || why === 'by-hand' || why === 'timed-out' ? 'cancelled' : 'not-charged';
}

function ringOf(attempt: TillAttempt, seen: Seen): Ring | null {
  switch (attempt.state.name) {
    case 'holding':
    case 'sent':
      return isInDoubt(attempt, seen) ? null : codeRing(attempt);
    case 'waiting':
      return confirmRing(attempt, seen);
    default:
      return null;
  }
}
