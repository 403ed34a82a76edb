/** The ledger's row as a till sees it. */
import type { AttemptSnapshot } from '../../core/attempt-snapshot.ts';
import { CONFIRM_WINDOW_MS, EXTENSION_MS, MAX_EXTENSIONS } from '../../core/ladder.ts';
import type { AttemptRow } from './attempt-row.ts';

/** Makes the snapshot; nothing of the code or its hash is in it. */
export function toSnapshot(row: AttemptRow): AttemptSnapshot {
  const windowFrom = row.calledAt ?? row.sentAt;
  return {
    reference: row.reference,
    saleId: row.saleId,
    version: row.version,
    amount: row.amount,
    state: row.state,
    wanted: row.wanted,
    giveBack: row.giveBack,
    transactionNo: row.transactionNo,
    wallet: row.wallet,
    openedAt: row.openedAt,
    sentAt: row.sentAt,
    endedAt: row.endedAt,
    asked: row.asked,
    nextAskAt: row.nextAt,
    confirmBy: windowFrom === null ? null : windowFrom + CONFIRM_WINDOW_MS + row.extensions * EXTENSION_MS,
    extensionsLeft: MAX_EXTENSIONS - row.extensions,
    cancelAsked: row.cancelAsked,
    leg: row.leg,
    receiptToken: row.receiptToken,
  };
}
