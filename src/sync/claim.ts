/** What every request to the ledger carries, so that it can refuse what differs from what was written down. */
import type { ChangeRequest } from '../contract/till-api.ts';
import type { Sale, TillAttempt } from '../core/sale.ts';

/** Whom a claim is made to. `epoch`: the ledger this till knows, null before it was heard. */
export interface LedgerName {
  readonly realm: string;
  readonly epoch: string | null;
}

/** What every change carries. The attempt's own amount: a sale that was amended later does not change what was opened. */
export function claimOf(
  sale: Pick<Sale, 'id' | 'number'>,
  { amount }: Pick<TillAttempt, 'amount'>,
  { realm, epoch }: LedgerName,
): ChangeRequest {
  return {
    saleId: sale.id,
    number: sale.number,
    amountMinor: amount.minor,
    currency: amount.currency,
    realm,
    ...(epoch === null ? {} : { epoch }),
  };
}
