/** A record that was set back: what it calls unsent may have been sent since, and what it calls unpaid may be paid. */
import type { EpochMs } from '../../core/ports.ts';
import { isUnsent } from '../../core/attempt.ts';
import { asLeaving } from '../../core/refund.ts';
import type { AttemptFacts, AttemptRow } from './attempt-row.ts';
import type { Book } from './book.ts';

const HAS_UNFINISHED_REFUND = `refunds LIKE '%"state":"asked"%' OR refunds LIKE '%"state":"sent"%'`;

/** What the lost part may have sent ended here no longer ago than this, ms. */
const MAY_BE_FORGOTTEN_MS = 24 * 3_600_000;
/** A till that knows better offers what it knows first; then the gateway is asked about what this record has ended, ms. */
const OFFERS_FIRST_MS = 120_000;

/**
 * Makes every unsent attempt opened before `before` count as called, so that only the gateway's word ends it (law 4), and
 * takes every running one out of the clock's hands: its customer may long be gone with the goods. What was ended as
 * unsent is watched: this record may have ended it before anybody told that it was set back.
 */
export function doubtUnfinished(book: Book, before: EpochMs): void {
  for (const row of book.where(HAS_UNFINISHED_REFUND))
    book.apply(row, {
      refunds: row.refunds.map((refund) => asLeaving(refund, book.now)),
      facts: { askNow: true },
    });
  for (const row of book.where('endedAt IS NULL AND openedAt < ?', [before])) {
    const isCalled = row.calledAt !== null;
    book.apply(row, {
      events: isUnsent(row.state) ? [{ type: 'pay-begun' }] : [],
      facts: isCalled
        ? { doubted: true, askNow: true }
        : { ...asCalled(row, book.now), sentAt: row.sentAt ?? book.now },
    });
  }
  const since = book.now - MAY_BE_FORGOTTEN_MS;
  for (const row of book.where('calledAt IS NULL AND endedAt >= ? AND openedAt < ?', [since, before]))
    book.apply(row, { facts: asForgotten(row, book.now) });
}

/** What makes an end as unsent be asked about once the tills have had their say: what this record has forgotten may have called it. */
export function asForgotten(row: AttemptRow, now: EpochMs): Partial<AttemptFacts> {
  return { ...asCalled(row, now), orderLeft: false, restUntil: now + OFFERS_FIRST_MS };
}

/** What makes a row count as called, though nothing here says that it was: only the gateway's word ends it, or bears its end out. */
export function asCalled(row: AttemptRow, now: EpochMs): Partial<AttemptFacts> {
  return {
    calledAt: now,
    addSentAt: row.addSentAt ?? now,
    addTries: Math.max(row.addTries, 1),
    askNow: true,
    doubted: true,
  };
}
