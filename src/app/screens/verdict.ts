/** What a state that needs no more watching says: mark, word, line and sentence. One switch for all of them. */
import { assertNever } from '../../core/assert-never.ts';
import type { ClosedWhy } from '../../core/attempt.ts';
import type { DeclineReason } from '../../core/decline-reason.ts';
import type { Catalogue } from '../../i18n/catalogue.ts';
import type { MarkName } from '../components/mark-name.ts';
import type { SaleCounter } from './run-action.ts';

/** States told by a verdict. */
export type VerdictCounter = Extract<
  SaleCounter,
  { name: 'cancelling' | 'declined' | 'closed' | 'returned' | 'unresolved' }
>;

/** What is said. */
export interface VerdictText {
  readonly mark: MarkName;
  readonly word: string;
  readonly line: string;
  readonly after: string;
}

/** Says how the sale stands. */
export function verdictOf(counter: VerdictCounter, words: Catalogue): VerdictText {
  const { verdict } = words;
  switch (counter.name) {
    case 'cancelling':
      return { mark: 'ring', ...(counter.charged ? verdict.givingBack : verdict.cancelling) };
    case 'declined':
      return {
        mark: 'declined',
        word: verdict.declined.word,
        line: verdict.declined[counter.reason],
        after: verdict.declined[afterDecline(counter.reason)],
      };
    case 'closed':
      return { mark: 'closed', ...verdict[closedKey(counter.why)] };
    case 'returned':
      return { mark: 'returned', ...verdict.returned };
    case 'unresolved':
      return { mark: 'doubt', ...(counter.charged ? verdict.notReturned : verdict.unresolved) };
    default:
      return assertNever(counter);
  }
}

function closedKey(
  why: ClosedWhy,
): 'withdrawn' | 'refused' | 'expired' | 'cancelled' | 'timedOut' | 'byHand' {
  if (why === 'timed-out') return 'timedOut';
  return why === 'by-hand' ? 'byHand' : why;
}

function afterDecline(reason: DeclineReason): 'afterWallet' | 'afterCode' | 'afterAgain' {
  if (reason === 'funds' || reason === 'risk') return 'afterWallet';
  return reason === 'code-expired' || reason === 'code-used' ? 'afterCode' : 'afterAgain';
}
