/** The ladder at any time, whatever is known: silence never cancels, and it never spins. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AttemptState } from '../../../src/core/attempt.ts';
import { CANCEL_EARLIEST_MS, nextLadderStep } from '../../../src/core/ladder.ts';
import { after, answered, cancelling, charged, facts, sent, waiting } from './ladder-facts.ts';

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

  it('a wait comes to its end: whoever looks again then has something to do', () => {
    const owed: readonly AttemptState[] = [{ name: 'closed', why: 'expired' }, { name: 'paid' }, cancelling];
    const anyTime = fc.option(fc.integer({ min: 0, max: 400_000 }));
    const timeOf = (ms: number | null): number | null => (ms === null ? null : after(ms));
    const anyOwed = fc.record({ state: fc.constantFrom(...owed), payAt: anyTime, endedAt: anyTime });
    fc.assert(
      fc.property(anyFacts, anyOwed, ({ now, asked, askNow }, { state, payAt, endedAt }) => {
        const times = { payAt: timeOf(payAt), endedAt: timeOf(endedAt), askedAt: timeOf(asked) };
        const given = facts(state, { ...times, askNow }, { giveBack: 'owed' });
        const next = nextLadderStep(given, after(now));
        if (next.do === 'wait') expect(nextLadderStep(given, next.until).do).not.toBe('wait');
      }),
    );
  });
});
