/** The object's one alarm: it wakes an object that was put away, and whatever breaks, another one is always set. */
import type { Clock, EpochMs, Log } from '../core/ports.ts';
import type { ObjectStorage } from './platform.ts';

/** Set before anything is done: an object that ends in the middle is woken again so much later, ms. */
const FALLBACK_MS = 30_000;

/** What it is made of. */
export interface OneAlarmDeps {
  readonly storage: Pick<ObjectStorage, 'setAlarm' | 'deleteAlarm'>;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Keeps the platform's alarm no later than the next wake. One that is set earlier stays: it costs one look, while
 * moving it with every step of the ladder would cost a write each.
 */
export class OneAlarm {
  readonly #deps: OneAlarmDeps;
  #wanted: EpochMs | null = null;
  #setFor: EpochMs | null = null;

  constructor(deps: OneAlarmDeps) {
    this.#deps = deps;
  }

  /** The next wake is now then; null: nothing is waited for. */
  want(at: EpochMs | null): void {
    this.#wanted = at;
    this.rearm();
  }

  /** Sets it where it is missing or too late. Every request does: an alarm the platform has lost is noticed then. */
  rearm(): void {
    const isMissed = this.#setFor !== null && this.#setFor < this.#deps.clock.now() - FALLBACK_MS;
    const isGood = this.#setFor !== null && !isMissed && this.#setFor <= (this.#wanted ?? Infinity);
    if (this.#wanted !== null && !isGood) this.#set(this.#wanted);
  }

  /** The alarm goes off: sets the next one first, does what is due, then sets the true one. Never rejects. */
  async ring(work: () => Promise<void>): Promise<void> {
    const { clock, log } = this.#deps;
    this.#set(clock.now() + FALLBACK_MS);
    try {
      await work();
      this.#settle();
    } catch (error) {
      log.error('alarm-failed', { error: String(error) });
    }
  }

  /** After work that went well: nothing waited for needs no alarm. */
  #settle(): void {
    if (this.#wanted === this.#setFor) return;
    if (this.#wanted !== null) return this.#set(this.#wanted);
    this.#setFor = null;
    this.#keep(this.#deps.storage.deleteAlarm());
  }

  #set(at: EpochMs): void {
    this.#setFor = at;
    this.#keep(this.#deps.storage.setAlarm(at));
  }

  /** A write like any other: where it fails the platform ends the object, and the next one starts from what is stored. */
  #keep(written: Promise<void>): void {
    const { log } = this.#deps;
    written.catch((error: unknown) => log.error('alarm-not-set', { error: String(error) }));
  }
}
