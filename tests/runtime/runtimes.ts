/** The two runtimes: the same shop as a Node process and in workerd, each reached by HTTP alone. */
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Asked } from '../../src/server/control.ts';
import { realClock } from '../../src/server/real-ports.ts';
import { freePort, ServerProcess } from './process.ts';
import { bundleWorker, workerdProcess } from './workerd.ts';

/** One server of a runtime, over a folder that outlives its kills. */
export interface RunningShop {
  readonly origin: string;
  /** the console's way in: the loopback port on a shop's own machine, a word of the secret at the edge */
  readonly asked: Asked;
  kill(): Promise<void>;
  startAgain(): Promise<void>;
}

/** One runtime. `environment`: the variables of `.env`, as at a deployment. */
export interface Runtime {
  readonly name: 'Node' | 'workerd';
  open(environment?: Record<string, string>): Promise<RunningShop>;
  /** Ends every server and removes every folder. */
  close(): Promise<void>;
}

/** The deployment's secret of every test. */
export const SECRET = 'a secret of the runtime suite';
const HERE = import.meta.dirname;
const CONFIG = join(HERE, '../../wrangler.jsonc');

/** A folder that is removed at the end. */
export function makeFolder(undo: (() => void | Promise<void>)[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'pling-runtime-'));
  undo.push(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A built app as small as can be. */
function writeApp(folder: string): string {
  const dist = join(folder, 'dist');
  const files = {
    'index.html': '<title>Pling</title>',
    'service-worker.js': '// worker',
    'manifest.webmanifest': '{"name":"Pling"}',
    'assets/main-abc.js': 'let x = 1;\n'.repeat(200),
    'assets/decoder-abc.wasm': '\0asm',
    'src/gateway-sim/wallet/index.html': '<title>Wallet</title>',
  };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(dist, path)), { recursive: true });
    writeFileSync(join(dist, path), text);
  }
  return dist;
}

/** `npm start`'s server. */
export function nodeRuntime(): Runtime {
  const undo: (() => void | Promise<void>)[] = [];
  return {
    name: 'Node',
    open: async (environment = {}) => {
      const folder = makeFolder(undo);
      const port = await freePort();
      const dataDir = join(folder, 'data');
      const server = new ServerProcess([join(HERE, 'node-server.ts'), writeApp(folder)], {
        PLING_SECRET: SECRET,
        DATA_DIR: dataDir,
        PORT: String(port),
        ...environment,
      });
      return running(undo, server, port, { dataDir, shop: null });
    },
    close: () => closeAll(undo),
  };
}

/** What `wrangler deploy` would upload, in workerd with its storage in a folder. */
export function workerdRuntime(): Runtime {
  const undo: (() => void | Promise<void>)[] = [];
  let script: string | null = null;
  return {
    name: 'workerd',
    open: async (environment = {}) => {
      const folder = makeFolder(undo);
      const assets = writeApp(folder);
      script ??= bundleWorker(CONFIG, makeFolder(undo), assets);
      const port = await freePort();
      const bindings = { PLING_SECRET: SECRET, ...environment };
      const server = workerdProcess({ config: CONFIG, script, assets, folder, port, bindings });
      const origin = `http://127.0.0.1:${port}`;
      const secret = createHash('sha256').update(SECRET).digest();
      const farAway = { origin, secret, clock: realClock };
      return running(undo, server, port, { dataDir: folder, shop: null, farAway });
    },
    close: () => closeAll(undo),
  };
}

async function running(
  undo: (() => void | Promise<void>)[],
  server: ServerProcess,
  port: number,
  asked: Asked,
): Promise<RunningShop> {
  const origin = `http://127.0.0.1:${port}`;
  // A file: at the edge no object is touched by it, so that only its alarm can wake it.
  const start = (): Promise<void> => server.start(`${origin}/`);
  undo.push(() => server.kill());
  await start();
  return { origin, asked, kill: () => server.kill(), startAgain: start };
}

/** Ends what was begun, the last first. */
export async function closeAll(undo: (() => void | Promise<void>)[]): Promise<void> {
  for (const step of undo.splice(0).reverse()) await step();
}
