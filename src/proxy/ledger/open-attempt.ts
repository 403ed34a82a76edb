/** Opens an attempt, once a reference, and only where law 7 lets the sale have another one. */
import type { SaleId } from '../../core/ids.ts';
import { isFinal } from '../../core/attempt.ts';
import { money } from '../../core/money/money.ts';
import type { ShopSettings } from '../../core/settings.ts';
import { Refusal } from '../refusal.ts';
import type { AttemptRow } from './attempt-row.ts';
import type { Book } from './book.ts';
import { checkClaim, checkRow, checkSum, fence, isFenceable, type Claim } from './claim.ts';
import { overDayLimit } from './day-limits.ts';

/** Returns the attempt of that reference, opening it where the ledger has none. Throws a Refusal. */
export function openAttempt(book: Book, claim: Claim, settings: ShopSettings): AttemptRow {
  checkClaim(book, claim, claim.till, settings);
  const known = book.find(claim.reference);
  if (known !== null) {
    checkRow(known, claim);
    return known;
  }
  checkSum(claim, settings);
  const overDay = overDayLimit(book, claim, settings);
  if (overDay !== null) throw new Refusal('over-day-limit', overDay);
  makeRoom(book, claim.saleId);
  return book.insert({
    reference: claim.reference,
    saleId: claim.saleId,
    number: claim.number,
    till: claim.till,
    amount: money(claim.amountMinor, claim.currency),
    orderEndsAt: book.now + settings.orderTimeoutMin * 60_000,
  });
}

/** Law 7: earlier attempts are final, overridden by a manager, or fenced here, in the transaction that opens the next. */
function makeRoom(book: Book, saleId: SaleId): void {
  const settled = book.settledHow(saleId);
  if (settled !== null) throw new Refusal('not-now', `This sale was settled already (${settled}).`);
  const earlier = book.ofSale(saleId);
  // A second charge of a sale that is paid could never be kept (law 1).
  if (earlier.some((row) => row.state.name === 'paid' && row.wanted === 'keep')) {
    throw new Refusal('not-now', 'This sale is paid already.');
  }
  const running = earlier.filter((row) => !isFinal(row.state) && !row.overridden);
  if (!running.every(isFenceable)) throw new Refusal('attempt-open');
  for (const row of running) fence(book, row, 'withdrawn');
}
