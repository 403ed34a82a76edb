/** What a receipt shows, from a paid sale. Pure. */
import type { Shop } from '../contract/till-api.ts';
import { saleState, type Sale } from '../core/sale.ts';
import type { ReceiptView } from './view.ts';

/** The receipt of a sale; null unless it is paid and the gateway's number is known. */
export function receiptOf(sale: Sale, shop: Shop): ReceiptView | null {
  if (saleState(sale) !== 'paid') return null;
  const attempt = sale.attempts.find(({ state, wanted }) => state.name === 'paid' && wanted === 'keep');
  if (!attempt?.ledger?.transactionNo) return null;
  const { transactionNo, endedAt, receiptToken, wallet } = attempt.ledger;
  return {
    shopName: shop.name,
    address: shop.address,
    number: sale.number,
    // The ledger's own time, as on the customer's copy behind the QR.
    paidAt: endedAt ?? sale.changedAt,
    timeZone: shop.timeZone,
    amount: attempt.amount,
    wallet: wallet ?? attempt.wallet,
    transactionNo,
    reference: attempt.reference,
    url: shop.publicUrl && receiptToken ? `${shop.publicUrl.replace(/\/+$/, '')}/r/${receiptToken}` : null,
    practice: shop.mode === 'practice',
  };
}
