/** The real server as its own process: started, killed −9, and started again on the same data. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

/** A loopback port nobody listens on. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}

/** One Pling server. */
export class ServerProcess {
  #child: ChildProcess | null = null;
  #output = '';
  readonly port: number;
  readonly #env: Readonly<Record<string, string>>;
  readonly #args: readonly string[];

  /** `args`: what Node runs; the server's sources. */
  constructor(
    port: number,
    env: Readonly<Record<string, string>>,
    args: readonly string[] = [join(root, 'src/server/main.ts')],
  ) {
    this.port = port;
    this.#env = env;
    this.#args = args;
  }

  /** Starts it and waits until it answers; throws with its own words when it does not. */
  async start(): Promise<void> {
    this.#output = '';
    const child = spawn(process.execPath, this.#args, {
      cwd: root,
      env: { PATH: process.env['PATH'] ?? '', ...this.#env, PORT: String(this.port) },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    const take = (bytes: Buffer): void => {
      this.#output += bytes.toString();
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    for (let tries = 0; tries < 200; tries += 1) {
      if (child.exitCode !== null) break;
      const health = await fetch(`http://127.0.0.1:${this.port}/healthz`).catch(() => null);
      if (health?.ok) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`The server did not start:\n${this.#output}`);
  }

  /** All it has printed since its start. */
  get output(): string {
    return this.#output;
  }

  /** Its running process, to wait for its end. */
  get child(): ChildProcess {
    if (this.#child === null) throw new Error('The server does not run.');
    return this.#child;
  }

  /** Its process; undefined while it does not run. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** The one-time pairing code it printed at its start. */
  get pairingCode(): string {
    const match = /#pair=([^\s"]+)/.exec(this.#output);
    if (!match?.[1]) throw new Error(`No pairing code in:\n${this.#output}`);
    return match[1];
  }

  /** Kills it as a power cut would. */
  async kill(signal: 'SIGKILL' | 'SIGTERM' = 'SIGKILL'): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  }
}
