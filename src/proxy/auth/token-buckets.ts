/** Token buckets: so many at once, so many a second after that; for a bounded number of names. */
import type { Clock } from '../../core/ports.ts';

/** How much may be asked. */
export interface Rate {
  readonly perSecond: number;
  /** at once, after a rest */
  readonly burst: number;
}

/** Names remembered: who has not asked for longest is forgotten, and begins with a full bucket again. */
export const MOST_NAMES = 10_000;

interface Bucket {
  readonly tokens: number;
  /** monotonic */
  readonly at: number;
}

/** The buckets of one kind of request. */
export class TokenBuckets {
  readonly #clock: Clock;
  readonly #rate: Rate;
  /** The one that asked last stands last. */
  readonly #buckets = new Map<string, Bucket>();

  constructor(clock: Clock, rate: Rate) {
    this.#clock = clock;
    this.#rate = rate;
  }

  /** Takes one token of `name`. Returns 0, or the whole seconds after which there is one. */
  take(name: string): number {
    const bucket = this.#now(name);
    const waitS = this.#waitOf(bucket);
    this.#buckets.delete(name);
    this.#buckets.set(name, waitS > 0 ? bucket : { ...bucket, tokens: bucket.tokens - 1 });
    this.#forgetOldest();
    return waitS;
  }

  /** The whole seconds after which there is a token of `name`; 0: there is one. Takes none. */
  waitS(name: string): number {
    return this.#waitOf(this.#now(name));
  }

  /** How many names are remembered. */
  get size(): number {
    return this.#buckets.size;
  }

  /** The bucket with what has run in since. */
  #now(name: string): Bucket {
    const { perSecond, burst } = this.#rate;
    const at = this.#clock.monotonic();
    const { tokens, at: before } = this.#buckets.get(name) ?? { tokens: burst, at };
    return { tokens: Math.min(burst, tokens + (Math.max(0, at - before) / 1000) * perSecond), at };
  }

  #waitOf({ tokens }: Bucket): number {
    return tokens >= 1 ? 0 : Math.ceil((1 - tokens) / this.#rate.perSecond);
  }

  #forgetOldest(): void {
    if (this.#buckets.size <= MOST_NAMES) return;
    const [oldest] = this.#buckets.keys();
    if (oldest !== undefined) this.#buckets.delete(oldest);
  }
}
