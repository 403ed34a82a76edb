/** A person ended the sale: cash and giving up condemn every attempt of it, trust condemns none. */
import type { SettleRequest } from '../../contract/till-api.ts';
import type { Reference } from '../../core/ids.ts';
import { formatMoney, money } from '../../core/money/money.ts';
import type { ShopSettings } from '../../core/settings.ts';
import { Refusal } from '../refusal.ts';
import type { AttemptRow } from './attempt-row.ts';
import type { Book } from './book.ts';
import { watchLost, writeFence } from './change-attempt.ts';
import { checkLedger, isFenceable, isOwner } from './claim.ts';

/** Settles the sale and returns its attempts as they are now; for trust, those named. The same request again changes nothing. */
export function settleSale(
  book: Book,
  request: SettleRequest,
  till: string,
  settings: ShopSettings,
): AttemptRow[] {
  checkLedger(book, request, settings);
  if (!isOwner(book, request.saleId, till)) return condemnNamed(book, request);
  const settled = book.settledHow(request.saleId);
  // Who was let go on trust may come back and pay; nothing else is settled twice.
  if (settled !== null && settled !== 'trust' && settled !== request.how) {
    throw new Refusal('mismatch', `The sale was settled already (${settled}).`);
  }
  if (request.how === 'trust') checkTrust(request, settings);
  if (settled !== request.how) book.settle(request, till);
  if (request.how === 'trust') return request.references.flatMap((reference) => book.find(reference) ?? []);
  return everyAttempt(book, request).map((reference) => condemn(book, reference, request, till));
}

/**
 * All of the record, and what has not reached it. Not every attempt need be known to the till: another one may have
 * opened it while it had the sale. Also where that was after the cashier here had settled and could not say so: who has
 * paid in cash, or was told that nothing is charged, owes no second charge, and no other till had settled the sale.
 */
function everyAttempt(book: Book, { saleId, references }: SettleRequest): Reference[] {
  return [...new Set([...book.ofSale(saleId).map(({ reference }) => reference), ...references])];
}

/**
 * A till the sale was taken from had ended it before it heard of that: the customer owes nothing of what it knew. Only
 * the attempts named: what the taker opened is none of its business, and how the sale ends is the taker's to say. What
 * never arrived cannot any more.
 */
function condemnNamed(book: Book, request: SettleRequest): AttemptRow[] {
  const { how, references } = request;
  if (how === 'trust') throw new Refusal('taken-over');
  const rows = references.flatMap((reference) => book.find(reference) ?? []);
  return rows.map((row) => condemnTold(book, row, request));
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
  return condemnTold(book, row, request);
}

/** One that is closed as unsent by it, and whose code had left the till, is asked about. */
function condemnTold(book: Book, row: AttemptRow, { saleId, begun }: SettleRequest): AttemptRow {
  if (row.saleId !== saleId) throw new Refusal('mismatch', 'An attempt named belongs to another sale.');
  const after = condemnRow(book, row);
  const isUncalled = after.state.name === 'closed' && after.calledAt === null;
  return isUncalled && begun.includes(row.reference) ? watchLost(book, after) : after;
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
