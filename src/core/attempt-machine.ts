/** The attempt's whole state machine: DESIGN §3, run by the ledger. A till needs only the part that it moves itself. */
import { assertNever } from './assert-never.ts';
import { isByTill, stepByTill, type LedgerEvent } from './attempt-by-till.ts';
import { stepCancelling, stepDiffers, stepFinal } from './attempt-ending.ts';
import { ask, close, illegal, moved, stay, taking, type Step } from './attempt-moves.ts';
import { stepSent, stepUnsent } from './attempt-sending.ts';
import type { Attempt, AttemptEvent, BeforeUnresolved } from './attempt.ts';

/** Moves an attempt by one event. Pure. Throws IllegalStep where the event has no place (DESIGN §3). */
export function step(attempt: Attempt, event: AttemptEvent): Step {
  return isByTill(event) ? stepByTill(attempt, event) : stepByLedger(attempt, event);
}

function stepByLedger(attempt: Attempt, event: LedgerEvent): Step {
  switch (attempt.state.name) {
    case 'opening':
    case 'ready':
    case 'holding':
      return stepUnsent(attempt, event);
    case 'sent':
    case 'waiting':
      return stepSent(attempt, event);
    case 'cancelling':
      return stepCancelling(attempt, attempt.state, event);
    case 'differs':
      return stepDiffers(attempt, attempt.state.found, event);
    case 'unresolved':
      return stepUnresolved(attempt, attempt.state.before, event);
    case 'paid':
    case 'declined':
    case 'returned':
    case 'closed':
      return stepFinal(attempt, event);
    default:
      return assertNever(attempt.state);
  }
}

/** unresolved: on the manager's list. Final news is read as from the state before. */
function stepUnresolved(attempt: Attempt, before: BeforeUnresolved, event: LedgerEvent): Step {
  switch (event.type) {
    case 'closed-by-hand':
      // A charge that is known is the person's from now on: the machine must not give it back once more.
      return isKnownCharge(before)
        ? close({ ...attempt, giveBack: 'done' }, 'by-hand')
        : close(attempt, 'by-hand');
    case 'failed':
    case 'gateway-closed':
    case 'success':
    case 'given-back': {
      const from: Attempt = { ...attempt, state: before };
      if (event.type === 'given-back' && before.name !== 'cancelling') return illegal(attempt, event);
      const after = step(from, event);
      // A success that could not be returned stays on the list until it is.
      return after.effect === 'moved' && after.attempt.state.name !== 'cancelling'
        ? after
        : keepListed(attempt, before, event);
    }
    case 'cancel-left':
      return moved(
        attempt,
        {
          name: 'unresolved',
          before: before.name === 'cancelling' ? before : { name: 'cancelling', charged: false },
        },
        'return',
      );
    case 'opened':
    case 'pending':
    case 'no-news':
    case 'overdue':
    case 'unreturnable':
      return stay(attempt);
    case 'never-accepted':
      return before.name === 'sent' ? close(attempt, event.why) : ask(attempt);
    case 'open-refused':
    case 'order-ran-out':
    case 'kept':
    case 'sent-back':
      return illegal(attempt, event);
    default:
      return assertNever(event);
  }
}

function keepListed(attempt: Attempt, before: BeforeUnresolved, event: LedgerEvent): Step {
  return event.type === 'success' && !isKnownCharge(before)
    ? moved(taking(attempt, event.amount), {
        name: 'unresolved',
        before: { name: 'cancelling', charged: true },
      })
    : stay(attempt);
}

function isKnownCharge(before: BeforeUnresolved): boolean {
  return before.name === 'cancelling' && before.charged;
}
