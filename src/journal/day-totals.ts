/** A day's figures: what one sale adds to them, and how a change of it moves them. Both adapters and the roll use it. */
import { isUnfinished, isUnsettled, saleState, type Sale } from '../core/sale.ts';
import type { DayTotals } from './journal.ts';

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
  return isUnfinished(sale) || isUnsettled(sale);
}

/** What one sale adds to its day. */
export function figuresOf(sale: Sale): DayTotals {
  const counts = belongsOnRoll(sale);
  return {
    count: counts ? 1 : 0,
    paidMinor: saleState(sale) === 'paid' ? sale.amount.minor : 0,
    unfinished: counts && isUnfinished(sale) ? 1 : 0,
  };
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
