/** An attempt: its states and what can happen to it (DESIGN §3). The machine itself is attempt-machine.ts. */
import type { DeclineReason } from './decline-reason.ts';
import type { Money } from './money/money.ts';
import type { Refund } from './refund.ts';

/** Why an attempt ended without a charge that is known. `expired`, `withdrawn`, `refused`: provably never accepted. */
export type ClosedWhy = 'withdrawn' | 'refused' | 'timed-out' | 'expired' | 'cancelled' | 'by-hand';

/** What may stand before `unresolved`; final news is read as from there. */
export type BeforeUnresolved = { readonly name: 'sent' } | { readonly name: 'waiting' } | Cancelling;

/** A cancel has left, or a success came that nobody wants. `charged`: a success was seen, so the end is `returned`. */
export interface Cancelling {
  readonly name: 'cancelling';
  readonly charged: boolean;
}

/** What we know of an attempt. What the network is doing is another field (delivery), elsewhere. */
export type AttemptState =
  | { readonly name: 'opening' }
  | { readonly name: 'ready' }
  | { readonly name: 'holding' }
  | { readonly name: 'sent' }
  | { readonly name: 'waiting' }
  | Cancelling
  | { readonly name: 'differs'; readonly found: Money }
  | { readonly name: 'unresolved'; readonly before: BeforeUnresolved }
  | { readonly name: 'paid' }
  | { readonly name: 'declined'; readonly reason: DeclineReason }
  | { readonly name: 'returned' }
  | { readonly name: 'closed'; readonly why: ClosedWhy };

/** Name of a state. */
export type AttemptStateName = AttemptState['name'];

/** Whether a success is wanted. It only ever moves to `return`. */
export type Wanted = 'keep' | 'return';

/**
 * A success that came to a final attempt, or to a paid one that is no longer wanted: the state stays, and the money is
 * owed back. `owed` → `done` with evidence, or `listed` for a person.
 */
export type GiveBack = 'none' | 'owed' | 'done' | 'listed';

/** The part of an attempt that the machine moves. */
export interface Attempt {
  readonly amount: Money;
  readonly state: AttemptState;
  readonly wanted: Wanted;
  readonly giveBack: GiveBack;
  /** What the gateway says it took from the customer, as it said it; null while no success was heard of. */
  readonly taken: Money | null;
  /** Every refund there ever was, oldest first. */
  readonly refunds: readonly Refund[];
}

/** What can happen to an attempt. */
export type AttemptEvent =
  /** add answered with a transaction */
  | { readonly type: 'opened' }
  /** add answered with a refusal */
  | { readonly type: 'open-refused' }
  | { readonly type: 'code-read' }
  | { readonly type: 'backed-out' }
  | { readonly type: 'order-ran-out' }
  | { readonly type: 'code-too-old' }
  /** the fetch of pay begins */
  | { readonly type: 'pay-begun' }
  /** the proxy or the fence proves that pay was never accepted */
  | { readonly type: 'never-accepted'; readonly why: 'expired' | 'withdrawn' | 'refused' }
  /** the customer must confirm in the wallet */
  | { readonly type: 'pending' }
  /** init, dealing, silence, anything unknown */
  | { readonly type: 'no-news' }
  | { readonly type: 'failed'; readonly reason: DeclineReason }
  /** `amount`: what the gateway says was paid */
  | { readonly type: 'success'; readonly amount: Money }
  /** status closed; `charged`: with refundInfo or voidAmount, so money had moved */
  | { readonly type: 'gateway-closed'; readonly charged: boolean }
  | { readonly type: 'cancel-left' }
  /** cash was taken, the sale was abandoned, or a manager overrode: a success is no longer wanted */
  | { readonly type: 'condemned' }
  /** evidence that an owed give-back happened */
  | { readonly type: 'given-back' }
  /** the gateway keeps the money and a person must see to it */
  | { readonly type: 'unreturnable' }
  /** a person keeps a success with another amount */
  | { readonly type: 'kept' }
  /** a person gives a success with another amount back */
  | { readonly type: 'sent-back' }
  /** ten minutes past the order's own time-out */
  | { readonly type: 'overdue' }
  | { readonly type: 'closed-by-hand' };

/** Name of an event. */
export type AttemptEventType = AttemptEvent['type'];

/** States that never move. */
const FINAL = new Set<AttemptStateName>(['paid', 'declined', 'returned', 'closed']);

/** True when the state never moves again. */
export function isFinal(state: AttemptState): boolean {
  return FINAL.has(state.name);
}

/** True while no code can have reached the gateway. */
export function isUnsent(state: AttemptState): boolean {
  return state.name === 'opening' || state.name === 'ready' || state.name === 'holding';
}

/** True when it is proven that nothing was charged: "Not charged" may be said. */
export function isProvenUnsent(state: AttemptState): boolean {
  return (
    state.name === 'closed' &&
    state.why !== 'cancelled' &&
    state.why !== 'by-hand' &&
    state.why !== 'timed-out'
  );
}

/** A fresh attempt over `amount`. */
export function openAttempt(amount: Money): Attempt {
  return { amount, state: { name: 'opening' }, wanted: 'keep', giveBack: 'none', taken: null, refunds: [] };
}
