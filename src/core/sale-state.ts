/** What a sale is, derived from its attempts and how a person ended it: never stored apart. */
import { isFinal, isUnsent } from './attempt.ts';
import { unfinishedRefund } from './refund.ts';
import type { Sale, Settled, TillAttempt } from './sale.ts';

/** The latest attempt; null before the first. */
export function currentAttempt(sale: Sale): TillAttempt | null {
  return sale.attempts.at(-1) ?? null;
}

/** What a sale is, derived: never stored apart. `owed`: on trust, and the attempt ended unpaid. */
export type SaleState = 'open' | 'charging' | 'paid' | 'owed' | Settled;

/** The state of a sale (DESIGN §3). A success somebody settled over is not `paid`: it is owed back. */
export function saleState(sale: Sale): SaleState {
  if (sale.settled && sale.settled !== 'trust') return sale.settled;
  if (sale.attempts.some((attempt) => attempt.state.name === 'paid' && attempt.wanted === 'keep'))
    return 'paid';
  if (sale.settled === 'trust')
    return sale.attempts.every((attempt) => isFinal(attempt.state)) ? 'owed' : 'trust';
  const current = currentAttempt(sale);
  return current && !isFinal(current.state) && !isUnsent(current.state) ? 'charging' : 'open';
}

/**
 * True while the ledger must still hear how a person here ended the sale. Of one that went to another till: that no
 * charge is wanted, for the customer has paid or was sent away; trust is the other till's to give.
 */
export function isSettleOwed({ settled, settleTold, attempts, takenAway }: Sale): boolean {
  if (settled === null || settleTold || attempts.length === 0) return false;
  return !takenAway || settled !== 'trust';
}

/** True while the sale can still change by itself: something is sent, owed to the ledger, or owed back. */
export function isUnfinished(sale: Sale): boolean {
  if (isSettleOwed(sale)) return true;
  if (sale.takenAway) return false;
  return sale.attempts.some(
    (attempt) =>
      !isFinal(attempt.state) ||
      attempt.fenceOwed !== null ||
      attempt.giveBack === 'owed' ||
      attempt.refundAsked !== null ||
      unfinishedRefund(attempt) !== null,
  );
}

/** True while a person still has to end the sale: it is neither paid nor settled, or it is owed. */
export function isUnsettled(sale: Sale): boolean {
  const state = saleState(sale);
  return !sale.takenAway && (state === 'open' || state === 'charging' || state === 'owed');
}
