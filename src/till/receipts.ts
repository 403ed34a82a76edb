/** What a receipt shows, from a paid sale. Pure. */
import type { Shop } from '../contract/shop-api.ts';
import { refundedSum } from '../core/refund.ts';
import type { Sale } from '../core/sale.ts';
import { saleState } from '../core/sale-state.ts';
import { isUndecidedSale, keptAttempt } from '../journal/undecided.ts';
import { receiptUrl } from './receipt-url.ts';
import type { ReceiptView } from './view.ts';

/** The receipt of a sale; null unless it is paid, nobody has to decide about it, and the gateway's number is known. */
export function receiptOf(sale: Sale, shop: Shop): ReceiptView | null {
  const isPaid = saleState(sale) === 'paid' && !isUndecidedSale(sale);
  const attempt = isPaid ? keptAttempt(sale) : null;
  if (!attempt?.ledger?.transactionNo) return null;
  const back = refundedSum(attempt);
  const { transactionNo, endedAt, receiptToken, wallet } = attempt.ledger;
  return {
    shopName: shop.name,
    address: shop.address,
    number: sale.number,
    // The ledger's own time, as on the customer's copy behind the QR.
    paidAt: endedAt ?? sale.changedAt,
    timeZone: shop.timeZone,
    // A charge that differed and was kept: what the customer paid.
    amount: attempt.taken ?? attempt.amount,
    givenBack: back.minor > 0 ? back : null,
    wallet: wallet ?? attempt.wallet,
    transactionNo,
    reference: attempt.reference,
    url: receiptUrl(shop.publicUrl, receiptToken),
    practice: shop.mode === 'practice',
  };
}
