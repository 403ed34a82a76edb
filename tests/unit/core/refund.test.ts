/** Refunds: an id fixed first, one unfinished at a time, never more than was taken, repeated only where there is none (law 10). */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openAttempt, type Attempt } from '../../../src/core/attempt.ts';
import { makeReference } from '../../../src/core/ids.ts';
import { money } from '../../../src/core/money/money.ts';
import {
  nextRefundStep,
  REFUND_OVERDUE_MS,
  REFUND_REPEAT_MS,
  type RefundStep,
} from '../../../src/core/refund-ladder.ts';
import {
  askRefund,
  changeRefund,
  leftToRefund,
  nextRefundNo,
  refundedSum,
  refundId,
  unfinishedRefund,
  type Refund,
  type RefundState,
} from '../../../src/core/refund.ts';
import { makeSeededRandom } from '../../fakes/random.ts';

const usd = (minor: number) => money(minor, 'USD');
const paid: Attempt = { ...openAttempt(usd(1250)), state: { name: 'paid' }, taken: usd(1250) };
const wish = (minor: number) => ({ amount: usd(minor), by: 'manager', reason: 'cold tea' }) as const;

describe('asking for a refund', () => {
  it('numbers them from 1; with the reference that is the id', () => {
    const reference = makeReference(makeSeededRandom(1));
    const once = askRefund(paid, wish(500), 10);
    expect(once.refunds).toMatchObject([{ n: 1, state: 'asked', askedAt: 10, sentAt: null }]);
    expect(nextRefundNo(once)).toBe(2);
    expect(refundId(reference, 1)).toBe(`${reference}-r1`);
  });
  it('is refused beside an unfinished one, for nothing, for too much and in another currency', () => {
    const once = askRefund(paid, wish(500), 10);
    expect(unfinishedRefund(once)?.n).toBe(1);
    expect(() => askRefund(once, wish(500), 11)).toThrow('not ended');
    expect(() => askRefund(paid, wish(0), 10)).toThrow('at most');
    expect(() => askRefund(paid, wish(1251), 10)).toThrow('at most');
    const euros = { amount: money(500, 'EUR'), by: 'manager', reason: 'x' } as const;
    expect(() => askRefund(paid, euros, 10)).toThrow('at most');
  });
  it('counts by what the gateway took, not by what was asked', () => {
    expect(leftToRefund({ ...paid, taken: usd(900) })).toEqual(usd(900));
    expect(leftToRefund({ ...paid, taken: null })).toEqual(usd(1250));
  });
  it('only a refusal frees its sum again', () => {
    const states: readonly RefundState[] = ['asked', 'sent', 'done', 'refused', 'listed'];
    const left = states.map(
      (state) => leftToRefund(changeRefund(askRefund(paid, wish(500), 1), 1, { state })).minor,
    );
    expect(left).toEqual([750, 750, 750, 1250, 750]);
  });
  it('never gives back more than was taken, whatever is asked and however it ends', () => {
    const run = fc.array(
      fc.record({
        minor: fc.integer({ min: 1, max: 1400 }),
        end: fc.constantFrom<RefundState>('done', 'refused', 'listed'),
      }),
    );
    fc.assert(
      fc.property(run, (asks) => {
        let attempt = paid;
        for (const { minor, end } of asks) {
          if (minor > leftToRefund(attempt).minor) continue;
          attempt = askRefund(attempt, wish(minor), 1);
          attempt = changeRefund(attempt, attempt.refunds.length, { state: end });
        }
        expect(refundedSum(attempt).minor).toBeLessThanOrEqual(1250);
        expect(attempt.refunds.map(({ n }) => n)).toEqual(attempt.refunds.map((_, index) => index + 1));
      }),
    );
  });
});

const SENT = 1_000_000;
const refund = (change: Partial<Refund> = {}): Refund => ({
  n: 1,
  ...wish(500),
  state: 'sent',
  askedAt: SENT - 10,
  sentAt: SENT,
  tries: 1,
  acceptedAt: null,
  refusedAt: null,
  absentAt: null,
  ...change,
});

describe('what is done about a refund', () => {
  it.each<[string, Refund, number | null, number, RefundStep]>([
    ['3 s are waited for', refund(), null, 1_000, { do: 'wait', until: SENT + 3_000 }],
    ['then the gateway is asked', refund(), null, 3_000, { do: 'query' }],
    ['every 3 s at first', refund(), 3_000, 4_000, { do: 'wait', until: SENT + 6_000 }],
    ['every 10 s after a minute', refund(), 61_000, 62_000, { do: 'wait', until: SENT + 71_000 }],
    [
      'not there yet is no reason to repeat',
      refund({ absentAt: SENT + 4_000 }),
      4_000,
      4_100,
      { do: 'wait', until: SENT + 7_000 },
    ],
    [
      'not there after 15 s: the same once more',
      refund({ absentAt: SENT + REFUND_REPEAT_MS }),
      15_000,
      15_100,
      { do: 'send-refund' },
    ],
    ['refused, and nobody has looked since', refund({ refusedAt: SENT + 100 }), null, 3_100, { do: 'query' }],
    [
      'refused, and it is not there',
      refund({ refusedAt: SENT + 100, absentAt: SENT + 3_200 }),
      3_000,
      3_300,
      { do: 'refund-refused' },
    ],
    [
      'a refused repeat ends nothing while the first may still arrive',
      refund({ tries: 2, refusedAt: SENT + 100, absentAt: SENT + 3_200 }),
      3_200,
      3_300,
      { do: 'wait', until: SENT + 6_200 },
    ],
    [
      'and ends it when that is past',
      refund({ tries: 2, refusedAt: SENT + 100, absentAt: SENT + 120_000 }),
      120_000,
      120_100,
      { do: 'refund-refused' },
    ],
    ['nobody knows for ten minutes: a person', refund(), 590_000, REFUND_OVERDUE_MS, { do: 'list-refund' }],
  ])('%s', (_name, given, askedMs, ms, expected) => {
    const askedAt = askedMs === null ? null : SENT + askedMs;
    expect(nextRefundStep(given, { askedAt, answeredAt: null, leftMinor: 499 }, SENT + ms)).toEqual(expected);
  });

  it.each<[string, number | null, number | null, RefundStep]>([
    ['the gateway is asked first', null, null, { do: 'query' }],
    ['also where it answered before the refund was written', -20, -20, { do: 'query' }],
    ['and once more after 3 s of silence', -5, -20, { do: 'wait', until: SENT + 2_995 }],
    ['then it leaves', -5, -4, { do: 'send-refund' }],
  ])('written and not left: %s', (_name, askedMs, answeredMs, expected) => {
    const at = (ms: number | null): number | null => (ms === null ? null : SENT + ms);
    const facts = { askedAt: at(askedMs), answeredAt: at(answeredMs), leftMinor: 0 };
    expect(nextRefundStep(refund({ state: 'asked', sentAt: null }), facts, SENT)).toEqual(expected);
  });

  it('where a second one would fit into what was taken, the first must not be on its way any more', () => {
    const step = (absentMs: number, leftMinor: number) =>
      nextRefundStep(
        refund({ absentAt: SENT + absentMs }),
        { askedAt: SENT + absentMs, answeredAt: null, leftMinor },
        SENT + absentMs,
      ).do;
    expect([step(15_000, 499), step(15_000, 500), step(119_999, 500), step(120_000, 500)]).toEqual([
      'send-refund',
      'wait',
      'wait',
      'send-refund',
    ]);
  });
  it('one the gateway has said yes to never leaves again', () => {
    const said = refund({ acceptedAt: SENT + 100, absentAt: SENT + 200_000 });
    expect(
      nextRefundStep(said, { askedAt: SENT + 200_000, answeredAt: null, leftMinor: 0 }, SENT + 200_001).do,
    ).toBe('wait');
  });
  it('one that waited for its turn has its ten minutes from its leaving', () => {
    const late = refund({ askedAt: SENT - REFUND_OVERDUE_MS });
    expect(nextRefundStep(late, { askedAt: null, answeredAt: null, leftMinor: 0 }, SENT + 3_000)).toEqual({
      do: 'query',
    });
  });

  it('it never leaves twice on silence', () => {
    const times = fc.integer({ min: 0, max: REFUND_OVERDUE_MS * 2 });
    fc.assert(
      fc.property(times, fc.option(times), (now, asked) => {
        const askedAt = asked === null ? null : SENT + asked;
        expect(nextRefundStep(refund(), { askedAt, answeredAt: null, leftMinor: 0 }, SENT + now).do).not.toBe(
          'send-refund',
        );
      }),
    );
  });
});
