/** The roll: today's sales, newest first, each in one word. Pure. */
import { assertNever } from '../core/assert-never.ts';
import type { ClosedWhy } from '../core/attempt.ts';
import { money, type Currency } from '../core/money/money.ts';
import {
  currentAttempt,
  isUnfinished,
  isUnsettled,
  saleState,
  type Sale,
  type TillAttempt,
} from '../core/sale.ts';
import { belongsOnRoll } from '../journal/day-totals.ts';
import type { DayTotals } from '../journal/journal.ts';
import { codeRing, confirmRing } from './counter-view.ts';
import { isInDoubt, wordOn, type Seen } from './seen.ts';
import type { LineState, Ring, Roll, RollLine } from './view.ts';

/** What the roll is made of. `counterSale`: the sale the counter shows, which is on the roll only once it is paid. */
export interface RollSource {
  readonly sales: readonly Sale[];
  readonly day: string;
  readonly totals: DayTotals;
  readonly currency: Currency;
  readonly counterSale: Sale | null;
}

/** The roll. An unfinished sale of an earlier day stays on it until it ends. */
export function rollOf({ sales, day, totals, currency, counterSale }: RollSource, seen: Seen): Roll {
  const hidden = counterSale && saleState(counterSale) !== 'paid' ? counterSale : null;
  const lines = sales
    .filter((sale) => sale.id !== hidden?.id && isShown(sale, day))
    .sort((a, b) => b.openedAt - a.openedAt)
    .map((sale) => lineOf(sale, seen));
  const isCounted = hidden !== null && hidden.day === day && belongsOnRoll(hidden);
  return {
    lines,
    count: totals.count - (isCounted ? 1 : 0),
    total: money(Math.max(0, totals.paidMinor), currency),
    unfinished: lines.filter(({ live }) => live).length,
  };
}

function isShown(sale: Sale, day: string): boolean {
  const isOpen = isUnfinished(sale) || isUnsettled(sale);
  if (sale.settled === 'abandoned' && !belongsOnRoll(sale)) return false;
  return isOpen || (sale.day === day && belongsOnRoll(sale));
}

/** One line. */
export function lineOf(sale: Sale, seen: Seen): RollLine {
  const attempt = currentAttempt(sale);
  return {
    saleId: sale.id,
    number: sale.number,
    amount: sale.amount,
    openedAt: sale.openedAt,
    wallet: attempt ? (wordOn(attempt, seen)?.wallet ?? attempt.wallet) : null,
    state: lineState(sale, seen),
    live: isUnfinished(sale) || isUnsettled(sale),
    ring: attempt ? ringOf(attempt, seen) : null,
  };
}

/** The word on the line. Money that must go back is said first, then how a person ended it, then the attempt. */
export function lineState(sale: Sale, seen: Seen): LineState {
  const current = currentAttempt(sale);
  if (sale.attempts.some(isGoingBack)) return 'giving-back';
  if (sale.attempts.some(({ giveBack }) => giveBack === 'listed')) return 'unresolved';
  if (saleState(sale) === 'paid') return 'paid';
  if (sale.attempts.some(({ giveBack }) => giveBack === 'done')) return 'given-back';
  if (sale.settled) return settledState(sale, sale.settled);
  return current ? attemptState(current, seen) : 'not-charged';
}

function settledState(sale: Sale, how: NonNullable<Sale['settled']>): LineState {
  const states = sale.attempts.map(({ state }) => state);
  if (states.some(({ name }) => name === 'unresolved')) return 'unresolved';
  if (states.some(({ name }) => name === 'returned')) return 'given-back';
  return how === 'abandoned' ? 'abandoned' : 'cash';
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
