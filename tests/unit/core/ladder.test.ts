/** The ladder: when the gateway is asked, when a cancel leaves, and that silence never cancels. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Attempt, AttemptState } from '../../../src/core/attempt.ts';
import {
  CANCEL_EARLIEST_MS,
  confirmBy,
  nextLadderStep,
  type LadderFacts,
  type LadderStep,
} from '../../../src/core/ladder.ts';
import { money } from '../../../src/core/money/money.ts';
import { CANCEL_BACKOFF, waitBefore } from '../../../src/core/retry.ts';

const PAY_AT = 1_000_000;
const ORDER_ENDS = PAY_AT + 300_000;
const neverCancelled = { sentAt: null, tries: 0, acceptedAt: null, refusedAt: null };

function facts(
  state: AttemptState,
  change: Partial<LadderFacts> = {},
  attempt: Partial<Attempt> = {},
): LadderFacts {
  return {
    attempt: { amount: money(100, 'USD'), state, wanted: 'keep', giveBack: 'none', ...attempt },
    payAt: PAY_AT,
    orderEndsAt: ORDER_ENDS,
    askedAt: null,
    askNow: false,
    answer: null,
    extensions: 0,
    cancelAsked: false,
    cancel: neverCancelled,
    ...change,
  };
}
const after = (ms: number) => PAY_AT + ms;
const sent = { name: 'sent' } as const;
const waiting = { name: 'waiting' } as const;
const cancelling = { name: 'cancelling', charged: false } as const;
const charged = { name: 'cancelling', charged: true } as const;
const answered = (ms: number, status: 'init' | 'pending' | 'success' | 'other') => ({
  at: after(ms),
  status,
});
const wait = (ms: number): LadderStep => ({ do: 'wait', until: after(ms) });

describe('what the ledger does next', () => {
  it.each<[string, LadderFacts, number, LadderStep]>([
    ['an order that is open waits for its end', facts({ name: 'ready' }, { payAt: null }), 0, wait(300_000)],
    ['and then has run out', facts({ name: 'ready' }, { payAt: null }), 300_000, { do: 'order-ran-out' }],
    ['5 s of silence are waited for', facts(sent), 0, wait(5_000)],
    ['then the gateway is asked', facts(sent), 5_000, { do: 'query' }],
    ['and again every 3 s', facts(sent, { askedAt: after(5_000) }), 6_000, wait(8_000)],
    ['a restart asks at once', facts(sent, { askNow: true }), 100, { do: 'query' }],
    ['waiting is asked 3 s after pay', facts(waiting), 1_000, wait(3_000)],
    [
      'a person’s cancel waits for 15 s',
      facts(waiting, { cancelAsked: true, askedAt: after(12_000), answer: answered(12_100, 'pending') }),
      14_000,
      wait(15_000),
    ],
    [
      'and leaves on a fresh answer',
      facts(waiting, { cancelAsked: true, askedAt: after(14_000), answer: answered(14_100, 'pending') }),
      15_000,
      { do: 'cancel' },
    ],
    [
      'not on a stale one: it asks first',
      facts(waiting, { cancelAsked: true, askedAt: after(11_000), answer: answered(11_100, 'pending') }),
      15_000,
      { do: 'query' },
    ],
    [
      'init 15 s after pay is cancelled',
      facts(sent, { askedAt: after(14_500), answer: answered(14_600, 'init') }),
      15_000,
      { do: 'cancel' },
    ],
    [
      'a customer has 60 s to confirm',
      facts(waiting, { askedAt: after(58_000), answer: answered(58_100, 'pending') }),
      59_000,
      wait(60_000),
    ],
    [
      'then the charge is cancelled',
      facts(waiting, { askedAt: after(58_000), answer: answered(58_100, 'pending') }),
      60_000,
      { do: 'cancel' },
    ],
    [
      'unless the window was lengthened',
      facts(waiting, { extensions: 1, askedAt: after(58_000), answer: answered(58_100, 'pending') }),
      60_000,
      wait(61_000),
    ],
    [
      'an unwanted one is cancelled without asking',
      facts(sent, {}, { wanted: 'return' }),
      15_000,
      { do: 'cancel' },
    ],
    [
      'but not before 15 s',
      facts(sent, { askedAt: after(9_000) }, { wanted: 'return' }),
      9_500,
      wait(12_000),
    ],
    ['10 minutes past the order it goes to a person', facts(sent), 900_000, { do: 'overdue' }],
    ['a success nobody wants is cancelled at once', facts(charged), 20_000, { do: 'cancel' }],
    ['but not before 15 s after pay', facts(charged), 5_000, wait(15_000)],
    [
      'a silent cancel is repeated, growing',
      facts(cancelling, { cancel: { ...neverCancelled, sentAt: after(20_000), tries: 2 } }),
      21_000,
      wait(20_000 + waitBefore(1, CANCEL_BACKOFF)),
    ],
    [
      'an accepted cancel is proven by one more query',
      facts(cancelling, {
        askedAt: after(19_000),
        cancel: { ...neverCancelled, sentAt: after(20_000), tries: 1, acceptedAt: after(20_100) },
      }),
      20_200,
      { do: 'query' },
    ],
    [
      'accepted, yet success after two minutes: a person',
      facts(charged, {
        askedAt: after(140_000),
        answer: answered(140_100, 'success'),
        cancel: { ...neverCancelled, sentAt: after(20_000), tries: 1, acceptedAt: after(20_100) },
      }),
      140_200,
      { do: 'unreturnable' },
    ],
    [
      'refused and charged: a person',
      facts(charged, {
        askedAt: after(21_000),
        answer: answered(21_100, 'success'),
        cancel: { ...neverCancelled, sentAt: after(20_000), tries: 1, refusedAt: after(20_100) },
      }),
      21_200,
      { do: 'unreturnable' },
    ],
    [
      'refused and unpaid: the order’s own end is waited for',
      facts(cancelling, {
        askedAt: after(21_000),
        answer: answered(21_100, 'pending'),
        cancel: { ...neverCancelled, sentAt: after(20_000), tries: 1, refusedAt: after(20_100) },
      }),
      21_200,
      wait(24_000),
    ],
    ['paid needs no more', facts({ name: 'paid' }), 1_000, { do: 'nothing' }],
    [
      'paid and owed back is cancelled',
      facts({ name: 'paid' }, {}, { giveBack: 'owed' }),
      20_000,
      { do: 'cancel' },
    ],
    [
      'what is listed is asked hourly',
      facts({ name: 'unresolved', before: sent }, { askedAt: after(0) }),
      1_000,
      wait(3_600_000),
    ],
  ])('%s', (_name, given, ms, expected) => {
    expect(nextLadderStep(given, after(ms))).toEqual(expected);
  });

  it('the window to confirm begins with pay and grows by 30 s', () => {
    expect(confirmBy(facts(sent, { payAt: null }))).toBeNull();
    expect(confirmBy(facts(sent, { extensions: 2 }))).toBe(after(120_000));
  });
});

const anyFacts = fc.record({
  state: fc.constantFrom<AttemptState>(sent, waiting, cancelling, charged),
  wanted: fc.constantFrom('keep' as const, 'return' as const),
  asked: fc.option(fc.integer({ min: 0, max: 400_000 })),
  answerAt: fc.option(fc.integer({ min: 0, max: 400_000 })),
  status: fc.constantFrom('init' as const, 'pending' as const, 'success' as const, 'other' as const),
  cancelAsked: fc.boolean(),
  askNow: fc.boolean(),
  extensions: fc.integer({ min: 0, max: 2 }),
  now: fc.integer({ min: 0, max: 1_200_000 }),
});

describe('at any time, whatever is known', () => {
  it('a wanted attempt is cancelled only on an answered query, at most 3 s old, that is not success; never before 15 s', () => {
    fc.assert(
      fc.property(anyFacts, (any) => {
        const answer = any.answerAt === null ? null : answered(any.answerAt, any.status);
        const given = facts(
          any.state,
          {
            askedAt: any.asked === null ? null : after(any.asked),
            answer,
            cancelAsked: any.cancelAsked,
            askNow: any.askNow,
            extensions: any.extensions,
          },
          { wanted: any.wanted },
        );
        const next = nextLadderStep(given, after(any.now));
        if (next.do !== 'cancel') return;
        expect(any.now).toBeGreaterThanOrEqual(CANCEL_EARLIEST_MS);
        if (any.wanted === 'return' || any.state.name === 'cancelling') return;
        expect(answer).not.toBeNull();
        expect(answer?.status).not.toBe('success');
        expect(after(any.now) - (answer?.at ?? 0)).toBeLessThanOrEqual(3_000);
      }),
    );
  });

  it('a wait always ends later than now, so the ladder never spins', () => {
    fc.assert(
      fc.property(anyFacts, (any) => {
        const given = facts(
          any.state,
          { askedAt: any.asked === null ? null : after(any.asked) },
          { wanted: any.wanted },
        );
        const next = nextLadderStep(given, after(any.now));
        if (next.do === 'wait') expect(next.until).toBeGreaterThan(after(any.now));
      }),
    );
  });
});
