/** What a manager wants to do: each needs a reason and the PIN. */
import type { Reference, SaleId } from '../../core/ids.ts';
import type { Money } from '../../core/money/money.ts';

/** One act of a manager. */
export type ManagerWish =
  | { readonly kind: 'refund'; readonly saleId: SaleId; readonly number: string; readonly left: Money }
  | { readonly kind: 'override'; readonly saleId: SaleId; readonly number: string }
  | { readonly kind: 'close-by-hand'; readonly reference: Reference; readonly number: string }
  | { readonly kind: 'close-stray'; readonly transactionNo: string }
  | { readonly kind: 'set-pin' };

/** One question of the sheet. `old`, `new` and `again` choose a PIN, `pin` proves that it is a manager. */
export type ManagerStep = 'amount' | 'reason' | 'pin' | 'old' | 'new' | 'again';

/** The questions of `wish` in order. Where there is no PIN yet, the first who needs one chooses it on the way. */
export function stepsOf(wish: ManagerWish, hasPin: boolean): readonly ManagerStep[] {
  const choosing: readonly ManagerStep[] = ['new', 'again'];
  if (wish.kind === 'set-pin') return hasPin ? ['old', ...choosing] : choosing;
  const proof: readonly ManagerStep[] = hasPin ? ['pin'] : choosing;
  return wish.kind === 'refund' ? ['amount', 'reason', ...proof] : ['reason', ...proof];
}
