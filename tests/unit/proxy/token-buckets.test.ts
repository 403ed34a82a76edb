/** Token buckets: what may be asked at once, what after a while, and how many names are kept. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MOST_NAMES, TokenBuckets } from '../../../src/proxy/auth/token-buckets.ts';
import { makeManualClock } from '../../fakes/clock.ts';

const setup = (perSecond = 2, burst = 3) => {
  const clock = makeManualClock();
  return { clock, buckets: new TokenBuckets(clock, { perSecond, burst }) };
};

test('after a burst the next waits, and is told for how long', () => {
  const { clock, buckets } = setup(0.5);
  expect([1, 2, 3, 4].map(() => buckets.take('a'))).toEqual([0, 0, 0, 2]);
  clock.pass(1_999);
  expect(buckets.take('a')).toBe(1);
  clock.pass(1);
  expect(buckets.take('a')).toBe(0);
});

test('one name’s haste is not another’s', () => {
  const { buckets } = setup();
  for (let count = 0; count < 9; count += 1) buckets.take('a');
  expect(buckets.take('a')).toBeGreaterThan(0);
  expect(buckets.take('b')).toBe(0);
});

test('a wall clock that is set back makes nobody wait', () => {
  const { clock, buckets } = setup();
  buckets.take('a');
  clock.setWall(0);
  expect(buckets.take('a')).toBe(0);
});

test('names are kept up to a number; who has rested longest is forgotten', () => {
  const { buckets } = setup();
  for (let count = 0; count < 4; count += 1) buckets.take('early');
  for (let count = 0; count < 2 * MOST_NAMES; count += 1) buckets.take(`name ${count}`);
  expect(buckets.size).toBe(MOST_NAMES);
  expect(buckets.take('early')).toBe(0);
});

test('in no stretch of time is more let through than the burst and what the seconds bring', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 2_000 }), { maxLength: 200 }), (pauses) => {
      const { clock, buckets } = setup(2, 5);
      let [passed, passedMs] = [0, 0];
      for (const pause of pauses) {
        clock.pass(pause);
        passedMs += pause;
        if (buckets.take('a') === 0) passed += 1;
        expect(passed).toBeLessThanOrEqual(5 + (2 * passedMs) / 1000 + 0.01);
      }
    }),
  );
});
