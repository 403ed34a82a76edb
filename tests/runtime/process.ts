/** A server as a process of its own: started, killed as a power cut would, started again on the same port. */
import { spawn, type ChildProcess } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';

/** How long a start may take, ms. */
const START_MS = 20_000;
const LOOK_EVERY_MS = 50;

/** A port nobody listens on now. */
export async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

/** One server, run by Node from `args`. */
export class ServerProcess {
  readonly #args: readonly string[];
  readonly #env: Record<string, string>;
  #child: ChildProcess | null = null;
  #words = '';

  constructor(args: readonly string[], env: Record<string, string>) {
    this.#args = args;
    this.#env = env;
  }

  /** Resolves when it answers at `url`; rejects with what it said where it ends before. */
  async start(url: string): Promise<void> {
    // A group of its own: what it starts (workerd) is killed with it.
    const child = spawn(process.execPath, this.#args, {
      detached: true,
      env: { PATH: process.env['PATH'] ?? '', ...this.#env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    for (const out of [child.stdout, child.stderr]) out.on('data', (part) => (this.#words += String(part)));
    const until = performance.now() + START_MS;
    while (!(await answers(url))) {
      if (child.exitCode !== null || performance.now() > until) throw new Error(`No start: ${this.#words}`);
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
  }

  /** Kills the whole group at once, whatever it is doing. */
  async kill(): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (child?.pid === undefined || child.exitCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    process.kill(-child.pid, 'SIGKILL');
    await gone;
  }

  /** What it has printed. */
  words(): string {
    return this.#words;
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    await (await fetch(url)).arrayBuffer();
    return true;
  } catch {
    return false; // nobody listens yet
  }
}
