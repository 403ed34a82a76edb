/** A clock that stands still until a test moves it; the wall may also be set, as a person sets a tablet's. */
import type { Clock, EpochMs } from '../../src/core/ports.ts';

/** Monday 12 October 2026, 09:30 UTC: an ordinary shop day on which no zone changes its offset. */
export const SHOP_MORNING: EpochMs = Date.UTC(2026, 9, 12, 9, 30);

/** A browser's monotonic clock shows fractions of a millisecond: whoever takes it for whole ones is found here. */
const FRACTION_MS = 0.001;

/** A clock in a test's hand. */
export interface ManualClock extends Clock {
  /** Moves wall and monotonic time together. */
  pass(ms: number): void;
  /** Sets the wall alone: the monotonic clock does not notice. */
  setWall(now: EpochMs): void;
}

/** Makes a clock that shows `start`. */
export function makeManualClock(start: EpochMs = SHOP_MORNING): ManualClock {
  let wall = start;
  let monotonic = 0;
  return {
    now: () => Math.floor(wall),
    monotonic: () => monotonic,
    pass(ms) {
      wall += ms + FRACTION_MS;
      monotonic += ms + FRACTION_MS;
    },
    setWall(now) {
      wall = now;
    },
  };
}
