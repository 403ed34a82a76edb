/** The one alarm of an object: never later than the next wake, set before anything is done, and back after a failure. */
import { expect, test } from 'vitest';
import { silentLog } from '../../../src/core/ports.ts';
import { OneAlarm } from '../../../src/worker/one-alarm.ts';
import { makeManualClock } from '../../fakes/clock.ts';

function setup() {
  const clock = makeManualClock();
  const begun = clock.now();
  const written: (number | null)[] = [];
  const storage = {
    setAlarm: async (at: number) => void written.push(at - begun),
    deleteAlarm: async () => void written.push(null),
  };
  const alarm = new OneAlarm({ storage, clock, log: silentLog });
  return { alarm, clock, written, want: (ms: number) => alarm.want(begun + ms) };
}

test('the first wake is set, an earlier one replaces it, a later one writes nothing', () => {
  const { written, want } = setup();
  for (const ms of [5_000, 3_000, 8_000]) want(ms);
  expect(written).toEqual([5_000, 3_000]);
});

test('nothing to wait for writes nothing', () => {
  const { alarm, written } = setup();
  alarm.want(null);
  alarm.rearm();
  expect(written).toEqual([]);
});

test('when it goes off the next one stands before anything is done, and the true one after', async () => {
  const { alarm, clock, written, want } = setup();
  want(3_000);
  clock.pass(3_000);
  await alarm.ring(async () => {
    expect(written).toEqual([3_000, 33_000]);
    want(6_000);
  });
  expect(written).toEqual([3_000, 33_000, 6_000]);
});

test('it stays off where nothing is waited for any more', async () => {
  const { alarm, clock, written, want } = setup();
  want(3_000);
  clock.pass(3_000);
  await alarm.ring(async () => alarm.want(null));
  expect(written).toEqual([3_000, 33_000, null]);
});

test('work that fails leaves the alarm that was set before it', async () => {
  const { alarm, clock, written, want } = setup();
  want(3_000);
  clock.pass(3_000);
  await alarm.ring(() => Promise.reject(new Error('no')));
  expect(written).toEqual([3_000, 33_000]);
});

test('an alarm that never went off is set anew by the next request', () => {
  const { alarm, clock, written, want } = setup();
  want(3_000);
  clock.pass(40_000);
  alarm.rearm();
  alarm.rearm();
  expect(written).toEqual([3_000, 3_000, 3_000]);
});
