/** The attempt's state machine: DESIGN §3, run by the till and by the ledger alike. Every cell is spelled out. */
import { assertNever } from './assert-never.ts';
import type {
  Attempt,
  AttemptEvent,
  AttemptEventType,
  AttemptState,
  AttemptStateName,
  BeforeUnresolved,
  Cancelling,
  ClosedWhy,
  GiveBack,
  Wanted,
} from './attempt.ts';
import { sameMoney, type Money } from './money/money.ts';

/** What an event did. `ask`: the news cannot move the attempt, but it is a reason to query the gateway. */
export interface Step {
  readonly attempt: Attempt;
  readonly effect: 'moved' | 'none' | 'ask';
}

/** Thrown when an event has no place in a state: a broken rule of the caller, never news. */
export class IllegalStep extends Error {
  override readonly name = 'IllegalStep' as const;
  constructor(state: AttemptStateName, event: AttemptEventType) {
    super(`An attempt in ${state} cannot take ${event}`);
  }
}

/** Moves an attempt by one event. Pure. Throws IllegalStep where the event has no place (DESIGN §3). */
export function step(attempt: Attempt, event: AttemptEvent): Step {
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

function moved(attempt: Attempt, state: AttemptState, wanted: Wanted = attempt.wanted): Step {
  return { attempt: { ...attempt, state, wanted }, effect: 'moved' };
}
function close(attempt: Attempt, why: ClosedWhy): Step {
  return moved(attempt, { name: 'closed', why });
}
function stay(attempt: Attempt): Step {
  return { attempt, effect: 'none' };
}
function ask(attempt: Attempt): Step {
  return { attempt, effect: 'ask' };
}
function illegal(attempt: Attempt, event: AttemptEvent): never {
  throw new IllegalStep(attempt.state.name, event.type);
}

/** opening, ready, holding: nothing has left. News of a payment here is a contradiction: it only asks. */
function stepUnsent(attempt: Attempt, event: AttemptEvent): Step {
  const { name } = attempt.state;
  switch (event.type) {
    case 'opened':
      return name === 'opening' ? moved(attempt, { name: 'ready' }) : stay(attempt);
    case 'open-refused':
      return name === 'ready' ? illegal(attempt, event) : close(attempt, 'refused');
    case 'code-read':
      return name === 'holding' ? stay(attempt) : moved(attempt, { name: 'holding' });
    case 'backed-out':
      return close(attempt, 'withdrawn');
    case 'condemned':
      return moved(attempt, { name: 'closed', why: 'withdrawn' }, 'return');
    case 'order-ran-out':
      return close(attempt, 'timed-out');
    case 'code-too-old':
      return name === 'holding' ? close(attempt, 'expired') : illegal(attempt, event);
    case 'never-accepted':
      return close(attempt, event.why);
    case 'pay-begun':
      return moved(attempt, { name: 'sent' });
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
function stepSent(attempt: Attempt, event: AttemptEvent): Step {
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
      if (attempt.wanted === 'return') return moved(attempt, { name: 'cancelling', charged: true });
      if (sameMoney(event.amount, attempt.amount)) return moved(attempt, { name: 'paid' });
      return moved(attempt, { name: 'differs', found: event.amount });
    case 'gateway-closed':
      return event.charged ? moved(attempt, { name: 'returned' }) : close(attempt, 'timed-out');
    case 'cancel-left':
      return moved(attempt, { name: 'cancelling', charged: false }, 'return');
    case 'condemned':
      return moved(attempt, state, 'return');
    case 'overdue':
      return moved(attempt, { name: 'unresolved', before: state });
    case 'opened':
    case 'code-read':
    case 'pay-begun':
    case 'no-news':
      return stay(attempt);
    case 'open-refused':
    case 'backed-out':
    case 'order-ran-out':
    case 'code-too-old':
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

/** cancelling: a cancel has left, so no news makes it paid any more (law 4). */
function stepCancelling(attempt: Attempt, state: Cancelling, event: AttemptEvent): Step {
  switch (event.type) {
    case 'failed':
      return state.charged ? moved(attempt, { name: 'returned' }) : close(attempt, 'cancelled');
    case 'gateway-closed':
      return state.charged || event.charged
        ? moved(attempt, { name: 'returned' })
        : close(attempt, 'cancelled');
    case 'success':
      return state.charged ? stay(attempt) : moved(attempt, { name: 'cancelling', charged: true });
    case 'given-back':
      return moved(attempt, { name: 'returned' });
    case 'unreturnable':
    case 'overdue':
      return moved(attempt, { name: 'unresolved', before: state });
    case 'cancel-left':
    case 'condemned':
      return attempt.wanted === 'return' ? stay(attempt) : moved(attempt, state, 'return');
    case 'opened':
    case 'code-read':
    case 'pay-begun':
    case 'pending':
    case 'no-news':
      return stay(attempt);
    case 'never-accepted':
      return ask(attempt);
    case 'open-refused':
    case 'backed-out':
    case 'order-ran-out':
    case 'code-too-old':
    case 'kept':
    case 'sent-back':
    case 'closed-by-hand':
      return illegal(attempt, event);
    default:
      return assertNever(event);
  }
}

/** differs: success with another amount or currency. A person decides; a condemned one is given back. */
function stepDiffers(attempt: Attempt, found: Money, event: AttemptEvent): Step {
  switch (event.type) {
    case 'kept':
      return attempt.wanted === 'return' ? illegal(attempt, event) : moved(attempt, { name: 'paid' });
    case 'sent-back':
    case 'condemned':
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
    case 'code-read':
    case 'pay-begun':
    case 'pending':
    case 'no-news':
    case 'overdue':
      return stay(attempt);
    case 'open-refused':
    case 'backed-out':
    case 'order-ran-out':
    case 'code-too-old':
    case 'given-back':
    case 'unreturnable':
    case 'closed-by-hand':
      return illegal(attempt, event);
    default:
      return assertNever(event);
  }
}

/** unresolved: on the manager's list. Final news is read as from the state before. */
function stepUnresolved(attempt: Attempt, before: BeforeUnresolved, event: AttemptEvent): Step {
  switch (event.type) {
    case 'closed-by-hand':
      return close(attempt, 'by-hand');
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
    case 'condemned':
      return attempt.wanted === 'return' ? stay(attempt) : moved(attempt, attempt.state, 'return');
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
    case 'code-read':
    case 'pay-begun':
    case 'pending':
    case 'no-news':
    case 'overdue':
    case 'unreturnable':
      return stay(attempt);
    case 'never-accepted':
      return before.name === 'sent' ? close(attempt, event.why) : ask(attempt);
    case 'open-refused':
    case 'backed-out':
    case 'order-ran-out':
    case 'code-too-old':
    case 'kept':
    case 'sent-back':
      return illegal(attempt, event);
    default:
      return assertNever(event);
  }
}

function keepListed(attempt: Attempt, before: BeforeUnresolved, event: AttemptEvent): Step {
  const seen = event.type === 'success' && !(before.name === 'cancelling' && before.charged);
  return seen
    ? moved(attempt, { name: 'unresolved', before: { name: 'cancelling', charged: true } })
    : stay(attempt);
}

/** Final states never move. A success nobody wants is a stray: owed back beside the state. */
function stepFinal(attempt: Attempt, event: AttemptEvent): Step {
  const isPaid = attempt.state.name === 'paid';
  switch (event.type) {
    case 'success':
      if (isPaid) return sameMoney(event.amount, attempt.amount) ? stay(attempt) : ask(attempt);
      return attempt.giveBack === 'none' ? owe(attempt) : stay(attempt);
    case 'condemned':
      if (isPaid && attempt.giveBack === 'none') return owe({ ...attempt, wanted: 'return' });
      return attempt.wanted === 'return' ? stay(attempt) : moved(attempt, attempt.state, 'return');
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
    case 'code-read':
    case 'backed-out':
    case 'order-ran-out':
    case 'code-too-old':
    case 'pending':
    case 'no-news':
    case 'cancel-left':
    case 'overdue':
      return stay(attempt);
    case 'pay-begun':
    case 'kept':
    case 'sent-back':
    case 'closed-by-hand':
      return illegal(attempt, event);
    default:
      return assertNever(event);
  }
}

function owe(attempt: Attempt): Step {
  return { attempt: { ...attempt, giveBack: 'owed' }, effect: 'moved' };
}
function settleGiveBack(attempt: Attempt, giveBack: GiveBack): Step {
  return { attempt: { ...attempt, giveBack }, effect: 'moved' };
}
