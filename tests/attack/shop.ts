/** A shop to be attacked: the composed server over databases in memory, with a gateway behind it and its own files. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { money } from '../../src/core/money/money.ts';
import { makeRealm, SETTING_DEFAULTS, type ShopSettings } from '../../src/core/settings.ts';
import { createGatewaySim } from '../../src/gateway-sim/app.ts';
import { composePling, type Pling } from '../../src/server/compose.ts';
import { serveFiles } from '../../src/server/files.ts';
import { openNodeSql, type NodeSql } from '../../src/server/node-sql.ts';
import { Peers } from '../../src/server/peers.ts';
import { makeSend } from '../../src/setup/practice.ts';
import { makeSeededRandom } from '../fakes/random.ts';
import { makeManualTime, type ManualTime } from '../fakes/timers.ts';

/** Where a shop stands. */
export interface Address {
  readonly mode: 'practice' | 'live';
  readonly storeNo: string;
  readonly token: string;
}

/** What the shops of one server share. */
export interface Server {
  readonly time: ManualTime;
  readonly peers: Peers;
  /** What the gateway knows. */
  readonly book: NodeSql;
  /** Every shop's. */
  readonly ledgers: readonly NodeSql[];
  /** Lines that were logged. */
  readonly log: string[];
  /** Calls that left for the gateway. */
  readonly calls: string[];
  readonly pling: () => Pling;
  /** Ends the server and starts another on the same databases. */
  restart(): Promise<void>;
  /** The side door of the gateway. */
  sim(path: string, body: object): Promise<Record<string, unknown>>;
  close(): Promise<void>;
}

/** One shop of a server. */
export interface Shop {
  readonly server: Server;
  readonly settings: ShopSettings;
  readonly ledger: NodeSql;
  /** Bodies of the webhooks the gateway has sent it, word for word. */
  readonly webhooks: string[];
}

/** The deployment's secret; what is searched for in every answer. */
export const SECRET = new Uint8Array(Buffer.from('a-secret-no-stranger-must-ever-see', 'utf8')).slice(0, 32);
/** Stands in a file beside the app's folder. */
export const BESIDE = 'what-lies-beside-the-folder-of-the-app';
const HERE = 'http://127.0.0.1:8787';

/**
 * Opens a server with these shops. In practice the gateway is the server's own; live it is somebody else's, who answers
 * as Pockyt does.
 */
export function openShops(addresses: readonly [Address, ...Address[]], seed: number): Shop[] {
  const [{ mode }] = addresses;
  const time = makeManualTime();
  const random = makeSeededRandom(seed);
  const { clock, timers } = time;
  const folder = makeFiles();
  const book = openNodeSql(':memory:');
  const places = addresses.map((address) => ({
    settings: makeSettings(address),
    ledger: openNodeSql(':memory:'),
    webhooks: [] as string[],
  }));
  const peers = new Peers({ trustsAll: false, trustsLoopback: true });
  const [log, calls]: [string[], string[]] = [[], []];
  let pling: Pling | null = null;
  const current = (): Pling => {
    if (pling === null) throw new Error('The server is down.');
    return pling;
  };
  /** All that leaves the server: calls to the gateway, and in practice the gateway's own webhooks. */
  const fetch = async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    const url = input instanceof Request ? input.url : String(input);
    const told = places.find(({ settings }) => url.endsWith(`/webhooks/pockyt/${settings.realm}`));
    if (told === undefined) calls.push(url);
    else told.webhooks.push(typeof init?.body === 'string' ? init.body : '');
    const request = new Request(url, { ...init, signal: null });
    return outside === null || told !== undefined ? current().fetch(request) : outside.app.fetch(request);
  };
  const send = makeSend(fetch);
  const merchants = places.map(({ settings }) => settings.gateway);
  const outside =
    mode === 'practice' ? null : createGatewaySim({ sql: book, clock, random, timers, merchants, send });
  const write = (event: string, fields: object = {}): void =>
    void log.push(`${event} ${JSON.stringify(fields)}`);
  const [first, ...others] = places.map(({ settings, ledger }) => ({
    ledger: { sql: ledger, path: 'ledger' },
    settings,
  }));
  if (first === undefined) throw new Error('A server has a shop.');
  const boot = (): void => {
    pling = composePling({
      shops: [first, ...others],
      gateway: outside === null ? { sql: book, path: 'gateway' } : null,
      practiceKey: null,
      secret: SECRET,
      clock,
      random,
      timers,
      log: { info: write, warn: write, error: write },
      fetch,
      addressOf: (request) => peers.addressOf(request),
      onCopy: (from, to) => peers.copy(from, to),
      // A stolen till may try as often as it likes: what is behind the rate must hold by itself.
      rates: { till: { perSecond: 1_000_000, burst: 1_000_000 } },
      files: serveFiles(join(folder, 'dist'), mode === 'practice'),
    });
    pling.start();
  };
  outside?.start();
  boot();
  const server: Server = {
    time,
    peers,
    book,
    ledgers: places.map(({ ledger }) => ledger),
    log,
    calls,
    pling: current,
    restart: async () => {
      await current().stop();
      boot();
    },
    sim: async (path, body) => {
      const prefix = outside === null ? '/gateway' : '';
      const init = { method: 'POST', body: JSON.stringify(body) };
      const request = new Request(`${HERE}${prefix}/sim${path}`, init);
      const answer = await (outside === null ? current().fetch(request) : outside.app.fetch(request));
      return (await answer.json()) as Record<string, unknown>;
    },
    close: async () => {
      await current().stop();
      await outside?.stop();
      for (const sql of [book, ...places.map(({ ledger }) => ledger)]) sql.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return places.map((place) => ({ server, ...place }));
}

/** The practice account's merchant; `token` is the shop's secret. */
function makeSettings({ mode, storeNo, token }: Address): ShopSettings {
  const merchantNo = '200043';
  const baseUrl = mode === 'practice' ? `${HERE}/gateway` : 'https://gateway.test';
  return {
    ...SETTING_DEFAULTS,
    mode,
    realm: makeRealm(baseUrl, merchantNo, storeNo),
    address: '1 Main Street',
    limitPerSale: money(100_000, 'USD').minor,
    trustLimit: money(5_000, 'USD').minor,
    gateway: { baseUrl, merchantNo, storeNo, token },
    webhookOrigin: mode === 'practice' ? HERE : 'https://till.test',
    publicUrl: mode === 'practice' ? null : 'https://till.test',
  };
}

function makeFiles(): string {
  const folder = mkdtempSync(join(tmpdir(), 'pling-attack-'));
  mkdirSync(join(folder, 'dist/assets'), { recursive: true });
  writeFileSync(join(folder, 'dist/index.html'), '<!doctype html><title>Pling</title>');
  writeFileSync(join(folder, 'dist/assets/main-1.js'), 'export {};');
  writeFileSync(join(folder, 'secret.key'), BESIDE);
  writeFileSync(join(folder, 'dist/.env'), BESIDE);
  return folder;
}
