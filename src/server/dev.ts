/** `npm run dev`: the proxy and the practice gateway behind Vite's own port; Vite serves the app. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { invitationLines } from './announce.ts';
import { composePling, isServerPath, type ComposedShop, type NamedSql } from './compose.ts';
import { readConfig } from '../setup/config.ts';
import { makeInvitation } from '../setup/control-deeds.ts';
import { openDatabase, openDataDir } from './data-dir.ts';
import { readEnvFile } from './read-env-file.ts';
import { realClock, realLog, realRandom, realTimers } from './real-ports.ts';
import { completeSettings } from './open-shops.ts';
import { isLive, type ConfiguredShop } from '../setup/shops.ts';

/** What Vite's plugin mounts. */
export interface DevServer {
  /** Answers the server's own paths; false where the request is Vite's. Also turns `/wallet` into its page. */
  handle(request: IncomingMessage, response: ServerResponse): boolean;
  /** what to print once Vite listens */
  readonly words: readonly string[];
  stop(): Promise<void>;
}

/** Opens the data folder and composes its shops for the port Vite listens on. Throws a StartProblem. */
export function openDevServer(port: number, environment: NodeJS.ProcessEnv): DevServer {
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  const config = readConfig(readEnvFile('.env', environment), [], timeZone);
  const data = openDataDir(config);
  const origin = `http://127.0.0.1:${port}`;
  const undo: (() => void)[] = [data.release];
  const open = (path: string): NamedSql => {
    const sql = openDatabase(path);
    undo.push(() => sql.close());
    return { sql, path };
  };
  const openShop = (one: ConfiguredShop): ComposedShop => ({
    ledger: open(data.ledgerPath(one.account)),
    settings: completeSettings(config, one, { inner: origin, webhooks: origin, origin }),
  });
  const [first, ...others] = config.shops;
  const pling = composePling({
    shops: [openShop(first), ...others.map(openShop)],
    gateway: isLive(config.shops) ? null : open(data.gatewayPath),
    practiceKey: null,
    secret: data.secret,
    clock: realClock,
    random: realRandom,
    timers: realTimers,
    log: realLog(config.logFrom),
    fetch: globalThis.fetch,
    files: () => new Response('Not found.\n', { status: 404 }),
  });
  pling.start();
  const listener = getRequestListener((request) => pling.fetch(request), { overrideGlobalObjects: false });
  const { realm } = first.shop;
  const invitation = makeInvitation(pling.makePairingCode(realm), origin, { realm, walletKey: null });
  return {
    handle: (request, response) => handle(request, response, listener),
    words: invitationLines(invitation),
    stop: async () => {
      await pling.stop();
      for (const step of undo.reverse()) step();
    },
  };
}

function handle(
  request: IncomingMessage,
  response: ServerResponse,
  listener: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
): boolean {
  const path = (request.url ?? '/').split('?')[0] ?? '/';
  if (path === '/wallet')
    request.url = `/src/gateway-sim/wallet/index.html${(request.url ?? '').slice(path.length)}`;
  if (!isServerPath(path)) return false;
  void listener(request, response); // answers errors itself
  return true;
}
