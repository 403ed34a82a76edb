/** The ledger's row as a till sees it. */
import type { AttemptSnapshot } from '../../core/attempt-snapshot.ts';
import { isFinal } from '../../core/attempt.ts';
import { CONFIRM_WINDOW_MS, EXTENSION_MS, MAX_EXTENSIONS, OVERRIDE_AFTER_MS } from '../../core/ladder.ts';
import type { EpochMs } from '../../core/ports.ts';
import type { AttemptRow } from './attempt-row.ts';

/** Makes the snapshot; nothing of the code or its hash is in it. */
export function toSnapshot(row: AttemptRow, epoch: string): AttemptSnapshot {
  const windowFrom = row.calledAt ?? row.sentAt;
  return {
    reference: row.reference,
    saleId: row.saleId,
    epoch,
    till: row.till,
    version: row.version,
    amount: row.amount,
    state: row.state,
    wanted: row.wanted,
    giveBack: row.giveBack,
    taken: row.taken,
    refunds: row.refunds,
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
    mayOverrideAt: mayOverrideAt(row),
    overridden: row.overridden,
    leg: row.leg,
    receiptToken: row.receiptToken,
  };
}

/** Two minutes after the first cancel left without an end (law 7); null while there is nothing to override. */
export function mayOverrideAt({ state, wanted, cancelFirstAt, overridden }: AttemptRow): EpochMs | null {
  if (cancelFirstAt === null || overridden || wanted === 'keep' || isFinal(state)) return null;
  return cancelFirstAt + OVERRIDE_AFTER_MS;
}
