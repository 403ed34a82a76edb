/** A shop in a test's hand: the real proxy and the real practice gateway, one manual clock, a network that can be cut. */
import type { Hono } from 'hono';
import * as v from 'valibot';
import { problemSchema } from '../../src/contract/problem.ts';
import {
  attemptAnswerSchema,
  settleAnswerSchema,
  shopSchema,
  type Shop,
} from '../../src/contract/till-api.ts';
import type { AttemptSnapshot } from '../../src/core/attempt-snapshot.ts';
import { makeReference, makeSaleId, type Reference, type SaleId } from '../../src/core/ids.ts';
import { money } from '../../src/core/money/money.ts';
import { silentLog } from '../../src/core/ports.ts';
import { makeRealm, SETTING_DEFAULTS, type ShopSettings } from '../../src/core/settings.ts';
import { createGatewaySim } from '../../src/gateway-sim/app.ts';
import type { SimSettings } from '../../src/gateway-sim/settings.ts';
import { createProxy, type Proxy } from '../../src/proxy/create-proxy.ts';
import { openNodeSql, type NodeSql } from '../../src/server/node-sql.ts';
import { makeSeededRandom } from '../fakes/random.ts';
import { makeManualTime, type ManualTime } from '../fakes/timers.ts';

/** The shop's origin and the gateway's, as the in-process fetch knows them. */
export const ORIGIN = 'http://till.test';
/** Where practice webhooks go: the practice gateway takes http on this machine's own addresses only. */
export const LOOPBACK = 'http://127.0.0.1:8787';
const GATEWAY = 'http://gateway.test';
const ACCOUNT = { baseUrl: GATEWAY, merchantNo: '200043', storeNo: '300014', token: 'practice-token' };

/** What the leg between proxy and gateway does to the calls whose path ends in `call` (absent: to all). */
export interface Cut {
  readonly how: 'refused' | 'answer-lost';
  readonly call?: 'add' | 'pay' | 'tran-query' | 'cancel';
}

/** One call that reached the gateway. */
export interface GatewayCall {
  readonly call: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** Everything a story needs. */
export interface World {
  readonly time: ManualTime;
  readonly settings: ShopSettings;
  readonly sql: NodeSql;
  readonly proxy: () => Proxy;
  /** Calls that reached the gateway, in order. */
  readonly calls: GatewayCall[];
  /** Cuts the leg to the gateway; null mends it. */
  cut(cut: Cut | null): void;
  /** Ends the proxy as a kill would and starts another on the same ledger. */
  restart(): Promise<void>;
  /** Sends a request to the practice gateway's own side door. */
  sim(method: string, path: string, body?: unknown): Promise<Record<string, unknown>>;
  mint(behaviour?: string, extra?: Record<string, unknown>): Promise<{ id: string; code: string }>;
  charges(): Promise<{ charges: number; kept: string; givenBack: string }>;
  pair(): Promise<Till>;
  close(): Promise<void>;
}

/** Builds the shop. `sim`: settings of the practice gateway; `shop`: of the shop. */
export async function makeWorld(
  overrides: { sim?: Partial<SimSettings>; shop?: Partial<ShopSettings> } = {},
): Promise<World> {
  const time = makeManualTime();
  const random = makeSeededRandom(7);
  const sql = openNodeSql(':memory:');
  const simSql = openNodeSql(':memory:');
  const settings = makeSettings(overrides.shop);
  let proxy: Proxy | null = null;
  const current = (): Proxy => {
    if (proxy === null) throw new Error('The proxy is down.');
    return proxy;
  };
  const sim = createGatewaySim({
    sql: simSql,
    clock: time.clock,
    random,
    timers: time.timers,
    merchants: [ACCOUNT],
    settings: { shopName: 'Corner Store', ...overrides.sim },
    send: async (url, init) => {
      const answer = await current().app.request(url, init);
      return { status: answer.status, text: await answer.text() };
    },
  });
  const leg = makeLeg(sim.app);
  const boot = (): void => {
    proxy = createProxy({
      sql,
      clock: time.clock,
      timers: time.timers,
      random,
      log: silentLog,
      fetch: leg.fetch,
      settings,
      secret: new Uint8Array(32).fill(9),
    });
    proxy.start();
  };
  sim.start();
  boot();
  const askSim: World['sim'] = async (method, path, body) => {
    const answer = await sim.app.request(`/sim${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return answer.status === 204 ? {} : ((await answer.json()) as Record<string, unknown>);
  };
  return {
    time,
    settings,
    sql,
    proxy: current,
    calls: leg.calls,
    cut: leg.cut,
    restart: async () => {
      await current().stop();
      boot();
    },
    sim: askSim,
    mint: async (behaviour = 'pay', extra = {}) => {
      const code = await askSim('POST', '/wallets/codes', { wallet: 'alipay', behaviour, ...extra });
      return { id: String(code['id']), code: String(code['code']) };
    },
    charges: async () => {
      const { totals } = await askSim('GET', '/charges');
      const [total] = totals as { charges: number; kept: string; givenBack: string }[];
      return {
        charges: total?.charges ?? 0,
        kept: total?.kept ?? '0.00',
        givenBack: total?.givenBack ?? '0.00',
      };
    },
    pair: () => pairTill(current, time, settings),
    close: async () => {
      await proxy?.stop();
      await sim.stop();
      sql.close();
      simSql.close();
    },
  };
}

/** Settings of the test's shop. */
export function makeSettings(overrides: Partial<ShopSettings> = {}): ShopSettings {
  return {
    ...SETTING_DEFAULTS,
    mode: 'practice',
    realm: makeRealm(GATEWAY, ACCOUNT.merchantNo, ACCOUNT.storeNo),
    address: '1 Main Street',
    limitPerSale: money(100_000, 'USD').minor,
    gateway: ACCOUNT,
    webhookOrigin: null,
    publicUrl: null,
    ...overrides,
  };
}

/** The leg from proxy to gateway: records what arrives, loses what it is told to lose. */
function makeLeg(app: Hono): { fetch: typeof fetch; calls: GatewayCall[]; cut: World['cut'] } {
  const calls: GatewayCall[] = [];
  let cut: Cut | null = null;
  const send = async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    const url = new URL(input instanceof Request ? input.url : input);
    const call = url.pathname.split('/').at(-1) ?? '';
    const isCut = cut !== null && (cut.call === undefined || cut.call === call);
    if (isCut && cut?.how === 'refused') throw new TypeError('connection refused');
    const text = typeof init?.body === 'string' ? init.body : '';
    calls.push({ call, fields: JSON.parse(text) as Record<string, string> });
    const answer = await app.request(url.pathname, init);
    return isCut ? new Promise<Response>(() => undefined) : answer;
  };
  return { fetch: send, calls, cut: (next) => void (cut = next) };
}

/** A refusal, as a till reads it, or the attempt. */
export type Told = { readonly attempt: AttemptSnapshot; readonly code: null } | { readonly code: string };

/** A paired tablet that speaks the till API by hand. */
export interface Till {
  readonly shop: Shop;
  readonly cookie: string;
  request(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Response>;
  sale(amountMinor?: number): SaleInHand;
}

/** One sale, and what can be asked about its attempts. */
export interface SaleInHand {
  readonly saleId: SaleId;
  readonly claim: Readonly<Record<string, unknown>>;
  reference(): Reference;
  open(reference: Reference): Promise<Told>;
  pay(reference: Reference, code: string, extra?: Record<string, unknown>): Promise<Told>;
  look(reference: Reference, ask?: boolean): Promise<Told>;
  change(reference: Reference, what: 'cancel' | 'extend'): Promise<Told>;
  close(reference: Reference, why?: 'withdrawn' | 'expired'): Promise<Told>;
  settle(how: 'cash' | 'abandoned', references: readonly Reference[]): Promise<AttemptSnapshot[] | string>;
}

async function pairTill(proxy: () => Proxy, time: ManualTime, settings: ShopSettings): Promise<Till> {
  const paired = await proxy().app.request(`${ORIGIN}/api/pair`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code: proxy().makePairingCode() }),
  });
  const shop = v.parse(shopSchema, await paired.json());
  const cookie = (paired.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  const random = makeSeededRandom(11 + shop.till.letter.charCodeAt(0));
  const request: Till['request'] = async (method, path, body, headers = {}) =>
    proxy().app.request(ORIGIN + path, {
      method,
      headers: { cookie, 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  let count = 0;
  const sale = (amountMinor = 1250): SaleInHand => {
    count += 1;
    const number = `${shop.till.letter}-${String(count).padStart(4, '0')}`;
    const saleId = makeSaleId(random);
    const claim = { saleId, number, amountMinor, currency: settings.currency, realm: settings.realm };
    const post = async (path: string, body: object): Promise<Told> =>
      tell(await request('POST', path, { ...claim, ...body }));
    return {
      saleId,
      claim,
      reference: () => makeReference(random),
      open: (reference) => post('/api/attempts', { reference }),
      pay: (reference, code, extra = {}) =>
        post(`/api/attempts/${reference}/pay`, {
          code,
          wallet: 'alipay',
          sendBy: time.clock.now() + 60_000,
          ...extra,
        }),
      look: async (reference, ask = false) =>
        tell(await request('GET', `/api/attempts/${reference}${ask ? '?ask=1' : ''}`)),
      change: (reference, what) => post(`/api/attempts/${reference}/${what}`, {}),
      close: (reference, why = 'withdrawn') => post(`/api/attempts/${reference}/close`, { why }),
      settle: async (how, references) => {
        const answer = await request('POST', `/api/sales/${saleId}/settle`, { ...claim, how, references });
        if (!answer.ok) return v.parse(problemSchema, await answer.json()).code;
        return v.parse(settleAnswerSchema, await answer.json()).attempts;
      },
    };
  };
  return { shop, cookie, request, sale };
}

async function tell(answer: Response): Promise<Told> {
  const body: unknown = await answer.json();
  if (!answer.ok) return { code: v.parse(problemSchema, body).code };
  return { attempt: v.parse(attemptAnswerSchema, body).attempt, code: null };
}

/** The attempt, or an error that names the refusal. */
export function attemptOf(told: Told): AttemptSnapshot {
  if (told.code !== null) throw new Error(`Refused: ${told.code}`);
  return told.attempt;
}

/** The state's name with its reason, as one word for expectations: `closed(cancelled)`, `declined(funds)`. */
export function stateOf(told: Told): string {
  if (told.code !== null) return told.code;
  const { state } = told.attempt;
  if (state.name === 'closed') return `closed(${state.why})`;
  return state.name === 'declined' ? `declined(${state.reason})` : state.name;
}

/** Lets virtual time pass while a request is held open, and returns its answer. */
export async function within<T>(time: ManualTime, ms: number, asked: Promise<T>): Promise<T> {
  await time.advance(ms);
  return asked;
}
