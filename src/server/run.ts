/** One server from configuration to listening, and back down again. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { announce, type Announcement } from './announce.ts';
import type { Pling } from './compose.ts';
import type { ServerConfig } from '../setup/config.ts';
import { answerControl, writeControl } from './control.ts';
import { openDataDir, type DataDir } from './data-dir.ts';
import { makeInvitation, type ControlDeeds } from '../setup/control-deeds.ts';
import { isLoopback } from '../setup/env.ts';
import { House, LEAVE_WITHIN_MS, type OpenShops } from '../setup/house.ts';
import { makeGatewayFetch } from './gateway-fetch.ts';
import { answerWork, type Work } from './ledger-control.ts';
import { doDeed } from './ledger-deeds.ts';
import { listen } from './listen.ts';
import { ledgerOf, openShops, type Around } from './open-shops.ts';
import { Peers } from './peers.ts';
import { realClock, realRandom, realTimers } from './real-ports.ts';
import { isLive } from '../setup/shops.ts';
import { practiceKey } from '../setup/practice-door.ts';
import { StartProblem } from '../setup/start-problem.ts';
import { lanAddresses, localCertificate, readCertificate, type Certificate } from './tls.ts';

/** A running server. */
export interface RunningServer {
  /** what to print */
  readonly words: readonly string[];
  stop(): Promise<void>;
}

/** The certificate in use, and the local authority behind it where there is one. */
interface Secured {
  readonly certificate: Certificate | null;
  readonly authority: string | null;
}

/** Where a tablet fetches the local authority's certificate. */
const TRUST_PATH = '/pling-authority.crt';

/** What the server needs of its process. */
export interface Outside {
  /** the built app */
  readonly distDir: string;
  /** Ends the process: the disk under `path` refuses what is written, and only a fresh start may believe the file. */
  readonly onDiskRefused: (path: string, error: Error) => void;
}

/** Starts everything. Rejects with a StartProblem; nothing then runs. */
export async function runServer(config: ServerConfig, outside: Outside): Promise<RunningServer> {
  const data = openDataDir(config);
  const undo: (() => void | Promise<void>)[] = [data.release];
  const stop = async (): Promise<void> => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    return { words: await startAll(config, outside, data, undo), stop };
  } catch (problem) {
    await stop();
    throw problem;
  }
}

async function startAll(
  config: ServerConfig,
  outside: Outside,
  data: DataDir,
  undo: (() => void | Promise<void>)[],
): Promise<string[]> {
  const secured = await secure(config, data.path);
  const origins = originsOf(config, secured);
  const token = randomBytes(32).toString('base64url');
  const isPractice = !isLive(config.shops);
  const peers = new Peers({ trustsAll: config.trustsProxy, trustsLoopback: config.publicUrl !== null });
  const walletKey = isPractice && config.publicUrl !== null ? practiceKey(data.secret) : null;
  let house: House<Pling> | null = null;
  const deeds: ControlDeeds = {
    shops: config.shops.map(({ shop }) => shop),
    invite: (realm, letter) =>
      makeInvitation(running(house).pling.makePairingCode(realm, letter), origins[0], { realm, walletKey }),
    forgetPin: (realm) => running(house).pling.forgetPin(realm),
    revoke: (realm, letter) => running(house).pling.revokeTill(realm, letter),
    flushed: (realm) => running(house).pling.flushed(realm),
  };
  const work: Work = (realm, deed) =>
    running(house).atRest(() =>
      doDeed(deed, ledgerOf(config, data, realm), { random: realRandom, clock: realClock }),
    );
  // The loopback port: for `npm run pair`, and for practice where the front door is not plain http on loopback.
  const inner = await listen({
    port: 0,
    host: '127.0.0.1',
    certificate: null,
    fetch: (request, peer) => {
      peers.note(request, peer);
      const control = answerControl(request, token, deeds) ?? answerWork(request, token, work);
      return control ?? (isPractice ? house?.fetch(request) : null) ?? notYet();
    },
  });
  undo.push(() => inner.close());
  const addresses = {
    inner: `http://127.0.0.1:${inner.port}`,
    webhooks: webhookOrigin(config, secured, inner.port),
    origin: origins[0],
  };
  const gateway = makeGatewayFetch();
  undo.push(() => gateway.close());
  const around: Around = { ...outside, peers, fetch: gateway.fetch };
  const open = (): OpenShops<Pling> => openShops(config, addresses, data, around);
  const opened = new House({ open, timers: realTimers });
  house = opened;
  const front = await listen({
    ...config,
    certificate: secured.certificate,
    fetch: (request, peer) => {
      peers.note(request, peer);
      return answerTrust(request, secured.authority) ?? opened.fetch(request);
    },
  });
  undo.push(() => front.close());
  opened.start();
  undo.push(() => opened.stop());
  undo.push(() => {
    opened.endStreams();
    return front.leave(LEAVE_WITHIN_MS);
  });
  undo.push(writeControl(data.path, { port: inner.port, token }));
  const shops = deeds.shops.map(({ name, realm }) => ({ name, realm, seal: opened.pling.sealOf(realm) }));
  const invitations = shops
    .filter(({ seal }) => seal !== 'moved')
    .map(({ name, realm }) => ({ shopName: name, ...deeds.invite(realm) }));
  return announce({ ...announcement(config, secured, origins), shops, invitations });
}

async function secure(config: ServerConfig, dataDir: string): Promise<Secured> {
  if (config.tls !== null) return { certificate: readCertificate(config.tls), authority: null };
  if (!config.lan) return { certificate: null, authority: null };
  const folder = join(dataDir, 'lan');
  const { authority, ...certificate } = await localCertificate(folder, lanAddresses(), realClock.now());
  return { certificate, authority };
}

/** Addresses of the till, the one to hand out first. */
function originsOf(config: ServerConfig, { certificate }: Secured): [string, ...string[]] {
  const scheme = certificate === null ? 'http' : 'https';
  const origin = (host: string): string => `${scheme}://${host}:${config.port}`;
  const isEverywhere = config.host === '0.0.0.0' || config.host === '::';
  const [first, ...others] = isEverywhere ? [...lanAddresses(), '127.0.0.1'] : [config.host];
  const local = [origin(first ?? '127.0.0.1'), ...others.map(origin)] as const;
  return config.publicUrl === null ? [...local] : [config.publicUrl, ...local];
}

/**
 * Where practice sends its webhooks: this machine by plain http, on a port that is the same after a restart, where there
 * is one. Its calls go to the loopback port: that one is open until the last of them is answered.
 */
function webhookOrigin(config: ServerConfig, { certificate }: Secured, innerPort: number): string {
  const isFrontPlain = certificate === null && (isLoopback(config.host) || config.host === '0.0.0.0');
  return `http://127.0.0.1:${isFrontPlain ? config.port : innerPort}`;
}

function running(house: House<Pling> | null): House<Pling> {
  if (house === null) throw new StartProblem('The server has not started yet.');
  return house;
}

function announcement(
  config: ServerConfig,
  { certificate, authority }: Secured,
  [origin, ...others]: [string, ...string[]],
): Omit<Announcement, 'shops' | 'invitations'> {
  return {
    mode: isLive(config.shops) ? 'live' : 'practice',
    origin,
    others,
    trustUrl: authority === null ? null : `${origin}${TRUST_PATH}`,
    isSecureContext: certificate !== null || isLoopback(config.host) || config.publicUrl !== null,
  };
}

/** The authority's certificate is public; only its key stays in the data folder. */
function answerTrust(request: Request, authority: string | null): Response | null {
  if (authority === null || new URL(request.url).pathname !== TRUST_PATH) return null;
  return new Response(authority, { headers: { 'content-type': 'application/x-x509-ca-cert' } });
}

function notYet(): Response {
  return new Response('Starting.\n', { status: 503 });
}
