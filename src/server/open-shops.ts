/** The shops of a server with their databases open, and what each of them needs to know of the machine. */
import type { GatewayAccount, ShopSettings } from '../core/settings.ts';
import type { PlainFetch } from '../proxy/gateway/plain-fetch.ts';
import { composePling, type ComposedShop, type NamedSql, type Pling } from './compose.ts';
import type { ServerConfig } from '../setup/config.ts';
import { openDatabase, type DataDir } from './data-dir.ts';
import { serveFiles } from './files.ts';
import type { MovingLedger } from './move-shop.ts';
import type { NodeSql } from './node-sql.ts';
import type { Peers } from './peers.ts';
import { realClock, realLog, realRandom, realTimers } from './real-ports.ts';
import type { OpenShops } from '../setup/house.ts';
import { isLive, PRACTICE_ACCOUNT, type ConfiguredShop } from '../setup/shops.ts';
import { practiceKey } from '../setup/practice-door.ts';
import { StartProblem } from '../setup/start-problem.ts';

/** Where the server reaches itself, and where tablets reach it. */
export interface Addresses {
  readonly inner: string;
  /** where the practice gateway's news come in */
  readonly webhooks: string;
  readonly origin: string;
}

/** A shop's settings once the server knows its addresses. */
export function completeSettings(
  config: ServerConfig,
  { shop, account }: ConfiguredShop,
  { inner, webhooks, origin }: Addresses,
): ShopSettings {
  const { publicUrl } = config;
  const practice: GatewayAccount = {
    ...PRACTICE_ACCOUNT,
    baseUrl: config.practiceGatewayUrl ?? `${inner}/gateway`,
  };
  return {
    ...shop,
    gateway: account ?? practice,
    webhookOrigin: account === null ? webhooks : publicUrl,
    publicUrl: publicUrl ?? (config.lan ? origin : null),
  };
}

/** What the shops need of the server beside their databases. */
export interface Around {
  readonly peers: Peers;
  readonly distDir: string;
  readonly fetch: PlainFetch;
  /** Hears that the disk under a database refuses what is written: this process must end. */
  readonly onDiskRefused: (path: string, error: Error) => void;
}

/** Opens every database and composes the shops. Throws a StartProblem; then nothing is open. */
export function openShops(
  config: ServerConfig,
  addresses: Addresses,
  data: DataDir,
  { peers, distDir, fetch, onDiskRefused }: Around,
): OpenShops<Pling> {
  const databases: NodeSql[] = [];
  const close = (): void => {
    for (const sql of databases.splice(0)) sql.close();
  };
  const open = (path: string): NamedSql => {
    const sql = openDatabase(path, (error) => onDiskRefused(path, error));
    databases.push(sql);
    return { sql, path };
  };
  const isPractice = !isLive(config.shops);
  const openShop = (one: ConfiguredShop): ComposedShop => ({
    ledger: open(data.ledgerPath(one.account)),
    settings: completeSettings(config, one, addresses),
  });
  const [first, ...others] = config.shops;
  try {
    const shops = [openShop(first), ...others.map(openShop)] as const;
    const pling = composePling({
      shops,
      gateway: isPractice ? open(data.gatewayPath) : null,
      secret: data.secret,
      practiceKey: config.publicUrl === null ? null : practiceKey(data.secret),
      clock: realClock,
      random: realRandom,
      timers: realTimers,
      log: realLog(config.logFrom),
      fetch,
      addressOf: (request) => peers.addressOf(request),
      rates: { till: { perSecond: config.ratePerTill, burst: 20 * config.ratePerTill } },
      onCopy: (from, to) => peers.copy(from, to),
      files: serveFiles(distDir, isPractice, shops[0].settings.publicUrl),
    });
    return { pling, close };
  } catch (problem) {
    close();
    throw problem;
  }
}

/** One shop's ledger, for work on its file. */
export function ledgerOf({ shops }: ServerConfig, data: DataDir, realm: string): MovingLedger {
  const found = shops.find(({ shop }) => shop.realm === realm);
  if (found === undefined) throw new StartProblem('No shop of this server has that name.');
  return { path: data.ledgerPath(found.account), realm, secret: data.secret };
}
