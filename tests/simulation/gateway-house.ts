/** The practice gateway of a story: the real one on a database of its own, and its book. */
import { createGatewaySim, type GatewaySim } from '../../src/gateway-sim/app.ts';
import type { BookLine } from '../../src/gateway-sim/book.ts';
import type { SimSettings } from '../../src/gateway-sim/settings.ts';
import type { Sql } from '../../src/sql/sql.ts';
import { makeRandom, seedFor } from '../fakes/dice.ts';
import { makeRequest, readAnswer, type Arrived } from './light-http.ts';
import type { Life, Machine } from './machine.ts';

/** The account both sides know. */
export const ACCOUNT = {
  baseUrl: 'http://gateway.test',
  merchantNo: '200043',
  storeNo: '300014',
  token: 'practice-token',
};

/** One order in the gateway's own book. Amounts in minor units. */
export interface Line {
  readonly reference: string;
  readonly status: string;
  readonly charges: number;
  readonly chargedMinor: number;
  readonly keptMinor: number;
}

/** What it is made of. */
export interface GatewayDeps {
  readonly machine: Machine;
  readonly seed: number;
  readonly sql: Sql;
  readonly settings: Partial<SimSettings>;
  /** Delivers a webhook: the form it carries. */
  readonly hook: (url: string, body: string) => Promise<{ status: number; text: string }>;
}

const PATHS: Readonly<Record<string, string>> = {
  add: '/app-instore/v3/add',
  pay: '/app-instore/v3/pay',
};

/** The gateway of one story. */
export class GatewayHouse {
  readonly sim: GatewaySim;
  readonly #life: Life;
  #read: readonly BookLine[] | null = null;
  #book: ReadonlyMap<string, Line> = new Map();

  constructor({ machine, seed, sql, settings, hook }: GatewayDeps) {
    this.#life = machine.begin();
    this.sim = createGatewaySim({
      sql,
      clock: this.#life.clock,
      random: makeRandom(seedFor(seed, 'gateway')),
      timers: this.#life.timers,
      merchants: [ACCOUNT],
      settings: { shopName: 'Corner Store', ...settings },
      send: (url, init) => hook(url, init.body),
    });
    this.sim.start();
  }

  /** One call of the API arrives. */
  knock(call: string, body: string): { readonly life: Life; readonly answer: Promise<Arrived> } {
    const url = ACCOUNT.baseUrl + (PATHS[call] ?? `/app-data-search/v3/${call}`);
    const headers = { 'content-type': 'application/json' };
    const request = makeRequest({ method: 'POST', url, headers, body });
    return { life: this.#life, answer: Promise.resolve(this.sim.app.fetch(request)).then(readAnswer) };
  }

  /** The book as it is now, by reference; the same map while nothing has changed. */
  book(): ReadonlyMap<string, Line> {
    const lines = this.sim.book();
    if (lines === this.#read) return this.#book;
    this.#read = lines;
    this.#book = new Map(
      lines.flatMap((line) =>
        line.reference === null ? [] : [[line.reference, toLine(line, line.reference)]],
      ),
    );
    return this.#book;
  }

  /** Ends it with the story. */
  stop(): void {
    this.#life.isAlive = false;
  }
}

function toLine({ status, charges, keptMinor }: BookLine, reference: string): Line {
  const chargedMinor = charges.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  return { reference, status, charges: charges.length, chargedMinor, keptMinor };
}
