/** What the ledger's word changes in a sale: an entry, or nothing when it only counted. */
import { isOlderNews, type AttemptSnapshot } from '../core/attempt-snapshot.ts';
import { isFinal, isUnsent } from '../core/attempt.ts';
import type { Sale, TillAttempt } from '../core/sale.ts';
import { NO_TILL } from '../journal/no-till.ts';
import type { Change } from '../journal/open-sales.ts';

/**
 * The change to write; null for an older word, a stranger's attempt, or counters alone. `ownTill`: this till's id, null
 * while it is not known. A sale that went to another till takes no more news.
 */
export function newsChange(
  sale: Sale | null,
  snapshot: AttemptSnapshot,
  ownTill: string | null,
): Change | null {
  const attempt = sale?.attempts.find(({ reference }) => reference === snapshot.reference);
  if (!sale || !attempt || sale.takenAway) return null;
  const { ledger } = attempt;
  if (ledger && (isOlderNews(snapshot, ledger) || saysTheSame(ledger, snapshot))) return null;
  const news = { type: 'news', snapshot } as const;
  if (isTaken(attempt, snapshot, ownTill)) return takenChange(sale, [news]);
  return { events: [news], drop: isUnsent(snapshot.state) ? [] : [snapshot.reference] };
}

/** What is written when another till goes on with the sale: nothing of it may be sent from here any more. */
export function takenChange(sale: Sale, before: Change['events'] = []): Change {
  const drop = sale.attempts.map(({ reference }) => reference);
  return { events: [...before, { type: 'taken-away' }], drop };
}

/** The sale's till has changed, and not to this one. One that was paired anew has another id than it had, and is no stranger. */
function isTaken({ ledger }: TillAttempt, { till }: AttemptSnapshot, ownTill: string | null): boolean {
  if (ledger === null || ledger.till === NO_TILL || ownTill === null) return false;
  return ledger.till !== till && till !== ownTill;
}

/** The ladder asks every few seconds: its counters are shown, but an entry for each would drown the journal. */
function saysTheSame(a: AttemptSnapshot, b: AttemptSnapshot): boolean {
  return JSON.stringify(withoutCounters(a)) === JSON.stringify(withoutCounters(b));
}

function withoutCounters(snapshot: AttemptSnapshot): unknown {
  const { state, wanted, giveBack, taken, transactionNo, wallet, sentAt, endedAt, confirmBy } = snapshot;
  const { epoch, till, extensionsLeft, cancelAsked, mayOverrideAt, overridden, leg, receiptToken } = snapshot;
  const refunds = snapshot.refunds.map(({ n, amount, state: refundState }) => [n, amount, refundState]);
  return [
    // That a ledger knows an attempt that is over, too, is no news: a week of them would be written after each restore.
    [
      isFinal(state) ? null : epoch,
      till,
      state,
      wanted,
      giveBack,
      taken,
      refunds,
      transactionNo,
      wallet,
      sentAt,
      endedAt,
    ],
    [confirmBy, extensionsLeft, cancelAsked, mayOverrideAt, overridden, leg, receiptToken],
  ];
}
