/** A person ended the sale with cash or gave it up: every attempt named is condemned, whatever becomes of it. */
import type { SettleRequest } from '../../contract/till-api.ts';
import type { Reference } from '../../core/ids.ts';
import type { ShopSettings } from '../../core/settings.ts';
import { Refusal } from '../refusal.ts';
import type { AttemptRow } from './attempt-row.ts';
import type { Book } from './book.ts';
import { writeFence } from './change-attempt.ts';
import { checkRealm, isFenceable } from './claim.ts';

/** Settles the sale and returns the condemned attempts as they are now. The same request again changes nothing. */
export function settleSale(
  book: Book,
  request: SettleRequest,
  till: string,
  settings: ShopSettings,
): AttemptRow[] {
  checkRealm(request, settings);
  const settled = book.settledHow(request.saleId);
  if (settled !== null && settled !== request.how) {
    throw new Refusal('mismatch', `The sale was settled already (${settled}).`);
  }
  if (settled === null) book.settle(request, till);
  return request.references.map((reference) => condemn(book, reference, request, till));
}

/**
 * An unsent attempt is closed, a sent one is given back if it succeeds, a paid one is given back. The sum is not held
 * against the row: a sale's amount may have been corrected between its attempts.
 */
function condemn(book: Book, reference: Reference, request: SettleRequest, till: string): AttemptRow {
  const row = book.find(reference) ?? writeFence(book, { ...request, reference, till }, 'withdrawn');
  if (row.saleId !== request.saleId)
    throw new Refusal('mismatch', 'An attempt named belongs to another sale.');
  if (row.wanted === 'return') return row;
  const isUncalled = row.state.name === 'sent' && isFenceable(row);
  return book.apply(row, {
    events: isUncalled
      ? [{ type: 'never-accepted', why: 'withdrawn' }, { type: 'condemned' }]
      : [{ type: 'condemned' }],
  });
}
