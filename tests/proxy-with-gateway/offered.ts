/** What a till offers to a ledger of another epoch, in a test's words. */
import type { OfferedAttempt, OfferedSale } from '../../src/contract/offer-api.ts';
import type { Reference } from '../../src/core/ids.ts';
import { money } from '../../src/core/money/money.ts';
import type { SaleInHand } from './hand-till.ts';

/** A sale whose attempts were sent and have not ended, but for what is said of each. */
export function offered(
  { saleId, claim }: SaleInHand,
  attempts: readonly (Partial<OfferedAttempt> & { reference: Reference })[],
  settled: OfferedSale['settled'] = null,
  takenOver = false,
): OfferedSale {
  const amount = money(claim.amountMinor, 'USD');
  const plain = {
    amount,
    sent: true,
    sentAt: null,
    transactionNo: null,
    wallet: 'alipay',
    condemned: false,
    kept: null,
    owed: null,
    known: null,
    refundAsked: false,
    refunds: [],
  } as const;
  const { number } = claim;
  return {
    saleId,
    number,
    amount,
    settled,
    takenOver,
    attempts: attempts.map((each) => ({ ...plain, ...each })),
  };
}
