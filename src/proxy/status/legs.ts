/** Where the time of one request went: what its `Server-Timing` header tells the till that asked, and the log at `info`. */
import type { Context, MiddlewareHandler } from 'hono';
import { matchedRoutes } from 'hono/route';
import type { Clock, Log } from '../../core/ports.ts';
import type { Guarded } from '../auth/guard.ts';
import type { CallMeter } from './call-meter.ts';

/** The legs of one request, ms. */
export class Legs {
  readonly #clock: Clock;
  readonly #calls: CallMeter;
  readonly #startedAt: number;
  #ledger = 0;
  #wait = 0;
  #gateway = 0;

  constructor(clock: Clock, calls: CallMeter) {
    this.#clock = clock;
    this.#calls = calls;
    this.#startedAt = clock.monotonic();
  }

  /** Does what reads or writes the ledger. */
  ledger<T>(work: () => T): T {
    const startedAt = this.#clock.monotonic();
    try {
      return work();
    } finally {
      this.#ledger += this.#clock.monotonic() - startedAt;
    }
  }

  /** Waits until the disk has what the answer rests on: a part of the ledger's time. */
  async disk(written: Promise<void>): Promise<void> {
    const startedAt = this.#clock.monotonic();
    try {
      await written;
    } finally {
      this.#ledger += this.#clock.monotonic() - startedAt;
    }
  }

  /** Holds the request for news of an attempt; `gateway` is the part of it in which the gateway was being asked. */
  async wait(reference: string, news: Promise<void>): Promise<void> {
    const startedAt = this.#clock.monotonic();
    const asked = this.#calls.watch(reference);
    await news;
    this.#gateway += asked();
    this.#wait += this.#clock.monotonic() - startedAt;
  }

  /** Since the request came, ms. */
  total(): number {
    return this.#clock.monotonic() - this.#startedAt;
  }

  /** As a header says it (W3C Server Timing): durations and nothing else. */
  header(): string {
    const parts = { gateway: this.#gateway, ledger: this.#ledger, wait: this.#wait, total: this.total() };
    return Object.entries(parts)
      .filter(([name, ms]) => ms > 0 || name === 'total')
      .map(([name, ms]) => `${name};dur=${Number(ms.toFixed(1))}`)
      .join(', ');
  }
}

/** What the middleware needs. */
export interface LegsDeps {
  readonly clock: Clock;
  readonly calls: CallMeter;
  readonly log: Log;
}

/** Times each request. Only a paired tablet is told: how long a refusal took is nobody else's business. */
export function timeLegs({ clock, calls, log }: LegsDeps): MiddlewareHandler<Guarded> {
  return async (c, next) => {
    const legs = new Legs(clock, calls);
    c.set('legs', legs);
    await next();
    const pass = c.get('pass') as Guarded['Variables']['pass'] | undefined; // set by the guard, where it let the request in
    if (pass !== undefined) c.res.headers.set('server-timing', legs.header());
    log.info('request', {
      ...nameOf(c),
      status: c.res.status,
      ms: Math.round(legs.total()),
      till: pass?.till.id ?? null,
    });
  };
}

/** The route's pattern, never the path: a path may hold a receipt's token. */
function nameOf(c: Context<Guarded>): { method: string; route: string } {
  return { method: c.req.method, route: matchedRoutes(c).at(-1)?.path ?? '' };
}
