/** What a key of the counter does: asked of the till, from the screen and from the keyboard alike. */
import { assertNever } from '../../core/assert-never.ts';
import type { Till } from '../../till/till.ts';
import type { Action, Counter } from '../../till/view.ts';

/** A counter state that has a sale: every one but the keypad. */
export type SaleCounter = Exclude<Counter, { name: 'amount' }>;

/** Actions the counter's keys do at once; the others ask first (a question of money, a manager's PIN) or belong to a sheet. */
export type PlainAction = Exclude<
  Action,
  'keep' | 'give-back' | 'override' | 'close-by-hand' | 'refund' | 'take-over'
>;
/** Does `action` for the sale on the counter. */
export async function runAction(till: Till, action: PlainAction, counter: SaleCounter): Promise<void> {
  switch (action) {
    case 'back':
      return till.back();
    case 'scan-again':
      return till.scanAgain();
    case 'cancel':
      return till.cancel(counter.saleId);
    case 'extend':
      return till.extend(counter.saleId);
    case 'cash':
      return till.tookCash(counter.saleId);
    case 'trust':
      return till.letGo(counter.saleId);
    case 'abandon':
      return till.abandon(counter.saleId);
    case 'next-customer':
      return till.nextCustomer();
    case 'next-sale':
      return till.nextSale();
    case 'receipt':
      return till.showReceipt(counter.saleId);
    case 'send-now':
      return till.sendNow();
    default:
      return assertNever(action);
  }
}
