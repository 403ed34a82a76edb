/** Facts for the ladder's tests: the plainest ones, changed only where a test cares. */
import { openAttempt, type Attempt, type AttemptState } from '../../../src/core/attempt.ts';
import type { LadderFacts, LadderStep } from '../../../src/core/ladder.ts';
import { money } from '../../../src/core/money/money.ts';
import type { Refund } from '../../../src/core/refund.ts';

/** When `pay` was called. */
export const PAY_AT = 1_000_000;
/** When the order ends by itself. */
export const ORDER_ENDS = PAY_AT + 300_000;
/** No cancel has left. */
export const neverCancelled = { firstAt: null, sentAt: null, tries: 0, acceptedAt: null, refusedAt: null };

/** Facts of an attempt, the plainest but for `change`. */
export function facts(
  state: AttemptState,
  change: Partial<LadderFacts> = {},
  attempt: Partial<Attempt> = {},
): LadderFacts {
  return {
    attempt: { ...openAttempt(money(100, 'USD')), state, ...attempt },
    payAt: PAY_AT,
    orderEndsAt: ORDER_ENDS,
    askedAt: null,
    askNow: false,
    answer: null,
    extensions: 0,
    endedAt: null,
    midnightAt: null,
    isDoubted: false,
    cancelAsked: false,
    cancel: neverCancelled,
    ...change,
  };
}
/** A refund that is written down. */
export function refund(change: Partial<Refund> = {}): Refund {
  const asked = { n: 1, amount: money(100, 'USD'), by: 'ladder', reason: '', state: 'asked' } as const;
  return {
    ...asked,
    askedAt: after(21_500),
    sentAt: null,
    tries: 0,
    acceptedAt: null,
    refusedAt: null,
    absentAt: null,
    ...change,
  };
}
/** Closed unpaid ten seconds after pay; midnight is far. */
export function ended(change: Partial<LadderFacts> = {}): LadderFacts {
  const at = { endedAt: after(10_000), midnightAt: after(9_000_000), answer: answered(9_900, 'other') };
  return facts({ name: 'closed', why: 'cancelled' }, { ...at, ...change });
}
/** So long after pay. */
export const after = (ms: number) => PAY_AT + ms;
/** sent */
export const sent = { name: 'sent' } as const;
/** waiting */
export const waiting = { name: 'waiting' } as const;
/** cancelling, nothing charged */
export const cancelling = { name: 'cancelling', charged: false } as const;
/** cancelling, a charge is known */
export const charged = { name: 'cancelling', charged: true } as const;
/** An answered question. */
export const answered = (ms: number, status: 'init' | 'pending' | 'success' | 'other') => ({
  at: after(ms),
  status,
});
/** Wait until so long after pay. */
export const wait = (ms: number): LadderStep => ({ do: 'wait', until: after(ms) });
