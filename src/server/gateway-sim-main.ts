/** `npm run gateway-sim -- --port 9090`: the practice gateway alone, its API at the root, for any Pockyt client. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createGatewaySim } from '../gateway-sim/app.ts';
import type { Merchant } from '../gateway-sim/ports.ts';
import { openDatabase } from './data-dir.ts';
import { readEnvironment, type EnvironmentValues } from '../setup/env.ts';
import { listen } from './listen.ts';
import { complain, print } from './print.ts';
import { readEnvFile } from './read-env-file.ts';
import { realClock, realRandom, realTimers } from './real-ports.ts';
import { makeSend } from '../setup/practice.ts';
import { StartProblem } from '../setup/start-problem.ts';

/** The sandbox sets in the vendor's own public docs (pockyt.md §1): their samples verify against the first. */
const PUBLISHED: readonly [Merchant, ...Merchant[]] = [
  { merchantNo: '200043', storeNo: '300014', token: '5cbfb079f15b150122261c8537086d77a' },
  { merchantNo: '200043', storeNo: '303660', token: '359c05eb811c7c8576f4a8a277dc6f6b' },
  { merchantNo: '202333', storeNo: '301854', token: '17cfc0170ef1c017b4a929d233d6e65e' },
];

const USAGE = `npm run gateway-sim -- [--port 9090]
  The practice gateway alone, its API at the root. POCKYT_MERCHANT_NO, POCKYT_STORE_NO and POCKYT_TOKEN name its store,
  DATA_DIR its folder, HOST where it listens.`;

try {
  await run();
} catch (error) {
  if (!(error instanceof StartProblem)) throw error;
  complain(error.message);
  process.exitCode = 1;
}

async function run(): Promise<void> {
  const args = process.argv.slice(2);
  if (args.includes('--help')) return print(USAGE);
  const port = readPort(args);
  const values = readEnvironment(readEnvFile('.env', process.env));
  const merchants = merchantsOf(values);
  const folder = join(values.DATA_DIR, 'gateway-sim');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const sql = openDatabase(join(folder, 'gateway.sqlite'));
  const sim = createGatewaySim({
    sql,
    clock: realClock,
    random: realRandom,
    timers: realTimers,
    send: makeSend(globalThis.fetch),
    settings: { shopName: values.SHOP_NAME },
    merchants,
  });
  const fetch = (request: Request): Response | Promise<Response> =>
    new URL(request.url).pathname === '/' && request.method === 'GET'
      ? new Response(`${words(values.HOST, port, merchants[0]).join('\n')}\n`)
      : sim.app.fetch(request);
  const server = await listen({ port, host: values.HOST, certificate: null, fetch });
  sim.start();
  print(...words(values.HOST, server.port, merchants[0]));
  const stop = async (): Promise<void> => {
    await server.close();
    await sim.stop();
    sql.close();
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop());
}

function readPort(args: readonly string[]): number {
  try {
    const { values } = parseArgs({ args: [...args], options: { port: { type: 'string' } }, strict: true });
    const port = Number(values.port ?? '9090');
    if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  } catch {
    throw new StartProblem(`Cannot read the arguments "${args.join(' ')}": known is --port.`);
  }
  throw new StartProblem('--port must be a whole number from 1 to 65535.');
}

function merchantsOf(values: EnvironmentValues): readonly [Merchant, ...Merchant[]] {
  const { POCKYT_MERCHANT_NO: merchantNo, POCKYT_STORE_NO: storeNo, POCKYT_TOKEN: token } = values;
  if (merchantNo === undefined || storeNo === undefined || token === undefined) return PUBLISHED;
  return [{ merchantNo, storeNo, token }];
}

function words(host: string, port: number, { merchantNo, storeNo, token }: Merchant): string[] {
  return [
    `The practice gateway listens on http://${host}:${port}. No real money moves.`,
    `  merchantNo ${merchantNo}   storeNo ${storeNo}   token ${token === PUBLISHED[0].token ? token : 'as in POCKYT_TOKEN'}`,
    '  /app-instore/v3/{add,pay,prepay,create-trans-qrcode,reverse}',
    '  /app-data-search/v3/{tran-query,refund,cancel,reverse,trans-list,settle-list}',
    '  customers, faults, settings and the book: /sim',
  ];
}
