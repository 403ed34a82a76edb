/** A manager's refund of a paid attempt: named by its number, so that the same request again is the same refund. */
import type { RefundRequest } from '../../contract/manager-api.ts';
import { formatMoney, money } from '../../core/money/money.ts';
import { askRefund, leftToRefund, nextRefundNo, unfinishedRefund } from '../../core/refund.ts';
import type { ShopSettings } from '../../core/settings.ts';
import { Refusal } from '../refusal.ts';
import type { AttemptRow } from './attempt-row.ts';
import type { Book } from './book.ts';
import { findClaimed } from './change-attempt.ts';
import type { Claim } from './claim.ts';
import { overRefundLimit } from './day-limits.ts';

/** What a manager asks for. */
export interface RefundClaim extends Claim, Pick<RefundRequest, 'n' | 'refundMinor' | 'reason' | 'sendBy'> {}

/** Writes the refund down; the ladder sends it. Throws a Refusal where it is not this sale's to give. */
export function refundAttempt(book: Book, claim: RefundClaim, settings: ShopSettings): AttemptRow {
  const row = findClaimed(book, claim, settings);
  const known = row.refunds.find(({ n }) => n === claim.n);
  if (known) {
    const isSame = known.amount.minor === claim.refundMinor && known.by === 'manager';
    if (!isSame) throw new Refusal('mismatch', 'Another refund has that number.');
    return row;
  }
  checkRefund(book, row, claim);
  const overDay = overRefundLimit(book, claim, settings);
  if (overDay !== null) throw new Refusal('over-refund-limit', overDay);
  const amount = money(claim.refundMinor, (row.taken ?? row.amount).currency);
  const { refunds } = askRefund(row, { amount, by: 'manager', reason: claim.reason }, book.now);
  return book.apply(row, { refunds });
}

function checkRefund(book: Book, row: AttemptRow, { n, refundMinor, sendBy }: RefundClaim): void {
  // It lay somewhere on its way: the till has given it up, and a manager may have handed out cash.
  if (book.now >= sendBy) throw new Refusal('not-now', 'The refund came too late and was not taken.');
  if (row.state.name !== 'paid' || row.wanted === 'return')
    throw new Refusal('not-now', 'Only a paid sale can be refunded.');
  // Law 10: one unfinished refund a sale.
  if (book.ofSale(row.saleId).some((each) => unfinishedRefund(each)))
    throw new Refusal('not-now', 'Another refund of this sale has not ended.');
  if (n !== nextRefundNo(row))
    throw new Refusal('mismatch', `The next refund is number ${nextRefundNo(row)}.`);
  const left = leftToRefund(row);
  if (refundMinor === 0 || refundMinor > left.minor)
    throw new Refusal('refund-too-much', `At most ${formatMoney(left, 'en')} can be given back.`);
}
