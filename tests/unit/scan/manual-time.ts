/** A clock and timers that stand still until a test moves them. */
import type { Timers } from '../../../src/core/ports.ts';

/** Time in a test's hand. */
export interface ManualTime extends Timers {
  monotonic(): number;
  /** Moves time on by `ms`, running each timer at its own moment. */
  pass(ms: number): void;
  /** Moves time on by `ms` without running a timer: the page is busy. */
  freeze(ms: number): void;
}

/** Makes a time that begins at 1000. */
export function createManualTime(): ManualTime {
  let now = 1000;
  let timers: { readonly at: number; readonly run: () => void }[] = [];

  function pass(ms: number): void {
    const end = now + ms;
    for (;;) {
      const due = timers.filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at)[0];
      if (due === undefined) break;
      timers = timers.filter((timer) => timer !== due);
      now = Math.max(now, due.at);
      due.run();
    }
    now = end;
  }

  return {
    monotonic: () => now,
    after(ms, run) {
      const timer = { at: now + ms, run };
      timers.push(timer);
      return () => void (timers = timers.filter((other) => other !== timer));
    },
    pass,
    freeze: (ms) => void (now += ms),
  };
}
