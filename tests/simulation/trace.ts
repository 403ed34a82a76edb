/** What a story tells while it runs: counts always, and every line of it when somebody replays it. */
import type { Scheduler } from './scheduler.ts';

/** The story's own record. */
export class Story {
  readonly counts = new Map<string, number>();
  readonly lines: string[] = [];
  readonly #scheduler: Scheduler;
  readonly #isTold: boolean;

  constructor(scheduler: Scheduler, isTold: boolean) {
    this.#scheduler = scheduler;
    this.#isTold = isTold;
  }

  /** Counts something for the tables of coverage. */
  count(what: string, by = 1): void {
    this.counts.set(what, (this.counts.get(what) ?? 0) + by);
  }

  /** One line of the trace; made only when it is wanted. */
  say(line: () => string): void {
    if (this.#isTold) this.lines.push(`${(this.#scheduler.now / 1000).toFixed(3).padStart(9)} ${line()}`);
  }
}
