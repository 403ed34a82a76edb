/** A TCP cutter: stands between two programs and breaks the link the ways real networks do. */
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/**
 * `pass`: as if it were not there. `cut`: every connection is reset, new ones are refused at once.
 * `stall`: bytes are taken and go nowhere, in both directions. `drop-answers`: bytes go there, none come back.
 */
export type LinkMode = 'pass' | 'cut' | 'stall' | 'drop-answers';

/** One link that can be broken. */
export class Cutter {
  #mode: LinkMode = 'pass';
  #server: Server;
  #pairs = new Set<readonly [Socket, Socket]>();

  private constructor(targetPort: () => number) {
    this.#server = createServer((near) => {
      this.#join(near, targetPort());
    });
  }

  /** Listens on a free loopback port (or on `port`) in front of `targetPort`, which may change with a restart. */
  static async listen(targetPort: () => number, port = 0): Promise<Cutter> {
    const cutter = new Cutter(targetPort);
    await new Promise<void>((resolve, reject) => {
      cutter.#server.once('error', reject);
      cutter.#server.listen(port, '127.0.0.1', resolve);
    });
    return cutter;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Breaks or mends the link. Mending resets what was half broken, as a returning network does. */
  set(mode: LinkMode): void {
    const wasBroken = this.#mode !== 'pass';
    this.#mode = mode;
    if (mode === 'cut' || (mode === 'pass' && wasBroken)) this.#resetAll();
  }

  async close(): Promise<void> {
    this.#resetAll();
    await new Promise<void>((resolve) => {
      this.#server.close(() => {
        resolve();
      });
    });
  }

  #resetAll(): void {
    for (const [near, far] of this.#pairs) {
      near.resetAndDestroy();
      far.resetAndDestroy();
    }
    this.#pairs.clear();
  }

  #join(near: Socket, targetPort: number): void {
    near.on('error', () => near.destroy());
    if (this.#mode === 'cut') {
      near.resetAndDestroy();
      return;
    }
    const far = connect(targetPort, '127.0.0.1');
    const pair = [near, far] as const;
    this.#pairs.add(pair);
    const end = (): void => {
      near.destroy();
      far.destroy();
      this.#pairs.delete(pair);
    };
    far.on('error', end);
    near.on('close', end);
    far.on('close', end);
    near.on('data', (bytes) => {
      if (this.#mode !== 'stall') far.write(bytes);
    });
    far.on('data', (bytes) => {
      if (this.#mode === 'pass') near.write(bytes);
    });
  }
}
