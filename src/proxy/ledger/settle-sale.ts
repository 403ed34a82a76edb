/** A person ended the sale: cash and giving up condemn every attempt named, trust condemns none. */
import type { SettleRequest } from '../../contract/till-api.ts';
import type { Reference } from '../../core/ids.ts';
import { formatMoney, money } from '../../core/money/money.ts';
import type { ShopSettings } from '../../core/settings.ts';
import { Refusal } from '../refusal.ts';
import type { AttemptRow } from './attempt-row.ts';
import type { Book } from './book.ts';
import { writeFence } from './change-attempt.ts';
import { checkClaim, isFenceable } from './claim.ts';

/** Settles the sale and returns the attempts named as they are now. The same request again changes nothing. */
export function settleSale(
  book: Book,
  request: SettleRequest,
  till: string,
  settings: ShopSettings,
): AttemptRow[] {
  checkClaim(book, request, till, settings);
  const settled = book.settledHow(request.saleId);
  // Who was let go on trust may come back and pay; nothing else is settled twice.
  if (settled !== null && settled !== 'trust' && settled !== request.how) {
    throw new Refusal('mismatch', `The sale was settled already (${settled}).`);
  }
  if (request.how === 'trust') checkTrust(request, settings);
  if (settled !== request.how) book.settle(request, till);
  if (request.how === 'trust') return request.references.flatMap((reference) => book.find(reference) ?? []);
  return request.references.map((reference) => condemn(book, reference, request, till));
}

function checkTrust({ amountMinor, currency }: SettleRequest, { trustLimit }: ShopSettings): void {
  if (amountMinor <= trustLimit) return;
  const limit = formatMoney(money(trustLimit, currency), 'en');
  throw new Refusal('over-trust-limit', `At most ${limit} may be let go on trust.`);
}

/**
 * An unsent attempt is closed, a sent one is given back if it succeeds, a paid one is given back. The sum is not held
 * against the row: a sale's amount may have been corrected between its attempts.
 */
function condemn(book: Book, reference: Reference, request: SettleRequest, till: string): AttemptRow {
  const row = book.find(reference) ?? writeFence(book, { ...request, reference, till }, 'withdrawn');
  if (row.saleId !== request.saleId)
    throw new Refusal('mismatch', 'An attempt named belongs to another sale.');
  return condemnRow(book, row);
}

/** A success of this attempt is not wanted any more; one that was never called is closed with it. */
export function condemnRow(book: Book, row: AttemptRow): AttemptRow {
  if (row.wanted === 'return') return row;
  const isUncalled = row.state.name === 'sent' && isFenceable(row);
  return book.apply(row, {
    events: isUncalled
      ? [{ type: 'never-accepted', why: 'withdrawn' }, { type: 'condemned' }]
      : [{ type: 'condemned' }],
  });
}
