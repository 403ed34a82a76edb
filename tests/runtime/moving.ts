/** A shop with two homes, a machine of its own and Cloudflare, one gateway for both, and a person who says the commands. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { pairAt, type Till } from '../proxy-with-gateway/hand-till.ts';
import { freePort, ServerProcess } from './process.ts';
import { closeAll, makeFolder, nodeRuntime, SECRET, workerdRuntime, type RunningShop } from './runtimes.ts';
import { stageOf, type Stage } from './stage.ts';
import { TOKENS } from './two-shops.ts';

/** Where a shop can live. */
export interface Home extends RunningShop {
  /** `npm run export`, `import` for this home; rejects with the words where it fails. */
  say(command: 'export' | 'import', ...args: readonly string[]): Promise<string>;
}

/** Both homes. */
export interface TwoHomes {
  readonly machine: Home;
  readonly cloudflare: Home;
  /** The shop's first home has a paired till and a PIN; its doors into the gateway serve for both. */
  readonly stage: Stage;
  /** A tablet at an address that leads to the machine, until it is led elsewhere. */
  readonly till: Till;
  leadTo(home: Home): void;
  /** where the shop's file goes */
  readonly file: string;
  close(): Promise<void>;
}

/** The tablet's address, wherever the shop is. */
const ADDRESS = 'http://till.invalid';
const SERVER = join(import.meta.dirname, '../../src/server');

/** Starts gateway and homes; the shop lives on the machine. */
export async function openTwoHomes(): Promise<TwoHomes> {
  const undo: (() => void | Promise<void>)[] = [];
  const folder = makeFolder(undo);
  const url = await startGateway(undo);
  const environment = {
    POCKYT_MERCHANT_NO: '200043',
    POCKYT_STORE_NO: '300014',
    POCKYT_TOKEN: TOKENS['300014'],
    POCKYT_BASE_URL: url,
    SHOP_TIME_ZONE: 'America/New_York',
  };
  const runtimes = [nodeRuntime(), workerdRuntime()] as const;
  undo.push(...runtimes.map((runtime) => () => runtime.close()));
  const [node, workerd] = await Promise.all([runtimes[0].open(environment), runtimes[1].open(environment)]);
  const machine = homeOf(node, folder, { ...environment, DATA_DIR: node.asked.dataDir }, []);
  const cloudflare = homeOf(workerd, folder, {}, ['--url', workerd.origin]);
  const stage = await stageOf(machine, null, `${url}/sim`);
  let now = machine;
  const till = await pairAt({
    origin: ADDRESS,
    send: (asked, init) => fetch(asked.replace(ADDRESS, now.origin), init),
    makePairingCode: () => stage.makePairingCode(),
    now: () => Date.now(),
  });
  return {
    machine,
    cloudflare,
    stage,
    till,
    leadTo: (home) => {
      now = home;
    },
    file: join(folder, 'shop.jsonl'),
    close: () => closeAll(undo),
  };
}

async function startGateway(undo: (() => void | Promise<void>)[]): Promise<string> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const gateway = new ServerProcess([join(SERVER, 'gateway-sim-main.ts'), '--port', String(port)], {
    DATA_DIR: makeFolder(undo),
  });
  undo.push(() => gateway.kill());
  await gateway.start(`${url}/sim/wallets`);
  return url;
}

function homeOf(
  shop: RunningShop,
  cwd: string,
  environment: Record<string, string>,
  always: readonly string[],
): Home {
  return {
    ...shop,
    say: async (command, ...args) => {
      const child = spawn(process.execPath, [join(SERVER, 'ledger-main.ts'), command, ...args, ...always], {
        cwd,
        env: { PATH: process.env['PATH'] ?? '', PLING_SECRET: SECRET, ...environment },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let said = '';
      for (const out of [child.stdout, child.stderr]) out.on('data', (part) => (said += String(part)));
      const code = await new Promise<number | null>((done) => child.once('close', done));
      if (code !== 0) throw new Error(said);
      return said;
    },
  };
}
