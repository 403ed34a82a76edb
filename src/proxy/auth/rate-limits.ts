/** How often anybody may ask: a till far more often than it ever has to, a stranger now and then. */
import type { Clock } from '../../core/ports.ts';
import { Refusal } from '../refusal.ts';
import { TokenBuckets, type Rate } from './token-buckets.ts';

/** Whom a rate is for. */
export type Asker = 'till' | 'stranger' | 'receipt' | 'pairing';

/** The rates of a proxy, by who asks. */
export type Rates = Readonly<Record<Asker, Rate>>;

/**
 * A sale is some five requests, and a till whose feed is down asks every 3 s about each unfinished attempt: a roll of a
 * hundred of those makes 33 a second, and all of them at once when the network is back. Strangers (a forged webhook, a
 * tablet that is not paired) and a shop's customers at their receipts share the address of the shop. Wrong pairing codes
 * of one address are fewer than those that close the door for all (pairing.ts): nobody alone can keep tablets out.
 */
export const RATES: Rates = {
  till: { perSecond: 50, burst: 1_000 },
  stranger: { perSecond: 1, burst: 60 },
  receipt: { perSecond: 5, burst: 200 },
  pairing: { perSecond: 1 / 15, burst: 4 },
};

/** Tells the address a request came from, as the runtime knows it and no client can say; null where it does not. */
export type AddressOf = (request: Request) => string | null;

/** What it is made of. */
export interface RateLimitsDeps {
  readonly clock: Clock;
  /** Absent: the runtime knows no addresses, and only tills are counted. */
  readonly addressOf?: AddressOf;
  /** Other rates, for who measures. */
  readonly rates?: Partial<Rates>;
}

/** The limits of one proxy, in memory. */
export class RateLimits {
  readonly #buckets: Readonly<Record<Asker, TokenBuckets>>;
  readonly #addressOf: AddressOf | null;

  constructor({ clock, addressOf, rates }: RateLimitsDeps) {
    const { till, stranger, receipt, pairing } = { ...RATES, ...rates };
    this.#addressOf = addressOf ?? null;
    this.#buckets = {
      till: new TokenBuckets(clock, till),
      stranger: new TokenBuckets(clock, stranger),
      receipt: new TokenBuckets(clock, receipt),
      pairing: new TokenBuckets(clock, pairing),
    };
  }

  /** Counts a request of a paired till. Throws a Refusal with the time to wait. */
  countTill(id: string): void {
    this.#count('till', id);
  }

  /** Counts a request of somebody who is no till. Where the address is not known, all share one count. */
  countStranger(request: Request, asker: Exclude<Asker, 'till'> = 'stranger'): void {
    if (this.#addressOf !== null) this.#count(asker, networkOf(this.#addressOf(request)));
  }

  /** Refuses a stranger who has used up its tokens, and takes none. */
  refuseSpent(request: Request, asker: Exclude<Asker, 'till'>): void {
    if (this.#addressOf === null) return;
    refuseFor(this.#buckets[asker].waitS(networkOf(this.#addressOf(request))));
  }

  #count(asker: Asker, name: string): void {
    refuseFor(this.#buckets[asker].take(name));
  }
}

function refuseFor(waitS: number): void {
  if (waitS > 0) throw new Refusal('too-many', `Too many requests. Try again in ${waitS} s.`, waitS);
}

/** One customer of an access provider has 2^64 IPv6 addresses: they count as one. IPv4 in IPv6's dress is IPv4. */
export function networkOf(address: string | null): string {
  const plain = (address ?? '').toLowerCase().replace(/^::ffff:(?=\d+\.)/, '');
  if (!plain.includes(':')) return plain;
  const [head = '', tail = ''] = plain.split('::');
  const groups = head === '' ? [] : head.split(':');
  const rest = tail === '' ? [] : tail.split(':');
  const zeros = Array.from({ length: Math.max(0, 8 - groups.length - rest.length) }, () => '0');
  const all = plain.includes('::') ? [...groups, ...zeros, ...rest] : groups;
  return all
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':');
}
