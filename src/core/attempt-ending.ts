/** The attempt's machine from the cancel on: giving back, another amount, and the ends that never move. */
import { assertNever } from './assert-never.ts';
import type { LedgerEvent } from './attempt-by-till.ts';
import { ask, close, illegal, moved, owe, stay, taking, type Step } from './attempt-moves.ts';
import type { Attempt, Cancelling, GiveBack } from './attempt.ts';
import { sameMoney, type Money } from './money/money.ts';

/** cancelling: a cancel has left, so no news makes it paid any more (law 4). */
export function stepCancelling(attempt: Attempt, state: Cancelling, event: LedgerEvent): Step {
  switch (event.type) {
    case 'failed':
      return state.charged ? moved(attempt, { name: 'returned' }) : close(attempt, 'cancelled');
    case 'gateway-closed':
      return state.charged || event.charged
        ? moved(attempt, { name: 'returned' })
        : close(attempt, 'cancelled');
    case 'success':
      return state.charged
        ? stay(attempt)
        : moved(taking(attempt, event.amount), { name: 'cancelling', charged: true });
    case 'given-back':
      return moved(attempt, { name: 'returned' });
    case 'unreturnable':
    case 'overdue':
      return moved(attempt, { name: 'unresolved', before: state });
    case 'cancel-left':
      return attempt.wanted === 'return' ? stay(attempt) : moved(attempt, state, 'return');
    case 'opened':
    case 'pending':
    case 'no-news':
      return stay(attempt);
    case 'never-accepted':
      return ask(attempt);
    case 'open-refused':
    case 'order-ran-out':
    case 'kept':
    case 'sent-back':
    case 'closed-by-hand':
      return illegal(attempt, event);
    default:
      return assertNever(event);
  }
}

/** differs: success with another amount or currency. A person decides; a condemned one is given back. */
export function stepDiffers(attempt: Attempt, found: Money, event: LedgerEvent): Step {
  switch (event.type) {
    case 'kept':
      return attempt.wanted === 'return' ? illegal(attempt, event) : moved(attempt, { name: 'paid' });
    case 'sent-back':
    case 'cancel-left':
      return moved(attempt, { name: 'cancelling', charged: true }, 'return');
    case 'gateway-closed':
      return event.charged ? moved(attempt, { name: 'returned' }) : ask(attempt);
    case 'success':
      return sameMoney(event.amount, found) ? stay(attempt) : ask(attempt);
    case 'failed':
    case 'never-accepted':
      return ask(attempt);
    case 'opened':
    case 'pending':
    case 'no-news':
    case 'overdue':
      return stay(attempt);
    case 'open-refused':
    case 'order-ran-out':
    case 'given-back':
    case 'unreturnable':
    case 'closed-by-hand':
      return illegal(attempt, event);
    default:
      return assertNever(event);
  }
}

/** Final states never move. A success nobody wants is a stray: owed back beside the state. */
export function stepFinal(attempt: Attempt, event: LedgerEvent): Step {
  const isPaid = attempt.state.name === 'paid';
  switch (event.type) {
    case 'success':
      if (isPaid) return sameMoney(event.amount, attempt.amount) ? stay(attempt) : ask(attempt);
      return attempt.giveBack === 'none' ? owe(taking(attempt, event.amount)) : stay(attempt);
    case 'given-back':
      return attempt.giveBack === 'owed' || attempt.giveBack === 'listed'
        ? settleGiveBack(attempt, 'done')
        : illegal(attempt, event);
    case 'unreturnable':
      if (attempt.giveBack === 'listed') return stay(attempt);
      return attempt.giveBack === 'owed' ? settleGiveBack(attempt, 'listed') : illegal(attempt, event);
    case 'gateway-closed':
      if (attempt.giveBack === 'owed' || attempt.giveBack === 'listed')
        return settleGiveBack(attempt, 'done');
      return isPaid ? ask(attempt) : stay(attempt);
    case 'failed':
    case 'never-accepted':
      return isPaid ? ask(attempt) : stay(attempt);
    case 'opened':
    case 'open-refused':
    case 'order-ran-out':
    case 'pending':
    case 'no-news':
    case 'cancel-left':
    case 'overdue':
      return stay(attempt);
    case 'kept':
    case 'sent-back':
    case 'closed-by-hand':
      return illegal(attempt, event);
    default:
      return assertNever(event);
  }
}

function settleGiveBack(attempt: Attempt, giveBack: GiveBack): Step {
  return { attempt: { ...attempt, giveBack }, effect: 'moved' };
}
