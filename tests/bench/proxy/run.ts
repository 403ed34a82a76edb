/** `npm run bench -- proxy`: the proxy beside a bare forwarder with the same MD5, before one gateway, in one run. */
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Pool } from 'undici';
import { buildServerIfChanged, SERVER } from '../../../scripts/build-server.mjs';
import { askForInvitation, type Asked } from '../../../src/server/control.ts';
import { realClock } from '../../../src/server/real-ports.ts';
import { freePort, ServerProcess } from '../../e2e/server.ts';
import { heldAgainst, type Budget, type Measured, type Promised } from '../budgets.ts';
import { askAllTheTime } from './load.ts';
import { measureCalm, measureFeed, measureSales, measureStatus, type Effort } from './measure.ts';
import { startListener, type Listener } from './processes.ts';
import { ACCOUNT, ShopClient, type Charged } from './shop-client.ts';
import { startForwarderWorker, startProxyWorker } from './workerd.ts';

/** What is asked for. */
export interface ProxyOptions {
  readonly seconds: number;
  readonly rounds: number;
  readonly streams: number;
  readonly say: (line: string) => void;
}

/** DESIGN §7, and issue 5. */
const PROMISES: readonly Promised[] = [
  ['status route on Node beside the bare forwarder', '×', 'least', 0.6],
  ['status route on workerd beside the bare forwarder', '×', 'least', 0.4],
  ['whole sales', 'per s', 'least', 500],
  ['added to a sale at 50 a second, p99', 'ms', 'most', 15],
  ['webhook to till with the feeds open, p99', 'ms', 'most', 50],
  ['memory with the feeds open', 'MB', 'most', 150],
];

/** What `npm start` runs (package.json). */
const AS_NPM_START = ['--max-semi-space-size=4', SERVER];
/** Tablets that share the load; a shop cannot have many more. */
const TILLS = 100;
const ASKERS = 32;
/** Tills ask about what was charged a moment ago; a shop's busiest hour has no more. */
const LATEST = 2_000;
/** The deployment's secret. */
const SECRET = 'a secret of the bench';
/** A deployment far away hears the holder of its secret no more often. */
const SPACED_WORDS_MS = 150;
/** Answers of either before they are counted. */
const WARM_UP = 20_000;
/** So long after a question about a charge the proxy asks the gateway again. */
const ASKED_AGAIN_MS = 3_100;

/** Runs it; the budgets that were measured. */
export async function runProxyBench(options: ProxyOptions): Promise<Budget[]> {
  const { say, streams, seconds } = options;
  say(`Node ${process.versions.node}, ${availableParallelism()} cores; load, proxy and gateway share them`);
  const gateway = await startListener('stub-gateway-main.ts');
  const forwarder = await startListener('forwarder-main.ts', [String(gateway.port)]);
  const load = { ...options, streams, seconds, askers: ASKERS, forwarder, gateway };
  try {
    return heldAgainst(PROMISES, { ...(await measureNode(load)), ...(await measureWorkerd(load)) });
  } finally {
    await Promise.all([gateway.stop(), forwarder.stop()]);
  }
}

/** A run's options and the processes beside the measured one. */
interface Load extends ProxyOptions, Effort {
  readonly forwarder: Listener;
  readonly gateway: Listener;
}

async function measureNode(load: Load): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), 'pling-bench-'));
  const server = await startPling(folder, load.gateway);
  const client = new ShopClient(`http://127.0.0.1:${server.port}`, ASKERS);
  try {
    await pairAll(client, { dataDir: join(folder, 'data'), shop: null });
    const { ratio, sales } = await measureRounds('Node', client, load);
    return {
      'status route on Node beside the bare forwarder': ratio,
      'whole sales': sales,
      ...(await measureWaits(client, load, server.pid ?? 0)),
    };
  } finally {
    await client.close();
    await server.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Cloudflare's own runtime on this machine; the bare forwarder beside it is a Worker there, too. */
async function measureWorkerd(load: Load): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), 'pling-bench-'));
  const variables = { PLING_SECRET: SECRET, ...accountOf(load.gateway) };
  const [server, forwarder] = [
    await startProxyWorker(folder, variables),
    await startForwarderWorker(folder, `http://127.0.0.1:${load.gateway.port}`),
  ];
  const origin = `http://127.0.0.1:${server.port}`;
  const client = new ShopClient(origin, ASKERS);
  try {
    const secret = createHash('sha256').update(SECRET).digest();
    await pairAll(client, { dataDir: folder, shop: null, farAway: { origin, secret, clock: realClock } });
    const { ratio } = await measureRounds('workerd', client, { ...load, forwarder });
    return { 'status route on workerd beside the bare forwarder': ratio };
  } finally {
    await client.close();
    await Promise.all([server.stop(), forwarder.stop()]);
    rmSync(folder, { recursive: true, force: true });
  }
}

async function startPling(folder: string, gateway: Listener): Promise<ServerProcess> {
  await buildServerIfChanged();
  const server = new ServerProcess(
    await freePort(),
    { DATA_DIR: join(folder, 'data'), ...accountOf(gateway) },
    AS_NPM_START,
  );
  await server.start();
  return server;
}

/** The shop's variables. Its tablets ask more often than a shop's: that is what is measured. */
function accountOf(gateway: Listener): Record<string, string> {
  return {
    SHOP_TIME_ZONE: 'UTC',
    POCKYT_MERCHANT_NO: ACCOUNT.merchantNo,
    POCKYT_STORE_NO: ACCOUNT.storeNo,
    POCKYT_TOKEN: ACCOUNT.token,
    POCKYT_BASE_URL: `http://127.0.0.1:${gateway.port}`,
    RATE_PER_TILL: '10000',
  };
}

async function pairAll(client: ShopClient, who: Asked): Promise<void> {
  for (let n = 0; n < TILLS; n += 1) {
    await client.pair((await askForInvitation(who, fetch)).code);
    if (who.farAway) await new Promise((resolve) => setTimeout(resolve, SPACED_WORDS_MS));
  }
}

/** Status route, whole sales and the bare forwarder in turns: what else this machine does meets them all. */
async function measureRounds(
  name: string,
  client: ShopClient,
  load: Load,
): Promise<{ ratio: number; sales: number }> {
  const { say, forwarder, gateway } = load;
  const [sales, status, bare]: [number[], number[], number[]] = [[], [], []];
  const made: Charged[] = [];
  await measureSales(client, { ...load, seconds: load.seconds * 4 }, made); // to ask about
  await warmUp(client, load, made);
  for (let round = 1; round <= load.rounds; round += 1) {
    sales.push(await measureSales(client, load, made));
    bare.push(await measureForwarder(forwarder, load));
    await new Promise((resolve) => setTimeout(resolve, ASKED_AGAIN_MS));
    const before = await questions(gateway);
    const { perSecond, times } = await measureStatus(client, load, made.slice(-LATEST));
    status.push(perSecond);
    const share = ((await questions(gateway)) - before) / times.length;
    say(
      `${name}, round ${round}: status ${fixed(perSecond)}/s (${fixed(share * 100)} % asked the gateway), bare ${fixed(bare.at(-1))}/s, sales ${fixed(sales.at(-1))}/s`,
    );
    if (share < 0.99) throw new Error('The status route answered without asking the gateway');
  }
  return { ratio: median(status) / median(bare), sales: median(sales) };
}

/** Both have answered as often before anything is counted: a runtime makes fast what it has run often. */
async function warmUp(client: ShopClient, load: Load, made: readonly Charged[]): Promise<void> {
  for (let answered = 0; answered < WARM_UP; answered += made.length) {
    await new Promise((resolve) => setTimeout(resolve, ASKED_AGAIN_MS));
    await measureStatus(client, { ...load, seconds: 60 }, made);
    await measureForwarder(load.forwarder, { ...load, seconds: 60 }, made.length);
  }
}

async function measureWaits(client: ShopClient, load: Load, pid: number): Promise<Measured> {
  const { say, streams, seconds } = load;
  const calm = await measureCalm(client, 50, seconds * 3);
  say(`a sale at 50 a second: p50 ${fixed(calm.p50)} ms, p99 ${fixed(calm.p99)} ms`);
  const feed = await measureFeed(client, load, pid);
  say(
    `webhook to ${streams} feeds: p50 ${fixed(feed.p50)} ms, p99 ${fixed(feed.p99)} ms; memory ${fixed(feed.memory ?? Number.NaN)} MB`,
  );
  return {
    'added to a sale at 50 a second, p99': calm.p99,
    'webhook to till with the feeds open, p99': feed.p99,
    ...(feed.memory === null ? {} : { 'memory with the feeds open': feed.memory }),
  };
}

async function measureForwarder(
  { port }: Listener,
  { seconds, askers }: Effort,
  most = Infinity,
): Promise<number> {
  const pool = new Pool(`http://127.0.0.1:${port}`, { connections: askers });
  const ask = async (turn: number): Promise<void> => {
    const { statusCode, body } = await pool.request({ path: `/status/${300_000 + turn}`, method: 'GET' });
    await body.json();
    if (statusCode !== 200) throw new Error(`The forwarder answered ${statusCode}`);
  };
  const { perSecond } = await askAllTheTime(askers, seconds, (turn) => (turn > most ? null : ask(turn)));
  await pool.destroy();
  return perSecond;
}

/** How many questions the gateway has had. */
async function questions({ port }: Listener): Promise<number> {
  const answer = await fetch(`http://127.0.0.1:${port}/counts`);
  return ((await answer.json()) as Record<string, number>)['tran-query'] ?? 0;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function fixed(value = Number.NaN): string {
  return value >= 100 ? value.toFixed(0) : value.toFixed(1);
}
