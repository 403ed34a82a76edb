/** What a person asks of a running attempt: end it before it is sent, cancel it after, or give the customer more time. */
import type { CloseRequest } from '../../contract/till-api.ts';
import { isFinal } from '../../core/attempt.ts';
import { MAX_EXTENSIONS } from '../../core/ladder.ts';
import { money } from '../../core/money/money.ts';
import type { ShopSettings } from '../../core/settings.ts';
import { Refusal } from '../refusal.ts';
import type { AttemptRow } from './attempt-row.ts';
import type { Book } from './book.ts';
import { checkClaim, checkRow, fence, isFenceable, type Claim } from './claim.ts';
import { asCalled } from './doubt-unfinished.ts';

/**
 * The fence: from its commit on, a `pay` of this attempt is refused. An attempt the ledger never saw is written down
 * closed; one whose `pay` was called is left as it is, and the row tells the truth.
 */
export function closeAttempt(
  book: Book,
  claim: Claim,
  { why, payBegun }: Pick<CloseRequest, 'why' | 'payBegun'>,
  settings: ShopSettings,
): AttemptRow {
  checkClaim(book, claim, claim.till, settings);
  const row = book.find(claim.reference);
  if (row !== null) checkRow(row, claim);
  if (row === null || isFenceable(row)) {
    const fenced = row === null ? writeFence(book, claim, why) : fence(book, row, why);
    return payBegun ? watchLost(book, fenced) : fenced;
  }
  return why === 'withdrawn' ? wishCancelled(book, row) : row;
}

/**
 * The code was on its way and never came here. Lost on the network, most likely; but this record may have been put back
 * by hand and have lost the call it made. The gateway is asked: a charge that is found goes back, for "not charged" is said.
 */
export function watchLost(book: Book, row: AttemptRow): AttemptRow {
  if (row.codeHash !== null) return row;
  return book.apply(row, { facts: { ...asCalled(row, book.now), orderLeft: false } });
}

/** Asks for the cancel. The ladder decides when it leaves; before `pay` it is the fence. Repeating it changes nothing. */
export function cancelAttempt(book: Book, claim: Claim, settings: ShopSettings): AttemptRow {
  const row = findClaimed(book, claim, settings);
  if (isFenceable(row)) return fence(book, row, 'withdrawn');
  if (row.state.name === 'differs') throw new Refusal('not-now', 'A person decides about this charge.');
  return wishCancelled(book, row);
}

/**
 * Somebody at the counter wanted it ended. One that was paid before the ledger heard of it asks "Keep it or give it
 * back?", unless a person has said so before: a cancel that comes twice asks once.
 */
function wishCancelled(book: Book, row: AttemptRow): AttemptRow {
  if (row.cancelAsked || row.wanted === 'return') return row;
  const isPaidUndecided = row.state.name === 'paid' && !row.kept && book.settledHow(row.saleId) === null;
  if (isFinal(row.state) && !isPaidUndecided) return row;
  return book.apply(row, { facts: { cancelAsked: true } });
}

/** Lengthens the customer's time to confirm. Refused once a cancel is asked for, or when no extension is left. */
export function extendAttempt(book: Book, claim: Claim, settings: ShopSettings): AttemptRow {
  const row = findClaimed(book, claim, settings);
  const isRunning = row.state.name === 'sent' || row.state.name === 'waiting';
  if (!isRunning || row.wanted === 'return' || row.cancelAsked) throw new Refusal('not-now');
  if (row.extensions >= MAX_EXTENSIONS) throw new Refusal('not-now', 'The time cannot be lengthened again.');
  return book.apply(row, { facts: { extensions: row.extensions + 1 } });
}

/** Writes an attempt down closed, so that a `pay` that arrives later is refused. */
export function writeFence(book: Book, claim: Claim, why: 'withdrawn' | 'expired'): AttemptRow {
  return book.insert({
    reference: claim.reference,
    saleId: claim.saleId,
    number: claim.number,
    till: claim.till,
    amount: money(claim.amountMinor, claim.currency),
    orderEndsAt: book.now,
    state: { name: 'closed', why },
  });
}

/** The row a claim is about, as it is now. Throws a Refusal where the claim does not hold. */
export function findClaimed(book: Book, claim: Claim, settings: ShopSettings): AttemptRow {
  checkClaim(book, claim, claim.till, settings);
  const row = book.find(claim.reference);
  if (row === null) throw new Refusal('attempt-unknown');
  checkRow(row, claim);
  return row;
}
