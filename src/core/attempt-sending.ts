/** The attempt's machine up to the answer: before anything has left, and while the gateway may have charged. */
import { assertNever } from './assert-never.ts';
import { ask, close, illegal, moved, stay, taking, type Step } from './attempt-moves.ts';
import type { LedgerEvent } from './attempt-by-till.ts';
import type { Attempt } from './attempt.ts';
import { sameMoney, type Money } from './money/money.ts';

/** opening, ready, holding: nothing has left. News of a payment here is a contradiction: it only asks. */
export function stepUnsent(attempt: Attempt, event: LedgerEvent): Step {
  const { name } = attempt.state;
  switch (event.type) {
    case 'opened':
      return name === 'opening' ? moved(attempt, { name: 'ready' }) : stay(attempt);
    case 'open-refused':
      return name === 'ready' ? illegal(attempt, event) : close(attempt, 'refused');
    case 'order-ran-out':
      return close(attempt, 'timed-out');
    case 'never-accepted':
      return close(attempt, event.why);
    case 'no-news':
      return stay(attempt);
    case 'pending':
    case 'failed':
    case 'success':
    case 'gateway-closed':
      return ask(attempt);
    case 'cancel-left':
    case 'given-back':
    case 'unreturnable':
    case 'kept':
    case 'sent-back':
    case 'overdue':
    case 'closed-by-hand':
      return illegal(attempt, event);
    default:
      return assertNever(event);
  }
}

/** sent, waiting: the gateway may have charged. Only its word, or the proof that pay never arrived, ends it. */
export function stepSent(attempt: Attempt, event: LedgerEvent): Step {
  const state =
    attempt.state.name === 'waiting' ? ({ name: 'waiting' } as const) : ({ name: 'sent' } as const);
  switch (event.type) {
    case 'never-accepted':
      return state.name === 'sent' ? close(attempt, event.why) : ask(attempt);
    case 'pending':
      return state.name === 'sent' ? moved(attempt, { name: 'waiting' }) : stay(attempt);
    case 'failed':
      return moved(attempt, { name: 'declined', reason: event.reason });
    case 'success':
      return succeeded(taking(attempt, event.amount), event.amount);
    case 'gateway-closed':
      return event.charged ? moved(attempt, { name: 'returned' }) : close(attempt, 'timed-out');
    case 'cancel-left':
      return moved(attempt, { name: 'cancelling', charged: false }, 'return');
    case 'overdue':
      return moved(attempt, { name: 'unresolved', before: state });
    case 'opened':
    case 'no-news':
      return stay(attempt);
    case 'open-refused':
    case 'order-ran-out':
    case 'given-back':
    case 'unreturnable':
    case 'kept':
    case 'sent-back':
    case 'closed-by-hand':
      return illegal(attempt, event);
    default:
      return assertNever(event);
  }
}

function succeeded(attempt: Attempt, found: Money): Step {
  if (attempt.wanted === 'return') return moved(attempt, { name: 'cancelling', charged: true });
  if (sameMoney(found, attempt.amount)) return moved(attempt, { name: 'paid' });
  return moved(attempt, { name: 'differs', found });
}
