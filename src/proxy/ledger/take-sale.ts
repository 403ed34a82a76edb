/** Another till goes on with a sale: it becomes its till, and what was never called is fenced. */
import type { SaleId } from '../../core/ids.ts';
import { Refusal } from '../refusal.ts';
import type { AttemptRow } from './attempt-row.ts';
import type { Book } from './book.ts';
import { isFenceable } from './claim.ts';

/** Makes `till` the sale's till and returns its attempts as they are now. Taking one's own sale changes nothing. */
export function takeSale(book: Book, saleId: SaleId, till: string): AttemptRow[] {
  const rows = book.ofSale(saleId);
  if (rows.length === 0) throw new Refusal('not-found', 'The ledger knows no such sale.');
  const isOurs = (book.takenBy(saleId) ?? till) === till;
  if (isOurs && rows.every((row) => row.till === till)) return rows;
  book.take(saleId, till);
  // A code that only the other till holds cannot be sent any more: this one reads a fresh one.
  return rows.map((row) =>
    book.apply(row, {
      events: isFenceable(row) ? [{ type: 'never-accepted', why: 'withdrawn' }] : [],
      facts: { till },
    }),
  );
}
