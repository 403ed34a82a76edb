/** Puts the parts together: the proxy, in practice the practice gateway beside it, and the app's files. */
import { Hono } from 'hono';
import type { Clock, Log, Random, Timers } from '../core/ports.ts';
import type { ShopSettings } from '../core/settings.ts';
import { createGatewaySim, type GatewaySim } from '../gateway-sim/app.ts';
import type { Send } from '../gateway-sim/ports.ts';
import { createProxy } from '../proxy/create-proxy.ts';
import { setSecurityHeaders } from '../proxy/security-headers.ts';
import type { Sql } from '../sql/sql.ts';
import { PRACTICE_ACCOUNT } from './config.ts';
import type { Files } from './files.ts';

/** What Pling is made of on one machine. */
export interface ComposeDeps {
  readonly ledgerSql: Sql;
  /** The practice gateway's database; null in live mode. */
  readonly gatewaySql: Sql | null;
  readonly settings: ShopSettings;
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
  makePairingCode(): string;
  forgetPin(): void;
}

/** Paths of the proxy; all others are the app's. */
const PROXY_PATHS = ['/api', '/webhooks', '/r', '/healthz'];

/** Composes one shop. Throws where a database may not be used. */
export function composePling(deps: ComposeDeps): Pling {
  const proxy = createProxy({ ...deps, sql: deps.ledgerSql });
  const sim = deps.gatewaySql === null ? null : makeSim(deps, deps.gatewaySql);
  const gateway = sim === null ? null : new Hono().route('/gateway', sim.app);
  return {
    fetch: (request) => {
      const { pathname } = new URL(request.url);
      if (PROXY_PATHS.some((path) => isBelow(pathname, path))) return proxy.app.fetch(request);
      if (isBelow(pathname, '/gateway')) return gateway === null ? notHere(request) : gateway.fetch(request);
      return deps.files(request);
    },
    start: () => {
      sim?.start();
      proxy.start();
    },
    stop: async () => {
      await Promise.all([proxy.stop(), sim?.stop()]);
    },
    makePairingCode: () => proxy.makePairingCode(),
    forgetPin: () => proxy.forgetPin(),
  };
}

/** True for paths that belong to the server: the dev server leaves all others to Vite. */
export function isServerPath(pathname: string): boolean {
  return [...PROXY_PATHS, '/gateway'].some((path) => isBelow(pathname, path));
}

function isBelow(pathname: string, path: string): boolean {
  return pathname === path || pathname.startsWith(`${path}/`);
}

function makeSim(deps: ComposeDeps, sql: Sql): GatewaySim {
  const { clock, random, timers, settings } = deps;
  return createGatewaySim({
    sql,
    clock,
    random,
    timers,
    send: makeSend(deps.fetch),
    settings: { shopName: settings.name },
    merchants: [PRACTICE_ACCOUNT],
  });
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
