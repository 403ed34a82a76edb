/** What a manager wants to do: each needs the PIN, and most a reason. */
import type { Reference, SaleId } from '../../core/ids.ts';
import type { Money } from '../../core/money/money.ts';
import type { Outcome } from '../../till/till.ts';

/** An act about the shop's tills, or a look at what managers did: the sheet asks for the PIN and hands it on. */
export interface TillWish {
  readonly kind: 'add-till' | 'move-till' | 'rename-till' | 'revoke-till' | 'audit';
  /** the till's name; '' where none is meant */
  readonly name: string;
  /** `text`: the new name, where one is asked for */
  readonly act: (pin: string, text: string) => Promise<Outcome>;
}

/** One act of a manager. */
export type ManagerWish =
  | { readonly kind: 'refund'; readonly saleId: SaleId; readonly number: string; readonly left: Money }
  | { readonly kind: 'override'; readonly saleId: SaleId; readonly number: string }
  | { readonly kind: 'close-by-hand'; readonly reference: Reference; readonly number: string }
  | { readonly kind: 'close-stray'; readonly transactionNo: string }
  | { readonly kind: 'set-pin' }
  | TillWish;

/** One question of the sheet. `old`, `new` and `again` choose a PIN, `pin` proves that it is a manager. */
export type ManagerStep = 'amount' | 'reason' | 'name' | 'pin' | 'old' | 'new' | 'again';

/** The questions of `wish` in order. Where there is no PIN yet, the first who needs one chooses it on the way. */
export function stepsOf(wish: ManagerWish, hasPin: boolean): readonly ManagerStep[] {
  const choosing: readonly ManagerStep[] = ['new', 'again'];
  if (wish.kind === 'set-pin') return hasPin ? ['old', ...choosing] : choosing;
  const proof: readonly ManagerStep[] = hasPin ? ['pin'] : choosing;
  if ('act' in wish) return wish.kind === 'rename-till' ? ['name', ...proof] : proof;
  return wish.kind === 'refund' ? ['amount', 'reason', ...proof] : ['reason', ...proof];
}
