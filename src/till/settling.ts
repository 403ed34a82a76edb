/** Commands about any sale, on the counter or on the roll: cancel, extend, cash, abandon, trust, and leaving the counter. */
import { isUnsent } from '../core/attempt.ts';
import type { SaleId } from '../core/ids.ts';
import { MAX_EXTENSIONS } from '../core/ladder.ts';
import type { Sale, SaleEvent } from '../core/sale.ts';
import { currentAttempt, isUnsettled, saleState } from '../core/sale-state.ts';
import { isUndecidedSale } from '../journal/undecided.ts';
import { canSettle, canTrust, isWaitingForCode, mayTrust } from './choices.ts';
import { counterSale, deskWith, isOtherTabs, leave, type TillContext } from './context.ts';
import { isOnKeypad } from './counter-view.ts';
import { refuse } from './refuse.ts';
import { withdraw } from './selling.ts';

/** Asks for the cancel; what has not left is taken back at once. */
export async function cancel(context: TillContext, saleId: SaleId): Promise<void> {
  const sale = context.state.realm?.sales.get(saleId) ?? null;
  const attempt = sale && currentAttempt(sale);
  if (sale && attempt && isUnsent(attempt.state) && (await withdraw(context, sale, attempt.reference))) {
    const { desk } = context.state;
    if (desk.saleId === saleId) context.state.desk = deskWith(sale, desk.isBack);
    return;
  }
  await change(context, saleId, (now) => {
    const current = currentAttempt(now);
    const canCancel = current && ['sent', 'waiting'].includes(current.state.name) && !current.cancelAsked;
    return canCancel ? { type: 'cancel-asked', reference: current.reference } : null;
  });
}

/** Gives the customer 30 s more, twice at the most. */
export async function extend(context: TillContext, saleId: SaleId): Promise<void> {
  await change(context, saleId, (now) => {
    const current = currentAttempt(now);
    const canExtend =
      current?.state.name === 'waiting' &&
      !current.cancelAsked &&
      current.extensionsAsked < MAX_EXTENSIONS &&
      current.ledger?.extensionsLeft !== 0;
    return canExtend ? { type: 'extension-asked', reference: current.reference } : null;
  });
}

/** Ends a sale by a person's word; every charge of it is condemned. It leaves the counter. */
export async function settle(context: TillContext, saleId: SaleId, how: 'cash' | 'abandoned'): Promise<void> {
  const isDone = await change(context, saleId, (now) => (canSettle(now) ? { type: 'settled', how } : null));
  if (isDone) leave(context, saleId);
}

/** Lets the goods go on the customer's word, up to the shop's limit; a success stays wanted. It leaves the counter. */
export async function letGo(context: TillContext, saleId: SaleId): Promise<void> {
  const { shop, realm } = context.state;
  const limit = shop?.trustLimitMinor ?? 0;
  const sale = realm?.sales.get(saleId);
  if (sale && mayTrust(sale) && !canTrust(sale, limit)) return refuse(context, 'over-trust-limit');
  const isDone = await change(context, saleId, (now) =>
    canTrust(now, limit) ? { type: 'settled', how: 'trust' } : null,
  );
  if (isDone) leave(context, saleId);
}

/** Moves the counter's unfinished sale to the roll. */
export async function nextCustomer(context: TillContext): Promise<void> {
  const sale = counterSale(context);
  if (!sale || isOnKeypad(sale)) return;
  if (saleState(sale) === 'paid' && !isUndecidedSale(sale)) return leave(context, sale.id);
  const isMoved = await change(context, sale.id, (now) => {
    const current = currentAttempt(now);
    return current && isWaitingForCode(current) ? null : { type: 'moved-to-roll' };
  });
  if (isMoved) leave(context, sale.id);
}

/** Leaves a paid sale. */
export function nextSale(context: TillContext): void {
  const sale = counterSale(context);
  if (!sale || isOnKeypad(sale)) return;
  if (isUnsettled(sale) || isUndecidedSale(sale)) return refuse(context, 'not-now');
  leave(context, sale.id);
}

/** Writes one event if the sale, as it is then, allows it; else says that it is too late. */
async function change(
  context: TillContext,
  saleId: SaleId,
  decide: (sale: Sale) => SaleEvent | null,
): Promise<boolean> {
  let isWritten = false;
  if (isOtherTabs(context)) return false;
  await context.state.realm?.sales.write(saleId, (now) => {
    const event = now && !now.takenAway && decide(now);
    isWritten = Boolean(event);
    return event ? { events: [event] } : null;
  });
  if (!isWritten) refuse(context, 'not-now');
  return isWritten;
}
