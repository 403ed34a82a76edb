/** The attempt's machine where a till moves it: what a person does, and what time decides before anything has left. */
import { assertNever } from './assert-never.ts';
import { close, illegal, moved, owe, stay, type Step } from './attempt-moves.ts';
import { isFinal, isUnsent, type Attempt, type AttemptEvent, type AttemptEventType } from './attempt.ts';

const BY_TILL = ['code-read', 'backed-out', 'code-too-old', 'pay-begun', 'condemned'] as const;
/** An event a till knows of by itself; every other one is the gateway's word, and the ledger's to judge. */
export type TillEvent = Extract<AttemptEvent, { type: (typeof BY_TILL)[number] }>;
/** The others. */
export type LedgerEvent = Exclude<AttemptEvent, TillEvent>;

/** Tells the two apart. */
export function isByTill(event: AttemptEvent): event is TillEvent {
  return (BY_TILL as readonly AttemptEventType[]).includes(event.type);
}

/** Moves an attempt by one of them. Pure. Throws IllegalStep where it has no place (DESIGN §3). */
export function stepByTill(attempt: Attempt, event: TillEvent): Step {
  const { state } = attempt;
  switch (event.type) {
    case 'code-read':
      return state.name === 'opening' || state.name === 'ready'
        ? moved(attempt, { name: 'holding' })
        : stay(attempt);
    case 'backed-out':
      if (isUnsent(state)) return close(attempt, 'withdrawn');
      return isFinal(state) ? stay(attempt) : illegal(attempt, event);
    case 'code-too-old':
      if (state.name === 'holding') return close(attempt, 'expired');
      return isFinal(state) ? stay(attempt) : illegal(attempt, event);
    case 'pay-begun':
      if (isUnsent(state)) return moved(attempt, { name: 'sent' });
      return isFinal(state) ? illegal(attempt, event) : stay(attempt);
    case 'condemned':
      return condemned(attempt);
    default:
      return assertNever(event);
  }
}

/** A success is no longer wanted: what has not left never leaves, what was charged goes back. */
function condemned(attempt: Attempt): Step {
  const { state, giveBack, wanted } = attempt;
  switch (state.name) {
    case 'opening':
    case 'ready':
    case 'holding':
      return moved(attempt, { name: 'closed', why: 'withdrawn' }, 'return');
    case 'sent':
    case 'waiting':
      return moved(attempt, state, 'return');
    case 'differs':
      return moved(attempt, { name: 'cancelling', charged: true }, 'return');
    case 'paid':
      if (giveBack === 'none') return owe({ ...attempt, wanted: 'return' });
      return wanted === 'return' ? stay(attempt) : moved(attempt, state, 'return');
    case 'cancelling':
    case 'unresolved':
    case 'declined':
    case 'returned':
    case 'closed':
      return wanted === 'return' ? stay(attempt) : moved(attempt, state, 'return');
    default:
      return assertNever(state);
  }
}
