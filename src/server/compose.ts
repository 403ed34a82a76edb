/** Puts the parts together: the proxy, in practice the practice gateway beside it, and the app's files. */
import { Hono } from 'hono';
import type { Clock, Log, Random, Timers } from '../core/ports.ts';
import type { ShopSettings } from '../core/settings.ts';
import { createGatewaySim, type GatewaySim } from '../gateway-sim/app.ts';
import type { Send } from '../gateway-sim/ports.ts';
import { createProxy, type Proxy, type ProxyDeps } from '../proxy/create-proxy.ts';
import { createFront, type FrontDeps, type ShopDoor } from '../proxy/front.ts';
import { setSecurityHeaders } from '../proxy/security-headers.ts';
import type { Sql } from '../sql/sql.ts';
import type { Files } from './files.ts';
import { nameRefused } from './name-refused.ts';
import { PRACTICE_ACCOUNT } from './shops.ts';

/** A database and the path by which a person finds it. */
export interface NamedSql {
  readonly sql: Sql;
  readonly path: string;
}

/** One shop and its ledger. */
export interface ComposedShop {
  readonly ledger: NamedSql;
  readonly settings: ShopSettings;
}

/** What Pling is made of on one machine. */
export interface ComposeDeps extends Pick<ProxyDeps, 'addressOf' | 'rates'>, Pick<FrontDeps, 'onCopy'> {
  readonly shops: readonly [ComposedShop, ...ComposedShop[]];
  /** The practice gateway's database; null in live mode. */
  readonly gateway: NamedSql | null;
  readonly secret: Uint8Array;
  readonly clock: Clock;
  readonly random: Random;
  readonly timers: Timers;
  readonly log: Log;
  readonly fetch: typeof fetch;
  /** What is asked for beyond the API; the dev server gives its own. */
  readonly files: Files;
}

/** Everything behind one port. */
export interface Pling {
  fetch(request: Request): Response | Promise<Response>;
  start(): void;
  stop(): Promise<void>;
  /** Throws where there is no shop of that realm. */
  makePairingCode(realm: string): string;
  /** Throws where there is no shop of that realm. */
  forgetPin(realm: string): void;
}

/** Paths of the proxy; all others are the app's. */
const PROXY_PATHS = ['/api', '/webhooks', '/r', '/healthz'];

/** Composes all shops. Throws a StartProblem where a database may not be used. */
export function composePling(deps: ComposeDeps): Pling {
  const [first, ...others] = deps.shops;
  const proxies = [makeShop(deps, first), ...others.map((shop) => makeShop(deps, shop))] as const;
  const front = createFront({
    shops: proxies,
    clock: deps.clock,
    ...(deps.onCopy === undefined ? {} : { onCopy: deps.onCopy }),
    shopsOfCode: (code) =>
      proxies.filter(({ proxy }) => proxy.holdsPairingCode(code)).map(({ realm }) => realm),
  });
  const proxyOf = (realm: string): Proxy => {
    const found = proxies.find((shop) => shop.realm === realm);
    if (found === undefined) throw new Error('No shop of this server has that name');
    return found.proxy;
  };
  const sim = deps.gateway === null ? null : makeSim(deps, deps.gateway);
  const gateway = sim === null ? null : new Hono().route('/gateway', sim.app);
  return {
    fetch: (request) => {
      const { pathname } = new URL(request.url);
      if (PROXY_PATHS.some((path) => isBelow(pathname, path))) return front(request);
      if (isBelow(pathname, '/gateway')) return gateway === null ? notHere(request) : gateway.fetch(request);
      return deps.files(request);
    },
    start: () => {
      sim?.start();
      for (const { proxy } of proxies) proxy.start();
    },
    stop: async () => {
      await Promise.all([...proxies.map(({ proxy }) => proxy.stop()), sim?.stop()]);
    },
    makePairingCode: (realm) => proxyOf(realm).makePairingCode(),
    forgetPin: (realm) => proxyOf(realm).forgetPin(),
  };
}

function makeShop(deps: ComposeDeps, { ledger, settings }: ComposedShop): ShopDoor & { proxy: Proxy } {
  const proxy = nameRefused(ledger.path, () => createProxy({ ...deps, sql: ledger.sql, settings }));
  return { proxy, realm: settings.realm, fetch: (request) => proxy.app.fetch(request) };
}

/** True for paths that belong to the server: the dev server leaves all others to Vite. */
export function isServerPath(pathname: string): boolean {
  return [...PROXY_PATHS, '/gateway'].some((path) => isBelow(pathname, path));
}

function isBelow(pathname: string, path: string): boolean {
  return pathname === path || pathname.startsWith(`${path}/`);
}

function makeSim(deps: ComposeDeps, { sql, path }: NamedSql): GatewaySim {
  const { clock, random, timers, shops } = deps;
  const [{ settings }] = shops;
  const send = makeSend(deps.fetch);
  const sim = { sql, clock, random, timers, send, merchants: [PRACTICE_ACCOUNT] };
  return nameRefused(path, () => createGatewaySim({ ...sim, settings: { shopName: settings.name } }));
}

/** Webhooks of the practice gateway, by the given fetch. */
export function makeSend(fetch: typeof globalThis.fetch): Send {
  return async (url, init) => {
    const answer = await fetch(url, { ...init, redirect: 'manual' });
    return { status: answer.status, text: await answer.text() };
  };
}

/** Live mode has no practice gateway, and says nothing else about it. */
function notHere(request: Request): Response {
  const headers = new Headers({ 'content-type': 'text/plain; charset=utf-8' });
  setSecurityHeaders(headers, request.url);
  return new Response('Not found.\n', { status: 404, headers });
}
