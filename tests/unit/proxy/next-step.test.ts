/** What the ledger does next about a row before `pay`, behind a closed one, and after a webhook. */
import { describe, expect, test } from 'vitest';
import { openAttempt, type Attempt, type AttemptState } from '../../../src/core/attempt.ts';
import { makeReference, makeSaleId } from '../../../src/core/ids.ts';
import { money } from '../../../src/core/money/money.ts';
import { nextStep, nextWake } from '../../../src/proxy/ladder/next-step.ts';
import { freshFacts, type AttemptRow } from '../../../src/proxy/ledger/attempt-row.ts';
import { makeSeededRandom } from '../../fakes/random.ts';

const T = 1_000_000;
const MINUTE = 60_000;

function row(state: AttemptState, facts: Partial<AttemptRow> = {}): AttemptRow {
  const random = makeSeededRandom();
  const attempt: Attempt = openAttempt(money(1250, 'USD'));
  return {
    ...freshFacts(T + 5 * MINUTE),
    ...attempt,
    reference: makeReference(random),
    saleId: makeSaleId(random),
    number: 'A-0001',
    till: 't',
    version: 1,
    openedAt: T,
    endedAt: null,
    midnightAt: null,
    listed: false,
    nextAt: null,
    ...facts,
    state,
  };
}

const OPENING: AttemptState = { name: 'opening' };
const SENT: AttemptState = { name: 'sent' };
const CLOSED: AttemptState = { name: 'closed', why: 'withdrawn' };
const added = { addSentAt: T, addTries: 1 };
const accepted = { sentAt: T, sendBy: T + MINUTE };

describe('opening', () => {
  test.each<[string, Partial<AttemptRow>, number, object]>([
    ['nothing sent yet: add', {}, T, { do: 'add' }],
    ['add is on its way: wait 3 s', added, T + 1, { do: 'wait', until: T + 3_000 }],
    ['add is silent for 3 s: ask by reference', added, T + 3_000, { do: 'query' }],
    ['the connection broke: ask at once', { ...added, askNow: true }, T + 10, { do: 'query' }],
    ['asked: again 3 s later', { ...added, askedAt: T + 3_000 }, T + 4_000, { do: 'wait', until: T + 6_000 }],
    [
      'no record once: ask again',
      { ...added, askedAt: T + 3_000, addMissing: 1 },
      T + 6_000,
      { do: 'query' },
    ],
    [
      'no record twice: the same add',
      { ...added, askedAt: T + 6_000, addMissing: 2 },
      T + 6_000,
      { do: 'add' },
    ],
    [
      'silent for a minute: ask every 10 s',
      { ...added, askedAt: T + 70_000 },
      T + 75_000,
      { do: 'wait', until: T + 80_000 },
    ],
    ['the order’s time is over', added, T + 5 * MINUTE, { do: 'order-ran-out' }],
  ])('%s', (_name, facts, now, step) => {
    expect(nextStep(row(OPENING, facts), now)).toEqual(step);
  });
});

describe('a code accepted and not yet sent', () => {
  test.each<[string, Partial<AttemptRow>, number, object]>([
    ['no order yet: add', {}, T, { do: 'add' }],
    [
      'the order has its number: the call is about to begin',
      { transactionNo: '1' },
      T,
      { do: 'wait', until: T + MINUTE + 1 },
    ],
    ['still good in its last millisecond', added, T + MINUTE, { do: 'query' }],
    ['too old', added, T + MINUTE + 1, { do: 'give-up-code' }],
    ['too old although the order is there', { transactionNo: '1' }, T + MINUTE + 1, { do: 'give-up-code' }],
  ])('%s', (_name, facts, now, step) => {
    expect(nextStep(row(SENT, { ...accepted, ...facts }), now)).toEqual(step);
  });

  test('once the call is written the core’s ladder has it', () => {
    const called = row(SENT, { ...accepted, transactionNo: '1', calledAt: T });
    expect(nextStep(called, T)).toEqual({ do: 'wait', until: T + 5_000 });
  });
});

describe('behind an end', () => {
  test.each<[string, Partial<AttemptRow>, number, object]>([
    ['nothing was left', {}, T, { do: 'nothing' }],
    ['an unpaid order is cancelled', { orderLeft: true }, T, { do: 'drop-order' }],
    [
      'again after 2 s',
      { orderLeft: true, cancelSentAt: T, cancelTries: 1 },
      T,
      { do: 'wait', until: T + 2_000 },
    ],
    [
      'five tries are enough',
      { orderLeft: true, cancelSentAt: T, cancelTries: 5 },
      T + MINUTE,
      { do: 'nothing' },
    ],
    ['the order ends by itself', { orderLeft: true }, T + 5 * MINUTE, { do: 'nothing' }],
    [
      'an order that is given up does not stop the questions',
      { orderLeft: true, cancelSentAt: T, cancelTries: 5, askNow: true },
      T,
      { do: 'query' },
    ],
    ['a webhook is a reason to ask', { askNow: true }, T, { do: 'query' }],
    ['but once in 3 s', { askNow: true, askedAt: T }, T + 1, { do: 'wait', until: T + 3_000 }],
  ])('%s', (_name, facts, now, step) => {
    expect(nextStep(row(CLOSED, facts), now)).toEqual(step);
  });
});

test('what is due now wakes now, what waits wakes then, what is over never', () => {
  expect(nextWake(row(OPENING), T)).toBe(T);
  expect(nextWake(row(OPENING, added), T)).toBe(T + 3_000);
  expect(nextWake(row(CLOSED), T)).toBeNull();
});
