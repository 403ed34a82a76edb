/** A ledger of a new epoch hears what a till still knows: what was marked sent enters as sent and is asked about. */
import type { OfferedAttempt, OfferedSale } from '../../contract/offer-api.ts';
import { isFinal, isUnsent, type AttemptEvent } from '../../core/attempt.ts';
import { asLeaving, mergeRefunds } from '../../core/refund.ts';
import type { ShopSettings } from '../../core/settings.ts';
import type { AttemptFacts, AttemptRow } from './attempt-row.ts';
import { isOwedBack } from '../ladder/gone-back.ts';
import { isUnsentEnd, type Book } from './book.ts';
import { fence, isFenceable, isOwner } from './claim.ts';
import { condemnRow } from './settle-sale.ts';
import { takeSale } from './take-sale.ts';

/** Takes one sale in and returns the attempts the ledger knows of it now. Nothing it knows better is set back. */
export function takeOffer(book: Book, sale: OfferedSale, till: string, settings: ShopSettings): AttemptRow[] {
  const offered = sale.attempts.flatMap((attempt) => takeAttempt(book, sale, attempt, till, settings) ?? []);
  const isKnown = offered.some((row) => row.saleId === sale.saleId);
  const isForgotten = sale.takenOver && isKnown && book.takenBy(sale.saleId) === null;
  const rows = isForgotten ? takeAnew(book, sale, offered, till) : offered;
  settleAsOffered(book, sale, till);
  return rows;
}

/** Only for the till that has the sale: how it ends is the taker's to say (`condemnNamed`, settle-sale.ts). */
function settleAsOffered(book: Book, sale: OfferedSale, till: string): void {
  if (sale.settled === null || !isOwner(book, sale.saleId, till)) return;
  if ((book.settledHow(sale.saleId) ?? 'trust') !== 'trust') return;
  const { saleId, number, amount, settled: how } = sale;
  book.settle({ saleId, number, amountMinor: amount.minor, currency: amount.currency, how }, till);
}

/** A till goes on with what was another's, and this record has lost the take-over: else nobody would have the sale. */
function takeAnew(
  book: Book,
  { saleId }: OfferedSale,
  offered: readonly AttemptRow[],
  till: string,
): AttemptRow[] {
  book.take(saleId, till); // also where every row is this till's already, which takeSale leaves as it is
  const taken = takeSale(book, saleId, till);
  return taken.filter(({ reference }) => offered.some((row) => row.reference === reference));
}

/** Null: an attempt that was never sent is opened again by the till where it is still wanted. */
function takeAttempt(
  book: Book,
  sale: OfferedSale,
  attempt: OfferedAttempt,
  till: string,
  settings: ShopSettings,
): AttemptRow | null {
  const known = book.find(attempt.reference);
  if (known === null && !attempt.sent) return null;
  if (known !== null && known.saleId !== sale.saleId) return known;
  const row = known ?? insert(book, sale, attempt, till, settings);
  const asked = attempt.sent
    ? takeStray(book, takeKnown(book, askAbout(book, row, attempt), attempt), attempt, till)
    : row;
  if (attempt.condemned)
    return wasEndedUnsent(sale, attempt) ? refuse(book, asked, till) : condemnRow(book, asked);
  // Who took cash meanwhile could not know of what this record had forgotten.
  const isPaidInCash = known === null && book.settledHow(sale.saleId) === 'cash';
  return isPaidInCash ? condemnRow(book, asked) : asked;
}

/** "Not charged" was said; nobody has ended the sale, whose attempts would all be condemned. */
function wasEndedUnsent({ settled }: OfferedSale, { sent }: OfferedAttempt): boolean {
  return !sent && (settled === null || settled === 'trust');
}

/** What was called not charged is not wanted; but a till that has lost the sale does not know what the next one has said. */
function refuse(book: Book, row: AttemptRow, till: string): AttemptRow {
  const isOver = isFinal(row.state) && row.state.name !== 'paid';
  return isOver || !isOwner(book, row.saleId, till) ? row : condemnRow(book, row);
}

/** What a person decided and what went back already, as the till knows it: neither may happen twice. */
function takeKnown(
  book: Book,
  row: AttemptRow,
  { kept, refunds: known, refundAsked }: OfferedAttempt,
): AttemptRow {
  // It is asked about: it may be there. Where it is not a manager decides: a till's word alone sends no refund.
  const refunds = mergeRefunds(
    row.refunds,
    known.map((refund) => ({ ...asLeaving(refund, book.now), acceptedAt: refund.acceptedAt ?? book.now })),
  );
  // A refund of which the till has no word: the gateway shows whether the lost part of this record has sent it.
  const isNew = refundAsked || refunds !== row.refunds || (kept !== null && !row.kept);
  if (!isNew) return row;
  const events: AttemptEvent[] =
    kept !== null && row.state.name === 'differs' && row.wanted === 'keep' ? [{ type: 'kept' }] : [];
  return book.apply(row, { events, refunds, facts: { askNow: true, kept: kept !== null || row.kept } });
}

/**
 * A success that must go back and that this record has forgotten, perhaps with the end it came behind: it goes back, or
 * the gateway shows that it has. Also one this record calls paid: at the till that has the sale nobody was told so.
 */
function takeStray(book: Book, row: AttemptRow, { owed }: OfferedAttempt, till: string): AttemptRow {
  if (owed === null || row.kept || row.giveBack !== 'none' || isOwedBack(row)) return row;
  if (row.state.name === 'paid') return isOwner(book, row.saleId, till) ? condemnRow(book, row) : row;
  const success: AttemptEvent = { type: 'success', amount: owed };
  const events: AttemptEvent[] = isFinal(row.state) ? [success] : [{ type: 'condemned' }, success];
  return book.apply(row, { events, facts: { askNow: true } });
}

function insert(
  book: Book,
  sale: OfferedSale,
  { reference, amount }: OfferedAttempt,
  till: string,
  { orderTimeoutMin }: ShopSettings,
): AttemptRow {
  fenceUnsent(book, sale);
  const { saleId, number } = sale;
  // Its add is past: it ends no later than one that leaves now.
  const orderEndsAt = book.now + orderTimeoutMin * 60_000;
  return book.insert({ reference, saleId, number, till, amount, orderEndsAt });
}

/** Law 7: what was never called makes room for what the till has sent since, as it does where the next one is opened. */
function fenceUnsent(book: Book, { saleId, attempts }: OfferedSale): void {
  const sent = new Set(attempts.filter((each) => each.sent).map(({ reference }) => reference));
  for (const row of book.ofSale(saleId))
    if (isFenceable(row) && !row.overridden && !sent.has(row.reference)) fence(book, row, 'withdrawn');
}

/**
 * Nobody knows what the lost part of the record had called: it counts as called, so that only the gateway ends it. An
 * attempt that counts so already is asked about anyway: the same offer again is nothing new.
 */
function askAbout(book: Book, row: AttemptRow, { sentAt, wallet }: OfferedAttempt): AttemptRow {
  if (row.calledAt !== null && !isUnsentEnd(row)) return row;
  const at = Math.min(sentAt ?? book.now, book.now);
  const facts: Partial<AttemptFacts> = {
    askNow: true,
    doubted: true,
    calledAt: at,
    sentAt: row.sentAt ?? at,
    addSentAt: row.addSentAt ?? at,
    addTries: Math.max(row.addTries, 1),
    wallet: row.wallet ?? wallet,
  };
  // It was closed unsent by a record that had forgotten the pay: that end proves nothing.
  if (isUnsentEnd(row)) return book.reopen(row, facts);
  if (isFinal(row.state)) return book.apply(row, { facts });
  return book.apply(row, { events: isUnsent(row.state) ? [{ type: 'pay-begun' }] : [], facts });
}
