/** Times in little room: put together in any order, and never told more than 5 % wrong. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countTimes, mergeTimes, NO_TIMES, timeWithin, withTime } from '../../../src/core/time-spread.ts';

const times = fc.array(fc.integer({ min: 10, max: 3_600_000 }), { minLength: 1, maxLength: 200 });
const spreadOf = (list: readonly number[]) => list.reduce(withTime, NO_TIMES);
const nearest = (list: readonly number[], share: number): number =>
  list.toSorted((a, b) => a - b)[Math.max(1, Math.ceil(share * list.length)) - 1] ?? NaN;

describe('a spread of times', () => {
  it('tells median and 19 of 20 at most 5 % from what they were', () => {
    fc.assert(
      fc.property(times, fc.constantFrom(0.5, 0.95, 1), (list, share) => {
        const truth = nearest(list, share);
        const told = timeWithin(spreadOf(list), share) ?? NaN;
        expect(Math.abs(told - truth)).toBeLessThanOrEqual(0.05 * truth + 0.5);
      }),
    );
  });

  it('counts every time, also after it was put together with others, in any order', () => {
    fc.assert(
      fc.property(times, times, times, (a, b, c) => {
        const [one, two, three] = [a, b, c].map(spreadOf);
        if (!one || !two || !three) throw new Error('three spreads');
        const whole = spreadOf([...a, ...b, ...c]);
        expect(countTimes(whole)).toBe(a.length + b.length + c.length);
        expect(mergeTimes(mergeTimes(one, two), three)).toEqual(whole);
        expect(mergeTimes(three, mergeTimes(two, one))).toEqual(whole);
      }),
    );
  });

  it.each([
    [0, 10],
    [3, 10],
    [86_400_000, 3_707_276],
    [1_000, 987],
    [2_400, 2_348],
  ])('%i ms is told as %i ms', (ms, told) => {
    expect(timeWithin(spreadOf([ms]), 0.5)).toBe(told);
  });

  it('of nothing has no median', () => {
    expect(timeWithin(NO_TIMES, 0.5)).toBeNull();
  });

  it('takes no more room however many there are', () => {
    const many = Array.from({ length: 20_000 }, (_, index) => 10 * 1.0008 ** index);
    expect(Object.keys(spreadOf(many)).length).toBeLessThanOrEqual(149);
  });
});
