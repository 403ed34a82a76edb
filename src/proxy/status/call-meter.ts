/** How the calls to the gateway fare: when it last answered, and how long each request of a till waited for it. */
import type { Clock, EpochMs } from '../../core/ports.ts';
import type { Wallet } from '../../core/wallet.ts';
import type { GatewayAnswer, GatewayClient } from '../gateway/client.ts';

/** Counts the time in which a call about one attempt is on its way. */
interface Watch {
  open: number;
  since: number;
  ms: number;
}

/** What a meter tells. */
export interface CallMeterDeps {
  readonly clock: Clock;
  /** Hears how long the answer to a `pay` took, ms. */
  readonly onpay: (wallet: Wallet, ms: number) => void;
}

/** In memory only: it begins anew with each run. */
export class CallMeter {
  readonly #deps: CallMeterDeps;
  readonly #open = new Map<string, number>();
  readonly #watches = new Map<string, Set<Watch>>();
  #lastAnswerAt: EpochMs | null = null;
  #silentInARow = 0;

  constructor(deps: CallMeterDeps) {
    this.#deps = deps;
  }

  /** When the gateway last said anything that could be read; null: not in this run. */
  get lastAnswerAt(): EpochMs | null {
    return this.#lastAnswerAt;
  }

  /** How many calls have come back without an answer since then. */
  get silentInARow(): number {
    return this.#silentInARow;
  }

  /** The same client, its calls counted. The promises are the client's own: nothing waits longer. */
  count(client: GatewayClient): GatewayClient {
    return {
      add: (order) => this.#count(order.reference, client.add(order)),
      pay: (order, code, wallet) => this.#count(order.reference, client.pay(order, code, wallet), wallet),
      query: (order) => this.#count(order.reference, client.query(order)),
      cancel: (order) => this.#count(order.reference, client.cancel(order)),
      refund: (refund) => this.#count(refund.reference, client.refund(refund)),
      stop: () => client.stop(),
    };
  }

  /** From now on counts the ms in which a call about this attempt is on its way; the returned function ends it and tells them. */
  watch(reference: string): () => number {
    const { clock } = this.#deps;
    const watch: Watch = { open: this.#open.get(reference) ?? 0, since: clock.monotonic(), ms: 0 };
    const watches = this.#watches.get(reference) ?? new Set();
    this.#watches.set(reference, watches.add(watch));
    return () => {
      watches.delete(watch);
      if (watches.size === 0) this.#watches.delete(reference);
      return watch.open > 0 ? watch.ms + clock.monotonic() - watch.since : watch.ms;
    };
  }

  #count(reference: string, call: Promise<GatewayAnswer>, wallet?: Wallet): Promise<GatewayAnswer> {
    const startedAt = this.#deps.clock.monotonic();
    this.#move(reference, 1, startedAt);
    void call.then((answer) => {
      const now = this.#deps.clock.monotonic();
      this.#move(reference, -1, now);
      this.#hear(answer);
      if (wallet !== undefined && answer !== 'silent') this.#deps.onpay(wallet, now - startedAt);
    });
    return call;
  }

  #hear(answer: GatewayAnswer): void {
    if (answer === 'silent') {
      this.#silentInARow += 1;
      return;
    }
    this.#silentInARow = 0;
    this.#lastAnswerAt = this.#deps.clock.now();
  }

  #move(reference: string, by: 1 | -1, now: number): void {
    const open = (this.#open.get(reference) ?? 0) + by;
    if (open > 0) this.#open.set(reference, open);
    else this.#open.delete(reference);
    for (const watch of this.#watches.get(reference) ?? []) {
      if (watch.open > 0) watch.ms += now - watch.since;
      watch.open = open;
      watch.since = now;
    }
  }
}
