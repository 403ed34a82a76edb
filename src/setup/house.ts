/** The shops behind the door. They can be brought to rest for work on their records, and nobody who is inside is lost. */
import type { Timers } from '../core/ports.ts';
import { StartProblem } from './start-problem.ts';

/** How long those who are inside may take: the longest answer is held 5 s, and then comes by the next question. */
export const LEAVE_WITHIN_MS = 10_000;

/** Shops that can be started and stopped: all of a machine's, or the one of an object. */
export interface Startable {
  fetch(request: Request): Response | Promise<Response>;
  start(): void;
  stop(): Promise<void>;
  endStreams(): void;
}

/** The shops with their databases open. */
export interface OpenShops<Shops extends Startable> {
  readonly pling: Shops;
  /** Closes the databases. The shops must have been stopped. */
  close(): void;
}

/** What a house is made of. */
export interface HouseDeps<Shops extends Startable> {
  /** Opens the databases and composes the shops. Throws a StartProblem; then nothing is open. */
  readonly open: () => OpenShops<Shops>;
  readonly timers: Timers;
}

/** All shops of one server, or the one of an object. */
export class House<Shops extends Startable> {
  readonly #deps: HouseDeps<Shops>;
  #shops: OpenShops<Shops> | null;
  #isShut = false;
  #inside = 0;
  #onempty: () => void = () => undefined;

  /** Opens them. Throws a StartProblem. */
  constructor(deps: HouseDeps<Shops>) {
    this.#deps = deps;
    this.#shops = deps.open();
  }

  /** The shops, to ask something of them. Throws a StartProblem while they rest. */
  get pling(): Shops {
    if (this.#shops === null) throw new StartProblem('The shops rest just now; try again.');
    return this.#shops.pling;
  }

  /** False while the shops rest, and where they could not be opened after it. */
  get isOpen(): boolean {
    return this.#shops !== null;
  }

  start(): void {
    this.pling.start();
  }

  /** Answers a request; while the shops rest, that they do. The practice gateway goes on answering those who are inside. */
  fetch = async (request: Request): Promise<Response> => {
    const shops = this.#shops;
    if (shops === null || (this.#isShut && !isPractice(request))) return resting();
    this.#inside += 1;
    try {
      return await shops.pling.fetch(request);
    } finally {
      this.#inside -= 1;
      if (this.#inside === 0) this.#onempty();
    }
  };

  /** Tills that listen are sent away, and come back. */
  endStreams(): void {
    this.#shops?.pling.endStreams();
  }

  /**
   * Brings the shops to rest, does `work`, and lets them go on with what the files are then. Rejects with what `work`
   * throws; the shops go on all the same.
   */
  async atRest<T>(work: () => T): Promise<T> {
    if (this.#isShut) throw new StartProblem('The shops rest already; try again.');
    this.#isShut = true;
    try {
      await this.#empty();
      await this.stop();
      try {
        return work();
      } finally {
        const opened = this.#deps.open();
        opened.pling.start();
        this.#shops = opened;
      }
    } finally {
      this.#isShut = false;
    }
  }

  /** Stops the shops and closes their databases. What is open at the gateway is asked about at the next start. */
  async stop(): Promise<void> {
    const shops = this.#shops;
    await shops?.pling.stop();
    this.#shops = null;
    shops?.close();
  }

  /** Waits until nobody is inside, but not for ever. */
  #empty(): Promise<void> {
    this.endStreams();
    if (this.#inside === 0) return Promise.resolve();
    return new Promise((resolve) => {
      const undo = this.#deps.timers.after(LEAVE_WITHIN_MS, resolve);
      this.#onempty = () => {
        undo();
        resolve();
      };
    });
  }
}

function isPractice(request: Request): boolean {
  const { pathname } = new URL(request.url);
  return pathname.startsWith('/gateway/') || pathname.startsWith('/webhooks/');
}

/** No news for a till: it asks again. */
function resting(): Response {
  return new Response('One moment.\n', {
    status: 503,
    headers: { 'retry-after': '1', 'cache-control': 'no-store' },
  });
}
