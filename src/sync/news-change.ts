/** What the ledger's word changes in a sale: an entry, or nothing when it only counted. */
import type { AttemptSnapshot } from '../core/attempt-snapshot.ts';
import { isUnsent } from '../core/attempt.ts';
import type { Sale } from '../core/sale.ts';
import type { Change } from '../journal/open-sales.ts';

/** The change to write; null for an older word, a stranger's attempt, or counters alone. */
export function newsChange(sale: Sale | null, snapshot: AttemptSnapshot): Change | null {
  const attempt = sale?.attempts.find(({ reference }) => reference === snapshot.reference);
  if (!attempt) return null;
  const { ledger } = attempt;
  if (ledger && (snapshot.version <= ledger.version || saysTheSame(ledger, snapshot))) return null;
  const drop = isUnsent(snapshot.state) ? [] : [snapshot.reference];
  return { events: [{ type: 'news', snapshot }], drop };
}

/** The ladder asks every few seconds: its counters are shown, but an entry for each would drown the journal. */
function saysTheSame(a: AttemptSnapshot, b: AttemptSnapshot): boolean {
  return JSON.stringify(withoutCounters(a)) === JSON.stringify(withoutCounters(b));
}

function withoutCounters(snapshot: AttemptSnapshot): unknown {
  const { state, wanted, giveBack, transactionNo, wallet, sentAt, endedAt, confirmBy } = snapshot;
  const { extensionsLeft, cancelAsked, leg, receiptToken } = snapshot;
  return [
    [state, wanted, giveBack, transactionNo, wallet, sentAt, endedAt, confirmBy],
    [extensionsLeft, cancelAsked, leg, receiptToken],
  ];
}
