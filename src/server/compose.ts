/** Puts the parts together: the proxy, in practice the practice gateway beside it, and the app's files. */
import type { Clock, Log, Random, Timers } from '../core/ports.ts';
import type { ShopSettings } from '../core/settings.ts';
import { CodeLookups } from '../proxy/auth/code-lookups.ts';
import { createProxy, type Proxy } from '../proxy/create-proxy.ts';
import type { ProxyDeps } from '../proxy/make-parts.ts';
import type { PlainFetch } from '../proxy/gateway/plain-fetch.ts';
import { createFront, type FrontDeps, type ShopDoor } from '../proxy/front.ts';
import type { Seal } from '../proxy/ledger/seal.ts';
import { noSuchFile } from '../setup/app-files.ts';
import { isGatewayPath, isProxyPath } from '../setup/paths.ts';
import { answerDoor, isPlayPath } from '../setup/practice-door.ts';
import { makePracticeGateway, makeSend, type PracticeGateway } from '../setup/practice.ts';
import type { Sql } from '../sql/sql.ts';
import { aboutLedger } from './about.ts';
import type { Files } from './files.ts';
import { nameRefused } from './name-refused.ts';

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
  /** What opens practice to who plays the customer; null: it is open to all who reach this machine. */
  readonly practiceKey: string | null;
  readonly clock: Clock;
  readonly random: Random;
  readonly timers: Timers;
  readonly log: Log;
  readonly fetch: PlainFetch;
  /** What is asked for beyond the API; the dev server gives its own. */
  readonly files: Files;
}

/** Everything behind one port. */
export interface Pling {
  fetch(request: Request): Response | Promise<Response>;
  start(): void;
  stop(): Promise<void>;
  /** Ends the live feeds: the first part of a stop that loses no request. */
  endStreams(): void;
  /** Why nobody lives in this shop's ledger; null: it is open. Throws where there is no shop of that realm. */
  sealOf(realm: string): Seal | null;
  /** Throws where there is no shop of that realm; a Refusal where it has no till with `letter`. */
  makePairingCode(realm: string, letter?: string): string;
  /** Throws where there is no shop of that realm; a Refusal where it has no such till. */
  revokeTill(realm: string, letter: string): void;
  /** Throws where there is no shop of that realm. */
  forgetPin(realm: string): void;
  /** Resolves once what was done at the console survives a power cut. Throws where there is no shop of that realm. */
  flushed(realm: string): Promise<void>;
}

/** Composes all shops. Throws a StartProblem where a database may not be used. */
export function composePling(deps: ComposeDeps): Pling {
  const [first, ...others] = deps.shops;
  const proxies = [makeShop(deps, first), ...others.map((shop) => makeShop(deps, shop))] as const;
  const lookups = new CodeLookups(deps.clock);
  const front = createFront({
    shops: proxies,
    clock: deps.clock,
    ...(deps.onCopy === undefined ? {} : { onCopy: deps.onCopy }),
    shopsOfCode: (code, request) =>
      lookups.find(deps.addressOf?.(request) ?? null, () =>
        proxies.filter(({ proxy }) => proxy.holdsPairingCode(code)).map(({ realm }) => realm),
      ),
  });
  const proxyOf = (realm: string): Proxy => {
    const found = proxies.find((shop) => shop.realm === realm);
    if (found === undefined) throw new Error('No shop of this server has that name');
    return found.proxy;
  };
  const gateway = deps.gateway === null ? null : makeGateway(deps, deps.gateway);
  return {
    fetch: (request) => {
      const { pathname } = new URL(request.url);
      if (isProxyPath(pathname)) return front(request);
      const { practiceKey: key } = deps;
      const closed = gateway !== null && key !== null && isPlayPath(pathname) && answerDoor(request, key);
      if (closed) return closed;
      // Live mode has no practice gateway, and says nothing else about it.
      if (isGatewayPath(pathname)) return gateway?.fetch(request) ?? noSuchFile(request);
      return deps.files(request);
    },
    start: () => {
      gateway?.sim.start();
      for (const { proxy } of proxies) proxy.start();
    },
    stop: async () => {
      await Promise.all([...proxies.map(({ proxy }) => proxy.stop()), gateway?.sim.stop()]);
    },
    endStreams: () => {
      for (const { proxy } of proxies) proxy.endStreams();
    },
    sealOf: (realm) => proxyOf(realm).seal(),
    makePairingCode: (realm, letter) => proxyOf(realm).makePairingCode(letter),
    revokeTill: (realm, letter) => proxyOf(realm).revokeTill(letter),
    forgetPin: (realm) => proxyOf(realm).forgetPin(),
    flushed: (realm) => proxyOf(realm).flushed(),
  };
}

function makeShop(deps: ComposeDeps, { ledger, settings }: ComposedShop): ShopDoor & { proxy: Proxy } {
  const proxy = nameRefused(ledger.path, () =>
    createProxy({ ...deps, sql: ledger.sql, settings, about: aboutLedger(ledger.path) }),
  );
  return { proxy, realm: settings.realm, fetch: (request) => proxy.app.fetch(request) };
}

/** True for paths that belong to the server: the dev server leaves all others to Vite. */
export function isServerPath(pathname: string): boolean {
  return isProxyPath(pathname) || isGatewayPath(pathname);
}

function makeGateway(deps: ComposeDeps, { sql, path }: NamedSql): PracticeGateway {
  const { clock, random, timers, shops } = deps;
  const [{ settings }] = shops;
  const ports = { sql, clock, random, timers, send: makeSend(deps.fetch) };
  return nameRefused(path, () => makePracticeGateway(ports, settings.name));
}
