/** A thousand live feeds open at once, and how long the gateway's word takes to reach each. */
import { Agent, get, type IncomingMessage } from 'node:http';
import type { ShopClient } from './shop-client.ts';

/** Open feeds that note when each hears of an attempt. */
export class Streams {
  /** By reference: when each feed heard it, ms of `performance.now`. */
  readonly heard = new Map<string, number[]>();
  readonly #open: IncomingMessage[] = [];
  readonly #agent = new Agent({ maxSockets: Infinity });

  /** Opens `count` feeds, some a time, and waits for each one's first event. */
  async open(client: ShopClient, count: number): Promise<void> {
    while (this.#open.length < count) {
      const some = Math.min(50, count - this.#open.length);
      const from = this.#open.length;
      await Promise.all(Array.from({ length: some }, (_, n) => this.#openOne(client, from + n)));
    }
  }

  async #openOne({ origin, tills }: ShopClient, n: number): Promise<void> {
    const cookie = tills[n % tills.length] ?? '';
    const stream = await new Promise<IncomingMessage>((resolve, reject) => {
      get(`${origin}/api/live`, { agent: this.#agent, headers: { cookie } }, resolve).on('error', reject);
    });
    if (stream.statusCode !== 200) throw new Error(`A feed answered ${stream.statusCode}`);
    this.#open.push(stream);
    stream.on('error', () => undefined); // the server ends them all at the close
    await new Promise<void>((resolve) => {
      stream.on('data', (bytes: Buffer) => {
        resolve();
        this.#note(bytes.toString());
      });
    });
  }

  #note(text: string): void {
    if (!text.includes('"paid"')) return;
    for (const [, reference = ''] of text.matchAll(/"reference":"(\w+)"/g)) {
      const times = this.heard.get(reference) ?? [];
      times.push(performance.now());
      this.heard.set(reference, times);
    }
  }

  close(): void {
    for (const stream of this.#open) stream.destroy();
    this.#agent.destroy();
  }
}
