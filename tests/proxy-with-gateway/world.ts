/** A shop in a test's hand: the real proxy and the real practice gateway, one manual clock, a network that can be cut. */
import type { Hono } from 'hono';
import { money } from '../../src/core/money/money.ts';
import { silentLog } from '../../src/core/ports.ts';
import { makeRealm, SETTING_DEFAULTS, type ShopSettings } from '../../src/core/settings.ts';
import { createGatewaySim } from '../../src/gateway-sim/app.ts';
import type { SimSettings } from '../../src/gateway-sim/settings.ts';
import { createProxy, type Proxy } from '../../src/proxy/create-proxy.ts';
import type { ProxyDeps } from '../../src/proxy/make-parts.ts';
import { openNodeSql, type NodeSql } from '../../src/server/node-sql.ts';
import { makeSeededRandom } from '../fakes/random.ts';
import { makeManualTime, type ManualTime } from '../fakes/timers.ts';
import { pairTill, type Till } from './hand-till.ts';

/** The shop's origin and the gateway's, as the in-process fetch knows them. */
export const ORIGIN = 'http://till.test';
/** Where practice webhooks go: the practice gateway takes http on this machine's own addresses only. */
export const LOOPBACK = 'http://127.0.0.1:8787';
const GATEWAY = 'http://gateway.test';
const ACCOUNT = { baseUrl: GATEWAY, merchantNo: '200043', storeNo: '300014', token: 'practice-token' };

/** What the leg between proxy and gateway does to the calls whose path ends in `call` (absent: to all). */
export interface Cut {
  readonly how: 'refused' | 'answer-lost';
  readonly call?: GatewayCallName;
}

/** The calls a proxy makes. */
export type GatewayCallName = 'add' | 'pay' | 'tran-query' | 'cancel' | 'refund';

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
  /** The way to the gateway, for a second proxy. */
  readonly fetch: typeof fetch;
  /** Cuts the leg to the gateway; null mends it. */
  cut(cut: Cut | null): void;
  /** The next call of that name arrives only after `ms`, and its answer never. */
  delay(call: GatewayCallName, ms: number): void;
  /** Hears of every call at the moment it leaves the proxy. */
  onLeave(listener: (call: GatewayCall) => void): void;
  /** Ends the proxy as a kill would, does `between`, and starts another on the same ledger. */
  restart(between?: () => void): Promise<void>;
  /** Sends a request to the practice gateway's own side door. */
  sim(method: string, path: string, body?: unknown): Promise<Record<string, unknown>>;
  mint(behaviour?: string, extra?: Record<string, unknown>): Promise<{ id: string; code: string }>;
  /** Changes settings of the practice gateway from now on. */
  set(settings: Partial<SimSettings>): Promise<void>;
  charges(): Promise<{ charges: number; kept: string; givenBack: string }>;
  /** Pairs a tablet; `code`: else one of the server's console. */
  pair(code?: string): Promise<Till>;
  close(): Promise<void>;
}

/** What a test's shop has of its own. */
export interface Overrides {
  /** settings of the practice gateway */
  readonly sim?: Partial<SimSettings>;
  readonly shop?: Partial<ShopSettings>;
  /** what the proxy is given */
  readonly proxy?: Partial<Pick<ProxyDeps, 'log' | 'addressOf' | 'rates' | 'onNextWake'>>;
  /** when the disk has what was committed; at once where none is given */
  readonly flushed?: () => Promise<void>;
}

/** Builds the shop. */
export async function makeWorld(overrides: Overrides = {}): Promise<World> {
  const time = makeManualTime();
  const random = makeSeededRandom(7);
  const memory = openNodeSql(':memory:');
  const sql: NodeSql = { ...memory, flushed: overrides.flushed ?? (() => memory.flushed()) };
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
  const leg = makeLeg(sim.app, time);
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
      ...overrides.proxy,
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
    fetch: leg.fetch,
    cut: leg.cut,
    delay: leg.delay,
    onLeave: leg.onLeave,
    restart: async (between = () => undefined) => {
      await current().stop();
      between();
      boot();
    },
    sim: askSim,
    mint: async (behaviour = 'pay', extra = {}) => {
      const code = await askSim('POST', '/wallets/codes', { wallet: 'alipay', behaviour, ...extra });
      return { id: String(code['id']), code: String(code['code']) };
    },
    set: async (changes) => void (await askSim('POST', '/settings', changes)),
    charges: async () => {
      const { totals } = await askSim('GET', '/charges');
      const [total] = totals as { charges: number; kept: string; givenBack: string }[];
      return {
        charges: total?.charges ?? 0,
        kept: total?.kept ?? '0.00',
        givenBack: total?.givenBack ?? '0.00',
      };
    },
    pair: (code) => pairTill(current, time, ORIGIN, code),
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
    trustLimit: money(5_000, 'USD').minor,
    gateway: ACCOUNT,
    webhookOrigin: null,
    publicUrl: null,
    ...overrides,
  };
}

/** The leg from proxy to gateway. */
interface GatewayLeg extends Pick<World, 'calls' | 'cut' | 'delay' | 'onLeave'> {
  readonly fetch: typeof fetch;
}

/** Records what arrives, loses and delays what it is told to. */
function makeLeg(app: Hono, { timers }: ManualTime): GatewayLeg {
  const calls: GatewayCall[] = [];
  const late = new Map<string, number>();
  const listeners: ((call: GatewayCall) => void)[] = [];
  let cut: Cut | null = null;
  const send = async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    const url = new URL(input instanceof Request ? input.url : input);
    const name = url.pathname.split('/').at(-1) ?? '';
    const isCut = cut !== null && (cut.call === undefined || cut.call === name);
    const text = typeof init?.body === 'string' ? init.body : '';
    const call = { call: name, fields: JSON.parse(text) as Record<string, string> };
    for (const listener of listeners) listener(call);
    if (isCut && cut?.how === 'refused') throw new TypeError('connection refused');
    const arrive = async (): Promise<Response> => {
      calls.push(call);
      return app.request(url.pathname, { ...init, signal: null });
    };
    const lateMs = late.get(name);
    if (lateMs !== undefined) {
      late.delete(name);
      timers.after(lateMs, () => void arrive());
      return new Promise<Response>(() => undefined);
    }
    const answer = await arrive();
    return isCut ? new Promise<Response>(() => undefined) : answer;
  };
  return {
    fetch: send,
    calls,
    cut: (next) => void (cut = next),
    delay: (call, ms) => void late.set(call, ms),
    onLeave: (listener) => void listeners.push(listener),
  };
}

/** Lets virtual time pass while a request is held open, and returns its answer. */
export async function within<T>(time: ManualTime, ms: number, asked: Promise<T>): Promise<T> {
  await time.advance(ms);
  return asked;
}
