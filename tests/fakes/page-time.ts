/** The page's own clock and timers behind the ports. */
import type { Timers } from '../../src/core/ports.ts';

/** `performance.now` as the monotonic clock. */
export const pageClock = { monotonic: (): number => performance.now() };

/** `setTimeout` as the timers. */
export const pageTimers: Timers = {
  after(ms, run) {
    const handle = setTimeout(run, ms);
    return () => clearTimeout(handle);
  },
};

/** Resolves after `ms` of real time: what a camera does not show takes real frames to prove. */
export function wait(ms: number): Promise<void> {
  return new Promise((resolve) => void pageTimers.after(ms, () => resolve()));
}
