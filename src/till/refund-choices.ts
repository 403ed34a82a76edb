/** What may be given back of a sale, by its own state. Pure. */
import { leftToRefund, unfinishedRefund } from '../core/refund.ts';
import { saleState } from '../core/sale-state.ts';
import type { Sale, TillAttempt } from '../core/sale.ts';
import { isUndecidedSale, keptAttempt } from '../journal/undecided.ts';

/** The attempt whose money the shop has and may give back; null where there is none, or a person must decide first. */
export function refundable(sale: Sale): TillAttempt | null {
  if (sale.takenAway || isUndecidedSale(sale) || saleState(sale) !== 'paid') return null;
  return keptAttempt(sale);
}

/** True while a manager may ask for a refund: something is left, and no earlier one is still on its way at the gateway. */
export function canRefund(sale: Sale): boolean {
  const attempt = refundable(sale);
  return attempt !== null && leftToRefund(attempt).minor > 0 && unfinishedRefund(attempt) === null;
}
