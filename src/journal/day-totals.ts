/** A day's figures: what one sale adds to them, and how a change of it moves them. Both adapters and the roll use it. */
import { refundedSum } from '../core/refund.ts';
import type { Sale } from '../core/sale.ts';
import { isUnsettled, saleState } from '../core/sale-state.ts';
import type { DayTotals } from './journal.ts';
import { canStillChange, isUndecidedSale, keptAttempt } from './undecided.ts';

/** A day on which nothing was sold. */
export const EMPTY_DAY: DayTotals = { count: 0, paidMinor: 0, unfinished: 0 };

/** True when the roll shows the sale: something was sent, somebody settled it, or it was moved there. */
export function belongsOnRoll(sale: Sale): boolean {
  const wasSent = sale.attempts.some(({ payBegunAt }) => payBegunAt !== null);
  if (sale.settled === 'abandoned') return wasSent;
  return wasSent || sale.onRoll || sale.settled !== null;
}

/** True while the machine or a person still has something to do about the sale. */
export function isOpen(sale: Sale): boolean {
  return canStillChange(sale) || isUnsettled(sale);
}

/** What one sale adds to its day. */
export function figuresOf(sale: Sale): DayTotals {
  const counts = belongsOnRoll(sale);
  return {
    count: counts ? 1 : 0,
    paidMinor: paidMinor(sale),
    unfinished: counts && canStillChange(sale) ? 1 : 0,
  };
}

/** What the shop has of it: what was taken, less what went back by refund. A sale that waits for a person is not paid yet. */
function paidMinor(sale: Sale): number {
  if (saleState(sale) !== 'paid' || sale.takenAway || isUndecidedSale(sale)) return 0;
  const kept = keptAttempt(sale);
  if (!kept || kept.giveBack === 'done') return 0;
  const isOurs = kept.taken?.currency === sale.amount.currency;
  return (isOurs && kept.taken ? kept.taken : kept.amount).minor - refundedSum(kept).minor;
}

/** The day's figures after one of its sales went from `before` (null: new) to `after`. */
export function moveTotals(totals: DayTotals, before: Sale | null, after: Sale): DayTotals {
  const old = before === null ? EMPTY_DAY : figuresOf(before);
  const now = figuresOf(after);
  return {
    count: totals.count - old.count + now.count,
    paidMinor: totals.paidMinor - old.paidMinor + now.paidMinor,
    unfinished: totals.unfinished - old.unfinished + now.unfinished,
  };
}
