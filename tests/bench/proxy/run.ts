/** `npm run bench -- proxy`: the proxy beside a bare forwarder with the same MD5, before one gateway, in one run. */
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Pool } from 'undici';
import { askForInvitation } from '../../../src/server/control.ts';
import { freePort, ServerProcess } from '../../e2e/server.ts';
import { heldAgainst, type Budget, type Measured, type Promised } from '../budgets.ts';
import { askAllTheTime } from './load.ts';
import { measureCalm, measureFeed, measureSales, measureStatus, type Effort } from './measure.ts';
import { residentMb, startListener, type Listener } from './processes.ts';
import { ACCOUNT, ShopClient, type Charged } from './shop-client.ts';

/** What is asked for. */
export interface ProxyOptions {
  readonly seconds: number;
  readonly rounds: number;
  readonly streams: number;
  readonly say: (line: string) => void;
}

/** DESIGN §7, and issue 5. */
const PROMISES: readonly Promised[] = [
  ['status route beside the bare forwarder', '×', 'least', 0.6],
  ['whole sales', 'per s', 'least', 500],
  ['added to a sale at 50 a second, p99', 'ms', 'most', 15],
  ['webhook to till with the feeds open, p99', 'ms', 'most', 50],
  ['memory with the feeds open', 'MB', 'most', 150],
];

/** Tablets that share the load; a shop cannot have many more. */
const TILLS = 100;
const ASKERS = 32;
/** So long after a question about a charge the proxy asks the gateway again. */
const ASKED_AGAIN_MS = 3_100;

/** Runs it; the budgets that were measured. */
export async function runProxyBench(options: ProxyOptions): Promise<Budget[]> {
  const { say, seconds, streams } = options;
  say(`Node ${process.versions.node}, ${availableParallelism()} cores; load, proxy and gateway share them`);
  const gateway = await startListener('stub-gateway-main.ts');
  const forwarder = await startListener('forwarder-main.ts', [String(gateway.port)]);
  const folder = mkdtempSync(join(tmpdir(), 'pling-bench-'));
  const server = await startPling(folder, gateway);
  const client = new ShopClient(`http://127.0.0.1:${server.port}`, ASKERS);
  try {
    await pairAll(client, folder);
    const effort = { seconds, streams, askers: ASKERS };
    const measured = await measure(client, { server, forwarder, gateway }, { ...options, ...effort });
    return heldAgainst(PROMISES, measured);
  } finally {
    await client.close();
    await server.kill();
    await Promise.all([gateway.stop(), forwarder.stop()]);
    rmSync(folder, { recursive: true, force: true });
  }
}

async function startPling(folder: string, gateway: Listener): Promise<ServerProcess> {
  const server = new ServerProcess(await freePort(), {
    DATA_DIR: join(folder, 'data'),
    SHOP_TIME_ZONE: 'UTC',
    POCKYT_MERCHANT_NO: ACCOUNT.merchantNo,
    POCKYT_STORE_NO: ACCOUNT.storeNo,
    POCKYT_TOKEN: ACCOUNT.token,
    POCKYT_BASE_URL: `http://127.0.0.1:${gateway.port}`,
    RATE_PER_TILL: '999999', // a few tills play the load of many
  });
  await server.start();
  return server;
}

async function pairAll(client: ShopClient, folder: string): Promise<void> {
  const who = { dataDir: join(folder, 'data'), shop: null };
  for (let n = 0; n < TILLS; n += 1) await client.pair((await askForInvitation(who, fetch)).code);
}

/** The processes of a run. */
interface Running {
  readonly server: ServerProcess;
  readonly forwarder: Listener;
  readonly gateway: Listener;
}

async function measure(
  client: ShopClient,
  { server, forwarder, gateway }: Running,
  options: ProxyOptions & Effort,
): Promise<Measured> {
  const { say, rounds, streams } = options;
  const pid = server.pid ?? 0;
  const sales: number[] = [];
  const status: number[] = [];
  const bare: number[] = [];
  const made: Charged[] = [];
  await measureSales(client, { ...options, seconds: options.seconds * 4 }, made); // to warm up, and to ask about
  for (let round = 0; round < rounds; round += 1) {
    sales.push(await measureSales(client, options, made));
    bare.push(await measureForwarder(forwarder, options));
    await new Promise((resolve) => setTimeout(resolve, ASKED_AGAIN_MS));
    const before = await questions(gateway);
    const { perSecond, times } = await measureStatus(client, options, made);
    status.push(perSecond);
    const share = ((await questions(gateway)) - before) / times.length;
    say(
      `round ${round + 1}: status ${fixed(perSecond)}/s (${fixed(share * 100)} % asked the gateway), bare ${fixed(bare.at(-1))}/s, sales ${fixed(sales.at(-1))}/s`,
    );
    if (share < 0.99) throw new Error('The status route answered without asking the gateway');
  }
  const calm = await measureCalm(client, 50, options.seconds * 3);
  say(`a sale at 50 a second: p50 ${fixed(calm.p50)} ms, p99 ${fixed(calm.p99)} ms`);
  const feed = await measureFeed(client, options, pid);
  say(
    `webhook to ${streams} feeds: p50 ${fixed(feed.p50)} ms, p99 ${fixed(feed.p99)} ms; memory ${fixed(feed.memory ?? residentMb(pid) ?? 0)} MB`,
  );
  return {
    'status route beside the bare forwarder': median(status) / median(bare),
    'whole sales': median(sales),
    'added to a sale at 50 a second, p99': calm.p99,
    'webhook to till with the feeds open, p99': feed.p99,
    ...(feed.memory === null ? {} : { 'memory with the feeds open': feed.memory }),
  };
}

async function measureForwarder({ port }: Listener, { seconds, askers }: Effort): Promise<number> {
  const pool = new Pool(`http://127.0.0.1:${port}`, { connections: askers });
  const { perSecond } = await askAllTheTime(askers, seconds, async (turn) => {
    const { statusCode, body } = await pool.request({ path: `/status/${300_000 + turn}`, method: 'GET' });
    await body.json();
    if (statusCode !== 200) throw new Error(`The forwarder answered ${statusCode}`);
  });
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
