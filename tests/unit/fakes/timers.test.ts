/** The manual time that every story runs on: in order, with what a timer started settled before the next. */
import { expect, test } from 'vitest';
import { makeManualTime } from '../../fakes/timers.ts';

test('timers run in order of due time, each seeing the clock at its own moment', async () => {
  const { clock, timers, advance } = makeManualTime(1_000);
  const seen: [string, number][] = [];
  timers.after(20, () => seen.push(['second', clock.now()]));
  timers.after(10, () => {
    seen.push(['first', clock.now()]);
    timers.after(5, () => seen.push(['started by the first', clock.now()]));
  });
  await advance(30);
  expect(seen).toEqual([
    ['first', 1_010],
    ['started by the first', 1_015],
    ['second', 1_020],
  ]);
  expect(clock.now()).toBe(1_030);
});

test('a promise a timer settles has run before the next timer', async () => {
  const { timers, advance } = makeManualTime();
  const seen: string[] = [];
  timers.after(1, () => void Promise.resolve().then(() => seen.push('promise')));
  timers.after(1, () => seen.push('timer'));
  await advance(1);
  expect(seen).toEqual(['promise', 'timer']);
});

test('an undone timer does not run, and undoing twice is fine', async () => {
  const { timers, advance, pending } = makeManualTime();
  const undo = timers.after(1, () => expect.unreachable());
  undo();
  undo();
  expect(pending()).toBe(0);
  await advance(10);
});

test('a person may set the wall; what is measured does not notice', async () => {
  const { clock, timers, advance } = makeManualTime(1_000);
  let ran = false;
  timers.after(10, () => (ran = true));
  clock.setWall(0);
  await advance(10);
  expect([ran, clock.now(), Math.floor(clock.monotonic())]).toEqual([true, 10, 10]);
});
