/** A shop to be attacked: the composed server over databases in memory, with a gateway behind it and its own files. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { money } from '../../src/core/money/money.ts';
import type { Log } from '../../src/core/ports.ts';
import { makeRealm, SETTING_DEFAULTS, type ShopSettings } from '../../src/core/settings.ts';
import { createGatewaySim } from '../../src/gateway-sim/app.ts';
import { composePling, type Pling } from '../../src/server/compose.ts';
import { serveFiles } from '../../src/server/files.ts';
import { openNodeSql, type NodeSql } from '../../src/server/node-sql.ts';
import { Peers } from '../../src/server/peers.ts';
import { makeSeededRandom } from '../fakes/random.ts';
import { makeManualTime, type ManualTime } from '../fakes/timers.ts';

/** Where a shop stands. */
export interface Address {
  readonly mode: 'practice' | 'live';
  readonly storeNo: string;
  readonly token: string;
}

/** One running shop. */
export interface Shop {
  readonly settings: ShopSettings;
  readonly time: ManualTime;
  readonly peers: Peers;
  readonly ledger: NodeSql;
  /** What the gateway knows. */
  readonly book: NodeSql;
  /** Lines that were logged. */
  readonly log: string[];
  /** Bodies of the webhooks the gateway has sent, word for word. */
  readonly webhooks: string[];
  /** Calls that left for the gateway. */
  readonly calls: string[];
  readonly pling: () => Pling;
  /** Ends the server and starts another on the same databases. */
  restart(): Promise<void>;
  /** The side door of the gateway. */
  sim(path: string, body: object): Promise<Record<string, unknown>>;
  close(): Promise<void>;
}

/** The deployment's secret; what is searched for in every answer. */
export const SECRET = new Uint8Array(Buffer.from('a-secret-no-stranger-must-ever-see', 'utf8')).slice(0, 32);
/** Stands in a file beside the app's folder. */
export const BESIDE = 'what-lies-beside-the-folder-of-the-app';
const HERE = 'http://127.0.0.1:8787';

/** Opens a shop. In practice the gateway is the server's own; live it is somebody else's, who answers as Pockyt does. */
export function openShop({ mode, storeNo, token }: Address, seed: number): Shop {
  const time = makeManualTime();
  const random = makeSeededRandom(seed);
  const folder = makeFiles();
  const [ledger, book] = [openNodeSql(':memory:'), openNodeSql(':memory:')];
  const settings = makeSettings({ mode, storeNo, token });
  const peers = new Peers({ trustsAll: false, trustsLoopback: true });
  const log: string[] = [];
  const webhooks: string[] = [];
  const calls: string[] = [];
  let pling: Pling | null = null;
  const current = (): Pling => {
    if (pling === null) throw new Error('The shop is closed.');
    return pling;
  };
  const merchants = [{ merchantNo: settings.gateway.merchantNo, storeNo, token }];
  const { clock, timers } = time;
  const outside =
    mode === 'practice'
      ? null
      : createGatewaySim({
          sql: book,
          clock,
          random,
          timers,
          merchants,
          send: async (url, init) => {
            const answer = await fetch(url, init);
            return { status: answer.status, text: await answer.text() };
          },
        });
  /** All that leaves the server: calls to the gateway, and in practice the gateway's own webhooks. */
  const fetch = async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    const url = input instanceof Request ? input.url : String(input);
    if (url.includes('/webhooks/')) webhooks.push(typeof init?.body === 'string' ? init.body : '');
    else calls.push(url);
    const request = new Request(url, { ...init, signal: null });
    if (outside === null || url.includes('/webhooks/')) return current().fetch(request);
    return outside.app.fetch(request);
  };
  const write = (event: string, fields?: object): void =>
    void log.push(`${event} ${JSON.stringify(fields ?? {})}`);
  const sink: Log = { info: write, warn: write, error: write };
  const boot = (): void => {
    pling = composePling({
      ledgerSql: ledger,
      gatewaySql: outside === null ? book : null,
      settings,
      secret: SECRET,
      clock,
      random,
      timers,
      log: sink,
      fetch,
      addressOf: (request) => peers.addressOf(request),
      // A stolen till may try as often as it likes: what is behind the rate must hold by itself.
      rates: { till: { perSecond: 1_000_000, burst: 1_000_000 } },
      files: serveFiles(join(folder, 'dist'), mode === 'practice'),
    });
    pling.start();
  };
  outside?.start();
  boot();
  return {
    settings,
    time,
    peers,
    ledger,
    book,
    log,
    webhooks,
    calls,
    pling: current,
    restart: async () => {
      await current().stop();
      boot();
    },
    sim: async (path, body) => {
      const init = { method: 'POST', body: JSON.stringify(body) };
      const prefix = outside === null ? '/gateway' : '';
      const request = new Request(`${HERE}${prefix}/sim${path}`, init);
      const answer = await (outside === null ? current().fetch(request) : outside.app.fetch(request));
      return (await answer.json()) as Record<string, unknown>;
    },
    close: async () => {
      await current().stop();
      await outside?.stop();
      ledger.close();
      book.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
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
