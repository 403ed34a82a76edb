/** A practice gateway with a clock that only the test moves, a till that signs, and a shop that takes webhooks. */
import { createGatewaySim, type GatewaySim } from '../../../src/gateway-sim/app.ts';
import type { ChargeLine, ChargeTotal } from '../../../src/gateway-sim/charges.ts';
import type { CodeView } from '../../../src/gateway-sim/customer.ts';
import type { SimSettings } from '../../../src/gateway-sim/settings.ts';
import { isSigned, sign } from '../../../src/gateway-sim/signature.ts';
import { openNodeSql, type NodeSql } from '../../../src/server/node-sql.ts';

/** The published sandbox store (pockyt.md §1). */
export const MERCHANT = {
  merchantNo: '200043',
  storeNo: '300014',
  token: '5cbfb079f15b150122261c8537086d77a',
};
/** 2026-03-01 12:00:00 UTC, 20:00 at the gateway. */
export const NOON = Date.UTC(2026, 2, 1, 12);
/** Where the shop takes webhooks. */
export const IPN_URL = 'http://127.0.0.1:8787/webhooks/pockyt/shop';

/** Any answer of the API. */
export interface Reply {
  readonly status: number;
  readonly ret_code: string;
  readonly ret_msg: string;
  readonly result: Record<string, unknown>;
  readonly text: string;
}

/** One delivered webhook. */
export interface Hook {
  readonly at: number;
  readonly fields: ReadonlyMap<string, string>;
  readonly isSigned: boolean;
}

/** A clock and its timers. */
export class VirtualTime {
  #now = NOON;
  #timers: { at: number; run: () => void }[] = [];
  now(): number {
    return this.#now;
  }
  after(ms: number, run: () => void): () => void {
    const timer = { at: this.#now + ms, run };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((one) => one !== timer);
    };
  }
  /** Moves on by `ms`, running each timer at its time and letting promises settle in between. */
  async pass(ms: number): Promise<void> {
    const end = this.#now + ms;
    for (;;) {
      await settled();
      const next = this.#timers.filter((one) => one.at <= end).sort((a, b) => a.at - b.at)[0];
      if (next === undefined) break;
      this.#timers = this.#timers.filter((one) => one !== next);
      this.#now = Math.max(this.#now, next.at);
      next.run();
    }
    this.#now = end;
    await settled();
  }
  /** Timers still set. */
  get count(): number {
    return this.#timers.length;
  }
  /** The process is gone, and its timers with it. */
  kill(): void {
    this.#timers = [];
  }
}

/** Lets everything that waits for no timer happen. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** One practice world. */
export class World {
  readonly time = new VirtualTime();
  readonly hooks: Hook[] = [];
  /** What the shop answers to a webhook; throws for a shop that is not there. */
  shop: () => Promise<{ status: number; text: string }> = async () => ({ status: 200, text: 'success' });
  sql: NodeSql;
  sim: GatewaySim;
  readonly #path: string;
  readonly #settings: Partial<SimSettings>;
  #count = 0;

  constructor(settings: Partial<SimSettings> = {}, path = ':memory:') {
    this.#path = path;
    this.#settings = settings;
    this.sql = openNodeSql(path);
    this.sim = this.#make();
  }

  #make(): GatewaySim {
    const sim = createGatewaySim({
      sql: this.sql,
      clock: this.time,
      random: { bytes: (count) => crypto.getRandomValues(new Uint8Array(count)) },
      timers: this.time,
      send: async (_url, { body }) => {
        const fields = new Map(new URLSearchParams(body));
        this.hooks.push({ at: this.time.now(), fields, isSigned: isSigned(fields, MERCHANT.token, 'keep') });
        return this.shop();
      },
      settings: this.#settings,
      merchants: [MERCHANT, { merchantNo: '200043', storeNo: '303660', token: 'other-token' }],
    });
    sim.start();
    return sim;
  }

  /** kill −9 and a new start on the same file, `awayMs` later. */
  async restart(awayMs = 0): Promise<void> {
    this.time.kill();
    this.sql.close();
    await this.time.pass(awayMs);
    this.sql = openNodeSql(this.#path);
    this.sim = this.#make();
  }

  /** One signed call, as JSON or as a form. */
  async call(
    path: string,
    fields: Record<string, string>,
    form = false,
    signal?: AbortSignal,
  ): Promise<Reply> {
    return this.raw(path, signed(fields), form, signal);
  }

  /** A call with its fields exactly as given. */
  async raw(
    path: string,
    fields: Record<string, string>,
    form = false,
    signal?: AbortSignal,
  ): Promise<Reply> {
    const answer = await this.sim.app.request(path, {
      method: 'POST',
      headers: { 'content-type': form ? 'application/x-www-form-urlencoded' : 'application/json' },
      body: form ? new URLSearchParams(fields).toString() : JSON.stringify(fields),
      ...(signal ? { signal } : {}),
    });
    return readReply(answer);
  }

  add(fields: Record<string, string> = {}): Promise<Reply> {
    this.#count += 1;
    const order = {
      amount: '12.50',
      currency: 'USD',
      settleCurrency: 'USD',
      reference: `sale-${this.#count}`,
    };
    return this.call('/app-instore/v3/add', { ...order, ipnUrl: IPN_URL, ...fields });
  }
  pay(reference: string, code: string, more: Record<string, string> = {}): Promise<Reply> {
    return this.call('/app-instore/v3/pay', { reference, paymentBarcode: code, ...more });
  }
  query(reference: string): Promise<Reply> {
    return this.call('/app-data-search/v3/tran-query', { reference });
  }
  cancel(reference: string): Promise<Reply> {
    return this.call('/app-data-search/v3/cancel', { reference });
  }

  refund(reference: string, refundAmount: string, more: Record<string, string> = {}): Promise<Reply> {
    const asked = { reference, refundAmount, currency: 'USD', settleCurrency: 'USD', ...more };
    return this.call('/app-data-search/v3/refund', asked);
  }

  /** A paid order of 12.50; gives its reference. */
  async paid(fields: Record<string, string> = {}): Promise<string> {
    const reference = await this.order(fields);
    await this.pay(reference, (await this.code()).code);
    return reference;
  }
  /** An order whose customer is asked and has not answered. */
  async asked(fields: Record<string, string> = {}): Promise<{ reference: string; id: string }> {
    const reference = await this.order(fields);
    const { id, code } = await this.code({ behaviour: 'confirm' });
    await this.pay(reference, code);
    return { reference, id };
  }
  async status(reference: string): Promise<unknown> {
    return (await this.query(reference)).result['status'];
  }

  /** A fresh order; gives its reference. */
  async order(fields: Record<string, string> = {}): Promise<string> {
    return String((await this.add(fields)).result['reference']);
  }

  async admin<T>(method: string, path: string, body?: unknown): Promise<{ status: number; body: T }> {
    const init = body === undefined ? { method } : { method, body: JSON.stringify(body) };
    const answer = await this.sim.app.request(`/sim${path}`, init);
    return { status: answer.status, body: (await answer.json().catch(() => null)) as T };
  }
  async code(wish: Record<string, unknown> = {}): Promise<CodeView> {
    return (await this.admin<CodeView>('POST', '/wallets/codes', { wallet: 'alipay', ...wish })).body;
  }
  async view(id: string): Promise<CodeView> {
    return (await this.admin<CodeView>('GET', `/wallets/codes/${id}`)).body;
  }
  async fault(fault: Record<string, unknown>): Promise<void> {
    await this.admin('POST', '/faults', fault);
  }
  async book(reference?: string): Promise<{ charges: ChargeLine[]; totals: ChargeTotal[] }> {
    const path = reference === undefined ? '/charges' : `/charges?reference=${reference}`;
    return (await this.admin<{ charges: ChargeLine[]; totals: ChargeTotal[] }>('GET', path)).body;
  }
  /** The one line of the book for `reference`. */
  async line(reference: string): Promise<ChargeLine> {
    const [line] = (await this.book(reference)).charges;
    if (line === undefined) throw new Error(`No order ${reference}.`);
    return line;
  }
}

/** The fields with the store and their signature. */
export function signed(fields: Record<string, string>): Record<string, string> {
  const all = { merchantNo: MERCHANT.merchantNo, storeNo: MERCHANT.storeNo, ...fields };
  return { ...all, verifySign: sign(new Map(Object.entries(all)), MERCHANT.token) };
}

async function readReply(answer: Response): Promise<Reply> {
  const text = await answer.text();
  const json = text.startsWith('{') ? (JSON.parse(text) as Partial<Reply>) : {};
  return { ret_code: '', ret_msg: '', result: {}, ...json, status: answer.status, text };
}
