/** The one clock hand of the screen: every ring, countdown and "next check in n s" reads it. */
import { createSubscriber } from 'svelte/reactivity';
import type { Clock, EpochMs, Timers } from '../../core/ports.ts';

/** Often enough that a second never seems to be skipped, seldom enough for an old tablet. */
const STEP_MS = 250;

/** Ticks only while something on the screen reads it. */
export class Ticker {
  readonly #clock: Clock;
  readonly #watch: () => void;

  constructor(clock: Clock, timers: Timers) {
    this.#clock = clock;
    this.#watch = createSubscriber((redraw) => {
      let stop = timers.after(STEP_MS, tick);
      function tick(): void {
        redraw();
        stop = timers.after(STEP_MS, tick);
      }
      return () => stop();
    });
  }

  /** Wall time now, as a rune that moves every 250 ms. Derive seconds from it before drawing. */
  get now(): EpochMs {
    this.#watch();
    return this.#clock.now();
  }
}
