/** How often each duty was tried, and when it may be tried again. */
import type { Random } from '../core/ports.ts';
import { DELIVERY_BACKOFF, waitBefore } from '../core/retry.ts';

interface Try {
  failures: number;
  dueAt: number;
  isRunning: boolean;
  isParked: boolean;
}

/** The tries of an outbox, by duty. Times are monotonic. */
export class Tries {
  readonly #random: Random;
  readonly #tries = new Map<string, Try>();

  constructor(random: Random) {
    this.#random = random;
  }

  /** When the duty may be sent; null while it is under way or parked. */
  dueAt(key: string): number | null {
    const known = this.#tries.get(key);
    if (!known) return -Infinity;
    return known.isRunning || known.isParked ? null : known.dueAt;
  }

  /** True while the duty is under way. */
  isRunning(key: string): boolean {
    return this.#tries.get(key)?.isRunning ?? false;
  }

  /** The duty is under way. */
  begin(key: string): void {
    const known = this.#tries.get(key);
    this.#tries.set(key, { failures: 0, dueAt: 0, isParked: false, ...known, isRunning: true });
  }

  /** It was done; if it comes up again, then not before `waitMs` from `now`. */
  done(key: string, now: number, waitMs: number): void {
    if (this.#tries.has(key))
      this.#tries.set(key, { failures: 0, dueAt: now + waitMs, isRunning: false, isParked: false });
  }

  /** It could not be done; the next try waits longer. */
  failed(key: string, now: number): void {
    const failures = (this.#tries.get(key)?.failures ?? 0) + 1;
    const jitter = (this.#random.bytes(1)[0] ?? 0) / 255;
    const dueAt = now + waitBefore(failures - 1, DELIVERY_BACKOFF, jitter);
    this.#tries.set(key, { failures, dueAt, isRunning: false, isParked: false });
  }

  /** It was refused; it is not sent again by itself. */
  park(key: string): void {
    if (this.#tries.has(key))
      this.#tries.set(key, { failures: 0, dueAt: 0, isRunning: false, isParked: true });
  }

  /** Everything that waits or is parked may go at once ("Send now", paired again). */
  forgive(): void {
    for (const [key, { isRunning }] of this.#tries) if (!isRunning) this.#tries.delete(key);
  }

  /** The attempt's sale is over: nothing of it will be tried again. */
  forget(reference: string): void {
    for (const key of this.#tries.keys()) if (key.endsWith(` ${reference}`)) this.#tries.delete(key);
  }

  /** This duty may go at once. */
  forgiveOne(key: string): void {
    if (!this.isRunning(key)) this.#tries.delete(key);
  }
}
