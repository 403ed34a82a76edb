/** One live feed over the network: pieces arrive later, a stalled line says nothing, a cut one breaks on both sides. */
import type { TextReader } from './light-http.ts';

/** What carries it. */
export interface LineDeps {
  readonly server: ReadableStreamDefaultReader<Uint8Array>;
  /** One way over the leg, ms; null: the piece does not arrive, and nothing after it. */
  readonly way: () => number | null;
  readonly later: (ms: number, run: () => void) => void;
}

type Piece = { done: boolean; value: string };

/** A line from the proxy to one page. */
export class LiveLine {
  readonly reader: TextReader;
  readonly #deps: LineDeps;
  readonly #sent: Piece[] = [];
  readonly #arrived: Piece[] = [];
  readonly #decoder = new TextDecoder();
  #waiting: { resolve: (piece: Piece) => void; reject: (error: Error) => void } | null = null;
  #isCut = false;
  #isStalled = false;

  constructor(deps: LineDeps) {
    this.#deps = deps;
    this.reader = {
      read: () => this.#read(),
      cancel: async () => this.cut(),
    };
    void this.#pump();
  }

  /** The line breaks. */
  cut(): void {
    if (this.#isCut) return;
    this.#isCut = true;
    this.#waiting?.reject(new TypeError('network error'));
    this.#waiting = null;
    this.#deps.server.cancel().catch(ignore);
  }

  /** Nothing arrives any more, and nobody hears of it. */
  stall(): void {
    this.#isStalled = true;
  }

  #read(): Promise<Piece> {
    const piece = this.#arrived.shift();
    if (piece) return Promise.resolve(piece);
    if (this.#isCut) return Promise.reject(new TypeError('network error'));
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
    });
  }

  async #pump(): Promise<void> {
    try {
      for (;;) {
        const { done, value } = await this.#deps.server.read();
        if (this.#isCut) return;
        this.#send({ done, value: value ? this.#decoder.decode(value, { stream: true }) : '' });
        if (done) return;
      }
    } catch {
      this.cut(); // the proxy ended the stream by an error: the page sees a broken line
    }
  }

  #send(piece: Piece): void {
    const way = this.#isStalled ? null : this.#deps.way();
    if (way === null) {
      this.stall();
      return;
    }
    this.#sent.push(piece);
    // Pieces of one line never overtake each other: whatever arrives next is the oldest on its way.
    this.#deps.later(way, () => {
      const oldest = this.#sent.shift();
      if (oldest && !this.#isCut && !this.#isStalled) this.#take(oldest);
    });
  }

  #take(piece: Piece): void {
    const waiting = this.#waiting;
    this.#waiting = null;
    if (waiting) waiting.resolve(piece);
    else this.#arrived.push(piece);
  }
}

function ignore(): void {
  // A stream that is gone already cannot be cancelled.
}
