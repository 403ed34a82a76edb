/** The ladder: when the gateway is asked, when a cancel leaves. */
import { describe, expect, it } from 'vitest';
import { confirmBy, nextLadderStep, type LadderFacts, type LadderStep } from '../../../src/core/ladder.ts';
import { CANCEL_BACKOFF, waitBefore } from '../../../src/core/retry.ts';
import {
  after,
  answered,
  cancelling,
  charged,
  ended,
  facts,
  neverCancelled,
  refund,
  sent,
  wait,
  waiting,
} from './ladder-facts.ts';

describe('what the ledger does next', () => {
  it.each<[string, LadderFacts, number, LadderStep]>([
    ['an order that is open waits for its end', facts({ name: 'ready' }, { payAt: null }), 0, wait(300_000)],
    ['and then has run out', facts({ name: 'ready' }, { payAt: null }), 300_000, { do: 'order-ran-out' }],
    ['5 s of silence are waited for', facts(sent), 0, wait(5_000)],
    ['then the gateway is asked', facts(sent), 5_000, { do: 'query' }],
    ['and again every 3 s', facts(sent, { askedAt: after(5_000) }), 6_000, wait(8_000)],
    [
      'a restart asks at once, also what is to be cancelled',
      facts(sent, { askNow: true }, { wanted: 'return' }),
      90_000,
      { do: 'query' },
    ],
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
      'refused and charged: the money goes back by refund',
      facts(charged, {
        askedAt: after(21_000),
        answer: answered(21_100, 'success'),
        cancel: { ...neverCancelled, sentAt: after(20_000), tries: 1, refusedAt: after(20_100) },
      }),
      21_200,
      { do: 'open-refund' },
    ],
    [
      'refused and charged, and our refund was refused as well: a person',
      facts(
        charged,
        {
          askedAt: after(21_000),
          answer: answered(21_100, 'success'),
          cancel: { ...neverCancelled, sentAt: after(20_000), tries: 1, refusedAt: after(20_100) },
        },
        { refunds: [refund({ state: 'refused' })] },
      ),
      21_200,
      { do: 'unreturnable' },
    ],
    [
      'a refund that is written down waits for one look at what is back already',
      facts(charged, {}, { refunds: [refund()] }),
      22_000,
      { do: 'query' },
    ],
    [
      'and leaves when the gateway has answered',
      facts(charged, { answer: { at: after(22_000), status: 'success' } }, { refunds: [refund()] }),
      22_100,
      { do: 'send-refund' },
    ],
    [
      'a manager’s refund of a paid one as well',
      facts({ name: 'paid' }, {}, { refunds: [refund({ by: 'manager' })] }),
      90_000,
      { do: 'query' },
    ],
    [
      'a refund on nobody’s word is asked about hourly',
      facts({ name: 'paid' }, { askedAt: after(0) }, { refunds: [refund({ state: 'listed' })] }),
      1_000,
      wait(3_600_000),
    ],
    ['the after-watch asks a minute after the end', ended(), 30_000, wait(70_000)],
    ['and then does', ended(), 70_000, { do: 'query' }],
    ['a silent question is asked again', ended({ askedAt: after(70_000) }), 71_000, wait(130_000)],
    [
      'an answered one waits for the five minutes',
      ended({ answer: answered(70_500, 'other') }),
      71_000,
      wait(310_000),
    ],
    ['then for the half hour', ended({ answer: answered(310_500, 'other') }), 311_000, wait(1_810_000)],
    [
      'then for the shop’s midnight',
      ended({ answer: answered(1_811_000, 'other') }),
      1_812_000,
      wait(9_000_000),
    ],
    ['and then is at rest', ended({ answer: answered(9_000_000, 'other') }), 9_000_001, { do: 'nothing' }],
    [
      'a midnight that comes first is asked at first',
      ended({ midnightAt: after(40_000) }),
      12_000,
      wait(40_000),
    ],
    ['what was never sent is not watched', ended({ payAt: null }), 12_000, { do: 'nothing' }],
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
    [
      'silent cancels are repeated',
      facts(charged, {
        cancel: { ...neverCancelled, firstAt: after(20_000), sentAt: after(800_000), tries: 30 },
      }),
      810_000,
      wait(830_000),
    ],
    [
      'but not for ever: ten minutes past the order a person has it',
      facts(charged, {
        cancel: { ...neverCancelled, firstAt: after(20_000), sentAt: after(890_000), tries: 33 },
      }),
      900_000,
      { do: 'overdue' },
    ],
    [
      'a charge that shows up long after the order’s end is cancelled first',
      facts({ name: 'declined', reason: 'funds' }, {}, { giveBack: 'owed' }),
      1_800_000,
      { do: 'cancel' },
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
