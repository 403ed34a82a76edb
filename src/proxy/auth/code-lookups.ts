/** Which shop a typed pairing code belongs to, where a deployment has several: asked by one address only now and then. */
import type { Clock } from '../../core/ports.ts';
import { networkOf, RATES } from './rate-limits.ts';
import { TokenBuckets } from './token-buckets.ts';

/** Else whoever guesses has, behind the one address, as many tries as there are shops. */
export class CodeLookups {
  readonly #tries: TokenBuckets;

  constructor(clock: Clock) {
    this.#tries = new TokenBuckets(clock, RATES.pairing);
  }

  /** What `look` finds; only what leads to no one shop is counted. Null: this address has tried too often. */
  find(address: string | null, look: () => readonly string[]): readonly string[] | null {
    const network = networkOf(address);
    if (this.#tries.waitS(network) > 0) return null;
    const realms = look();
    if (realms.length !== 1) this.#tries.take(network);
    return realms;
  }
}
