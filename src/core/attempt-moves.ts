/** The few ways a step can end, shared by every part of the attempt's machine. */
import type {
  Attempt,
  AttemptEvent,
  AttemptEventType,
  AttemptState,
  AttemptStateName,
  ClosedWhy,
  Wanted,
} from './attempt.ts';
import type { Money } from './money/money.ts';

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

/** The attempt in another state. */
export function moved(attempt: Attempt, state: AttemptState, wanted: Wanted = attempt.wanted): Step {
  return { attempt: { ...attempt, state, wanted }, effect: 'moved' };
}
/** The attempt closed, and why. */
export function close(attempt: Attempt, why: ClosedWhy): Step {
  return moved(attempt, { name: 'closed', why });
}
/** The attempt with what the gateway says it took; the first word on it stands. */
export function taking(attempt: Attempt, taken: Money): Attempt {
  return attempt.taken === null ? { ...attempt, taken } : attempt;
}
/** A success nobody wants: the state stays, and the money is owed back beside it. */
export function owe(attempt: Attempt): Step {
  return { attempt: { ...attempt, giveBack: 'owed' }, effect: 'moved' };
}
/** A declared no-op. */
export function stay(attempt: Attempt): Step {
  return { attempt, effect: 'none' };
}
/** A no-op that is a reason to query the gateway. */
export function ask(attempt: Attempt): Step {
  return { attempt, effect: 'ask' };
}
/** The event has no place here: throws. */
export function illegal(attempt: Attempt, event: AttemptEvent): never {
  throw new IllegalStep(attempt.state.name, event.type);
}
