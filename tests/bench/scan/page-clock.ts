/** The page's clock and timers for what is measured here: time is the thing itself, so nothing stands in for it. */
import type { Timers } from '../../../src/core/ports.ts';

/** `performance.now`, ms. */
export const pageClock = {
  monotonic: (): number => performance.now(),
};

/** `setTimeout`. */
export const pageTimers: Timers = {
  after(ms, run) {
    const handle = setTimeout(run, ms);

    return () => clearTimeout(handle);
  },
};

/** Resolves after `ms` of real time. */
export function wait(ms: number): Promise<void> {
  return new Promise((resolve) => void pageTimers.after(ms, () => resolve()));
}
