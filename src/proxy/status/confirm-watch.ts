/** How long customers take to confirm on their phones, by wallet: from `pay` to its end, where the wallet asked them. */
import type { Reference } from '../../core/ids.ts';
import type { Wallet } from '../../core/wallet.ts';
import type { AttemptRow } from '../ledger/attempt-row.ts';
import type { Ledger } from '../ledger/ledger.ts';

/** Attempts that never leave `waiting` are forgotten beyond so many. */
const MOST_WAITING = 500;

/** Hears of each confirmation, ms. Returns its undo. */
export function watchConfirms(ledger: Ledger, onconfirm: (wallet: Wallet, ms: number) => void): () => void {
  const waiting = new Set<Reference>();
  const hear = ({ reference, state, calledAt, endedAt, wallet }: AttemptRow): void => {
    if (state.name === 'waiting') {
      waiting.add(reference);
      const [oldest] = waiting;
      if (waiting.size > MOST_WAITING && oldest !== undefined) waiting.delete(oldest);
      return;
    }
    if (endedAt === null || !waiting.delete(reference)) return;
    const isConfirmed = state.name === 'paid' || state.name === 'declined';
    if (isConfirmed && calledAt !== null) onconfirm(wallet ?? 'unknown', endedAt - calledAt);
  };
  return ledger.onChange(hear);
}
