/** The practice gateway as a process of its own, so that it lives on while the proxy is killed. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const root = join(import.meta.dirname, '../..');

/** The one store it knows. */
export interface GatewayStore {
  readonly merchantNo: string;
  readonly storeNo: string;
  readonly token: string;
}

/** One practice gateway on a loopback port. */
export class GatewayProcess {
  readonly port: number;
  readonly #dataDir: string;
  readonly #store: GatewayStore;
  #child: ChildProcess | null = null;

  constructor(port: number, dataDir: string, store: GatewayStore) {
    this.port = port;
    this.#dataDir = dataDir;
    this.#store = store;
  }

  /** Where its API and its /sim are. */
  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Its own file: what really moved. */
  get path(): string {
    return join(this.#dataDir, 'gateway-sim', 'gateway.sqlite');
  }

  /** Starts it and waits until it answers; throws with its own words when it does not. */
  async start(): Promise<void> {
    const entry = join(root, 'src/server/gateway-sim-main.ts');
    const child = spawn(process.execPath, [entry, '--port', String(this.port)], {
      cwd: root,
      env: {
        PATH: process.env['PATH'] ?? '',
        DATA_DIR: this.#dataDir,
        POCKYT_MERCHANT_NO: this.#store.merchantNo,
        POCKYT_STORE_NO: this.#store.storeNo,
        POCKYT_TOKEN: this.#store.token,
      },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    this.#child = child;
    let said = '';
    child.stderr.on('data', (bytes: Buffer) => (said += bytes.toString()));
    for (let tries = 0; tries < 200 && child.exitCode === null; tries += 1) {
      const answer = await fetch(`${this.url}/sim/charges`).catch(() => null);
      if (answer?.ok) return;
      await pause(50);
    }
    throw new Error(`The practice gateway did not start:\n${said}`);
  }

  /** Ends it. */
  async stop(): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }
}
