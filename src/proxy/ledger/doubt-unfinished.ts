/** A record that was set back: what it calls unsent may have been sent since, and what it calls unpaid may be paid. */
import type { EpochMs } from '../../core/ports.ts';
import { isUnsent } from '../../core/attempt.ts';
import { asLeaving } from '../../core/refund.ts';
import type { AttemptFacts, AttemptRow } from './attempt-row.ts';
import type { Book } from './book.ts';

const HAS_UNFINISHED_REFUND = `refunds LIKE '%"state":"asked"%' OR refunds LIKE '%"state":"sent"%'`;

/**
 * Makes every unsent attempt opened before `before` count as called, so that only the gateway's word ends it (law 4), and
 * takes every running one out of the clock's hands: its customer may long be gone with the goods.
 */
export function doubtUnfinished(book: Book, before: EpochMs): void {
  for (const row of book.where(HAS_UNFINISHED_REFUND))
    book.apply(row, {
      refunds: row.refunds.map((refund) => asLeaving(refund, book.now)),
      facts: { askNow: true },
    });
  for (const row of book.where('endedAt IS NULL AND openedAt < ?', [before])) {
    if (row.calledAt !== null) {
      book.apply(row, { facts: { doubted: true, askNow: true } });
      continue;
    }
    book.apply(row, {
      events: isUnsent(row.state) ? [{ type: 'pay-begun' }] : [],
      facts: asCalled(row, book.now),
    });
  }
  // Ended as unsent by this run, before a till told that it was set back: watched, so that a charge goes back.
  for (const row of book.where('endedAt >= ? AND openedAt < ? AND calledAt IS NULL', [before, before]))
    book.apply(row, { facts: { ...asCalled(row, book.now), orderLeft: false } });
}

function asCalled(row: AttemptRow, now: EpochMs): Partial<AttemptFacts> {
  return {
    calledAt: now,
    sentAt: row.sentAt ?? now,
    addSentAt: row.addSentAt ?? now,
    addTries: Math.max(row.addTries, 1),
    askNow: true,
    doubted: true,
  };
}
