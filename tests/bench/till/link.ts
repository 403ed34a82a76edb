/** The way between a tablet and its server: bytes take half a round trip each way, a new connection one more to be made. */
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { wallNow } from './wall.ts';

/** Something that was looked for and went by, and when, on this machine's wall clock, ms. */
export interface Passed {
  readonly what: string;
  readonly at: number;
}

/** What is looked for: `out` when it leaves the tablet, `in` when it reaches it. */
export interface LookedFor {
  readonly what: string;
  readonly way: 'out' | 'in';
  readonly text: RegExp;
}

/** One link with a round trip of its own, which may be changed while connections are open. */
export class Link {
  /** ms */
  roundTrip = 0;
  /** Nobody is reached: every connection is reset, new ones are refused at once. */
  isCut = false;
  readonly passed: Passed[] = [];
  readonly #lookedFor: readonly LookedFor[];
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(targetPort: number, lookedFor: readonly LookedFor[]) {
    this.#lookedFor = lookedFor;
    this.#server = createServer({ noDelay: true }, (near) => this.#join(near, targetPort));
  }

  /** Listens on a free loopback port. */
  static async listen(targetPort: number, lookedFor: readonly LookedFor[]): Promise<Link> {
    const link = new Link(targetPort, lookedFor);
    await new Promise<void>((resolve) => link.#server.listen(0, '127.0.0.1', resolve));
    return link;
  }

  /** The address the tablet opens. */
  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** When this went by for the last time since `since`; null: it did not. */
  lastOf(what: string, since: number): number | null {
    return this.passed.findLast((one) => one.what === what && one.at >= since)?.at ?? null;
  }

  /** When this went by for the first time since `since`; null: it did not. */
  firstOf(what: string, since: number): number | null {
    return this.passed.find((one) => one.what === what && one.at >= since)?.at ?? null;
  }

  /** Resets what is open. */
  cut(isCut: boolean): void {
    this.isCut = isCut;
    if (isCut) for (const socket of this.#sockets) socket.destroy();
  }

  async close(): Promise<void> {
    this.cut(true);
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #join(near: Socket, targetPort: number): void {
    near.on('error', () => near.destroy());
    if (this.isCut) return void near.destroy();
    const far = connect({ port: targetPort, host: '127.0.0.1', noDelay: true });
    const made = wallNow() + this.roundTrip;
    this.#carry(near, far, 'out', made);
    this.#carry(far, near, 'in', made);
  }

  /** Takes bytes from one end to the other, in their order. */
  #carry(from: Socket, to: Socket, way: 'out' | 'in', notBefore: number): void {
    let lastAt = notBefore;
    this.#sockets.add(from);
    const later = (act: () => void): void => {
      lastAt = Math.max(wallNow() + this.roundTrip / 2, lastAt);
      setTimeout(act, Math.max(0, lastAt - wallNow()));
    };
    from.on('error', () => from.destroy());
    from.on('data', (bytes: Buffer) => {
      if (way === 'out') this.#look(way, bytes);
      later(() => {
        if (way === 'in') this.#look(way, bytes);
        if (!to.destroyed) to.write(bytes);
      });
    });
    from.on('close', () => {
      this.#sockets.delete(from);
      later(() => to.destroy());
    });
  }

  #look(way: 'out' | 'in', bytes: Buffer): void {
    const sought = this.#lookedFor.filter((one) => one.way === way);
    if (sought.length === 0) return;
    const text = bytes.toString('latin1');
    for (const one of sought) if (one.text.test(text)) this.passed.push({ what: one.what, at: wallNow() });
  }
}
