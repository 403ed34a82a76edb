/** What a person may do about a sale, by its own state: asked by the views and by the commands alike. Pure. */
import { isUnsent } from '../core/attempt.ts';
import { mayFollow } from '../core/attempt-fold.ts';
import { currentAttempt, isUnsettled, saleState } from '../core/sale-state.ts';
import type { Sale, TillAttempt } from '../core/sale.ts';
import type { EpochMs } from '../core/ports.ts';
import { isUndecidedSale } from '../journal/undecided.ts';

/** True while goods may be let go on the customer's word: it may have been charged, and a success is still wanted. */
export function canTrust(sale: Sale, limitMinor: number): boolean {
  return mayTrust(sale) && sale.amount.minor <= limitMinor;
}

/** The same, whatever the limit. */
export function mayTrust(sale: Sale): boolean {
  const attempt = currentAttempt(sale);
  if (!attempt || !isUnsettled(sale) || sale.settled !== null || attempt.wanted === 'return') return false;
  const isCancelled = attempt.cancelAsked || attempt.ledger?.cancelAsked === true;
  return !isCancelled && ['sent', 'waiting', 'unresolved'].includes(attempt.state.name);
}

/** True while a person may end the sale with cash or give it up: nothing is kept of it yet. */
export function canSettle(sale: Sale): boolean {
  return sale.attempts.length > 0 && !sale.takenAway && (isUnsettled(sale) || saleState(sale) === 'trust');
}

/** Server time from which a manager may open the next attempt over this one (law 7); null: not foreseen, or done. */
export function overrideFrom({ state, ledger }: TillAttempt): EpochMs | null {
  const isStuck = state.name === 'cancelling' || state.name === 'unresolved';
  return isStuck && ledger && !ledger.overridden ? ledger.mayOverrideAt : null;
}

/** True when the next attempt may open and is worth one: the sale is still to be paid, and none before stands in the way. */
export function canScanAgain(sale: Sale): boolean {
  if (sale.attempts.length === 0 || !isUnsettled(sale) || sale.settled !== null) return false;
  // One of a sale that was taken back may still wait for its fence.
  return sale.attempts.every(mayFollow);
}

/** True while one of its attempts may have charged the customer, or will by itself, and nobody has ended the sale. */
export function mayBeCharged(sale: Sale): boolean {
  if (sale.takenAway || sale.settled === 'cash' || sale.settled === 'abandoned') return false;
  // Of a success behind a cancel nobody knows yet whether it is kept.
  if (saleState(sale) === 'trust' || isUndecidedSale(sale)) return true;
  // A code that is held goes out when the network is back.
  const mayCharge = ['holding', 'sent', 'waiting', 'cancelling', 'unresolved', 'differs'];
  return sale.attempts.some(({ state }) => mayCharge.includes(state.name));
}

/** True for what only a manager can end, by the gateway's portal. */
export function isListed({ state, giveBack, refunds }: TillAttempt): boolean {
  const hasListedRefund = refunds.some((refund) => refund.state === 'listed');
  return state.name === 'unresolved' || giveBack === 'listed' || hasListedRefund;
}

/** True of an attempt of which nothing has left. */
export function isWaitingForCode({ state }: TillAttempt): boolean {
  return isUnsent(state) && state.name !== 'holding';
}
