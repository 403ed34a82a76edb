/** A machine: its own clocks, its sleep, and the lives of what runs on it. */
import type { Clock, EpochMs, Timers } from '../../src/core/ports.ts';
import type { Scheduler } from './scheduler.ts';

/** Thrown out of a port into code whose process was just killed: it unwinds, and nobody hears of it. */
export class Killed extends Error {
  override readonly name = 'Killed' as const;
}

/** True for an error that only a killed process could tell of, itself or as a cause. */
export function isOfTheDead(error: unknown): boolean {
  return error instanceof Killed || (error instanceof Error && isOfTheDead(error.cause));
}

/** One run of a program on a machine. */
export interface Life {
  isAlive: boolean;
  readonly clock: Clock;
  readonly timers: Timers;
}

/** A tablet or a server. */
export class Machine {
  readonly #scheduler: Scheduler;
  readonly #startAt: EpochMs;
  readonly #bootedMs: number;
  #skewMs: number;
  #jumpedMs = 0;
  /** What the monotonic clock did not count, of sleeps that are over. */
  #lostMs = 0;
  #asleepFrom = 0;
  /** True time until which it sleeps. */
  #asleepUntil = 0;
  #countsSleep = true;
  /** True time of the last jump of its wall; -Infinity: none. */
  jumpedAt = -Infinity;

  readonly #oncrash: (error: unknown) => void;

  /** `bootedMs`: what its monotonic clock shows at the beginning. `oncrash`: an error that nobody caught. */
  constructor(
    scheduler: Scheduler,
    startAt: EpochMs,
    { skewMs, bootedMs }: { readonly skewMs: number; readonly bootedMs: number },
    oncrash: (error: unknown) => void,
  ) {
    this.#scheduler = scheduler;
    this.#oncrash = oncrash;
    this.#startAt = startAt;
    this.#skewMs = skewMs;
    this.#bootedMs = bootedMs;
  }

  /** The wall as it is. */
  wall(): EpochMs {
    return Math.floor(this.#startAt + this.#scheduler.now + this.#skewMs);
  }

  /** The wall as it would be had nobody set it. */
  wallBeforeJumps(): EpochMs {
    return this.wall() - this.#jumpedMs;
  }

  /** A person, or the network's time, sets the wall. */
  jump(ms: number): void {
    this.#skewMs += ms;
    this.#jumpedMs += ms;
    this.jumpedAt = this.#scheduler.now;
  }

  /** Sleeps: timers and letters wait. `countsSleep`: whether its monotonic clock goes on meanwhile. */
  sleep(ms: number, countsSleep: boolean): void {
    this.#lostMs = this.#lost();
    this.#asleepFrom = this.#scheduler.now;
    this.#asleepUntil = Math.max(this.#asleepUntil, this.#scheduler.now + ms);
    this.#countsSleep = countsSleep;
  }

  /** Somebody opens the lid. */
  wake(): void {
    this.#lostMs = this.#lost();
    this.#countsSleep = true;
    this.#asleepUntil = Math.min(this.#asleepUntil, this.#scheduler.now);
  }

  /** True while it sleeps. */
  isAsleep(): boolean {
    return this.#scheduler.now < this.#asleepUntil;
  }

  /** Runs `run` now, or as soon as the machine wakes. */
  whenAwake(run: () => void): void {
    if (this.isAsleep()) this.#scheduler.after(this.#asleepUntil - this.#scheduler.now, run);
    else run();
  }

  /** A program begins. Its clocks and timers are dead with it. */
  begin(): Life {
    const scheduler = this.#scheduler;
    const life: Life = {
      isAlive: true,
      clock: {
        now: () => this.wall(),
        monotonic: () => scheduler.now - this.#lost() + this.#bootedMs,
      },
      timers: {
        after: (ms, run) => {
          let undo = (): void => undefined;
          const fire = (): void => {
            if (!life.isAlive) return;
            if (this.isAsleep()) undo = scheduler.after(this.#asleepUntil - scheduler.now, fire);
            else this.#guard(life, run);
          };
          undo = scheduler.after(ms, fire);
          return () => undo();
        },
      },
    };
    return life;
  }

  #guard(life: Life, run: () => void): void {
    try {
      run();
    } catch (error) {
      if (life.isAlive) this.#oncrash(error);
    }
  }

  #lost(): number {
    if (this.#countsSleep) return this.#lostMs;
    return this.#lostMs + Math.min(this.#scheduler.now, this.#asleepUntil) - this.#asleepFrom;
  }
}
