/** The ladder over a record that was set back: nothing is cancelled by a clock, and nothing on a guess. */
import { expect, it } from 'vitest';
import { nextLadderStep, type LadderFacts, type LadderStep } from '../../../src/core/ladder.ts';
import { after, answered, facts, sent, wait } from './ladder-facts.ts';

it.each<[string, LadderFacts, number, LadderStep]>([
  [
    'what a restored record only guesses is never cancelled by a clock',
    facts(sent, { isDoubted: true, askedAt: after(89_000), answer: answered(89_100, 'init') }),
    90_000,
    wait(92_000),
  ],
  [
    'after a restore the cashier’s cancel waits for an answer that shows the order',
    facts(sent, {
      isDoubted: true,
      cancelAsked: true,
      askedAt: after(89_000),
      answer: answered(89_100, 'other'),
    }),
    89_200,
    wait(92_000),
  ],
  [
    'and leaves on one that shows it unpaid',
    facts(sent, {
      isDoubted: true,
      cancelAsked: true,
      askedAt: after(89_000),
      answer: answered(89_100, 'pending'),
    }),
    89_200,
    { do: 'cancel' },
  ],
  [
    'a charge it knows no pay of is cancelled, counted from the end that was written without it',
    facts({ name: 'closed', why: 'expired' }, { payAt: null, endedAt: after(0) }, { giveBack: 'owed' }),
    15_000,
    { do: 'cancel' },
  ],
  [
    'what it calls paid is looked at again: a cancel of its lost part may have been on its way',
    facts({ name: 'paid' }, { isDoubted: true, endedAt: after(10_000) }),
    30_000,
    wait(70_000),
  ],
  [
    'and again minutes later',
    facts({ name: 'paid' }, { isDoubted: true, endedAt: after(10_000), answer: answered(70_500, 'success') }),
    310_000,
    { do: 'query' },
  ],
  [
    'what is paid in a record that was never set back is not',
    facts({ name: 'paid' }, { endedAt: after(10_000) }),
    70_000,
    { do: 'nothing' },
  ],
])('%s', (_name, given, ms, expected) => {
  expect(nextLadderStep(given, after(ms))).toEqual(expected);
});
