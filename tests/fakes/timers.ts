/** Timers that run when a test says so, in order of due time, with everything they started settled in between. */
import type { EpochMs, Timers } from '../../src/core/ports.ts';
import { makeManualClock, type ManualClock } from './clock.ts';

/** Clock and timers that move together. */
export interface ManualTime {
  readonly clock: ManualClock;
  readonly timers: Timers;
  /** Lets `ms` pass: runs every timer that comes due, in order, draining promises before and after each. */
  readonly advance: (ms: number) => Promise<void>;
  /** Lets everything that needs no time settle. */
  readonly settle: () => Promise<void>;
  /** How many timers are waiting. */
  readonly pending: () => number;
}

interface Waiting {
  readonly dueAt: number;
  readonly run: () => void;
}

/** Makes clock and timers that start at `start` (wall). Timers follow the monotonic clock, as real ones do. */
export function makeManualTime(start?: EpochMs): ManualTime {
  const clock = makeManualClock(start);
  const waiting = new Set<Waiting>();
  const timers: Timers = {
    after(ms, run) {
      const timer = { dueAt: clock.monotonic() + Math.max(0, ms), run };
      waiting.add(timer);
      return () => void waiting.delete(timer);
    },
  };
  const advance = async (ms: number): Promise<void> => {
    const end = clock.monotonic() + ms;
    await settle();
    for (let next = earliest(waiting, end); next; next = earliest(waiting, end)) {
      clock.pass(Math.max(0, next.dueAt - clock.monotonic()));
      waiting.delete(next);
      next.run();
      await settle();
    }
    clock.pass(end - clock.monotonic());
    await settle();
  };
  return { clock, timers, advance, settle, pending: () => waiting.size };
}

/** The timer that is due first, at `end` at the latest; of two due together the older (a Set keeps their order). */
function earliest(waiting: ReadonlySet<Waiting>, end: number): Waiting | null {
  let found: Waiting | null = null;
  for (const timer of waiting) {
    if (timer.dueAt <= end && (found === null || timer.dueAt < found.dueAt)) found = timer;
  }
  return found;
}

/** Bodies and streams take a few turns of the event loop even when nothing waits on a clock. */
const TURNS = 6;

async function settle(): Promise<void> {
  for (let turn = 0; turn < TURNS; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
