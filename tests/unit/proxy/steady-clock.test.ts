/** The proxy's time: forwards with the wall, never far back while it runs. */
import { expect, test } from 'vitest';
import { makeSteadyClock } from '../../../src/proxy/steady-clock.ts';
import { makeManualClock } from '../../fakes/clock.ts';

const HOUR_MS = 3_600_000;

function setup() {
  const manual = makeManualClock(10 * HOUR_MS);
  return { manual, clock: makeSteadyClock(manual), start: 10 * HOUR_MS };
}

test('a wall that is right is the time', () => {
  const { manual, clock, start } = setup();
  expect(clock.now()).toBe(start);
  manual.pass(5_000);
  expect(clock.now()).toBe(start + 5_000);
});

test('a wall that is set back does not take the time with it, which goes on in whole milliseconds', () => {
  const { manual, clock, start } = setup();
  clock.now();
  manual.setWall(start - HOUR_MS);
  manual.pass(5_000);
  expect(clock.now()).toBe(start + 5_000);
  manual.pass(2 * HOUR_MS);
  expect(clock.now()).toBe(start + 5_000 + 2 * HOUR_MS);
});

test('a wall that is set forward is followed, as after a sleep, and believed again once it has caught up', () => {
  const { manual, clock, start } = setup();
  clock.now();
  manual.setWall(start - HOUR_MS);
  clock.now();
  manual.setWall(start + HOUR_MS);
  expect(clock.now()).toBe(start + HOUR_MS);
  manual.pass(1_000);
  expect(clock.now()).toBe(manual.now());
});

test('small corrections, as machines make them all day, are the wall’s own business', () => {
  const { manual, clock, start } = setup();
  clock.now();
  for (let day = 1; day <= 100; day += 1) {
    manual.pass(60_000);
    manual.setWall(manual.now() - 50);
    expect(clock.now()).toBe(start + day * (60_000 - 50));
  }
});
