/** A readable stream with what the live feed uses of one: backpressure, pull, close, error and cancel, without the weight. */

interface Source<T> {
  start?(out: LightController<T>): void;
  pull?(): void;
  cancel?(): void;
}

type Piece<T> =
  { readonly done: false; readonly value: T } | { readonly done: true; readonly value: undefined };

/** Where the source writes. */
export class LightController<T> {
  readonly #stream: LightStream<T>;

  constructor(stream: LightStream<T>) {
    this.#stream = stream;
  }

  /** Room left before the reader lags behind. */
  get desiredSize(): number {
    return this.#stream.room();
  }

  enqueue(value: T): void {
    this.#stream.put(value);
  }

  close(): void {
    this.#stream.end(null);
  }

  error(reason: unknown): void {
    this.#stream.end({ reason: reason instanceof Error ? reason : new Error(String(reason)) });
  }
}

/** The stream. */
export class LightStream<T> {
  readonly #source: Source<T>;
  readonly #highWaterMark: number;
  readonly #queue: T[] = [];
  #waiting: { resolve: (piece: Piece<T>) => void; reject: (reason: Error) => void } | null = null;
  #end: { readonly broke: { readonly reason: Error } | null } | null = null;

  constructor(source: Source<T>, { highWaterMark = 1 }: { readonly highWaterMark?: number } = {}) {
    this.#source = source;
    this.#highWaterMark = highWaterMark;
    source.start?.(new LightController(this));
    // The platform pulls for the first time once the start is over.
    void Promise.resolve().then(() => this.#pull());
  }

  getReader(): { read: () => Promise<Piece<T>>; cancel: () => Promise<void> } {
    return { read: () => this.#read(), cancel: () => this.cancel() };
  }

  /** The reader wants no more. */
  async cancel(): Promise<void> {
    if (this.#end !== null) return;
    this.end(null);
    this.#queue.length = 0;
    this.#source.cancel?.();
  }

  /** Room left; never negative for an open stream of small pieces. */
  room(): number {
    return this.#end === null ? this.#highWaterMark - this.#queue.length : 0;
  }

  /** Takes a piece in. */
  put(value: T): void {
    if (this.#end !== null) throw new TypeError('The stream has ended');
    const waiting = this.#waiting;
    this.#waiting = null;
    if (waiting) waiting.resolve({ done: false, value });
    else this.#queue.push(value);
    if (waiting) this.#pull();
  }

  /** Ends it; `broke`: by an error, which drops what was not read. */
  end(broke: { readonly reason: Error } | null): void {
    if (this.#end !== null) return;
    this.#end = { broke };
    if (broke) this.#queue.length = 0;
    const waiting = this.#waiting;
    this.#waiting = null;
    if (broke) waiting?.reject(broke.reason);
    else waiting?.resolve({ done: true, value: undefined });
  }

  #pull(): void {
    if (this.room() > 0) this.#source.pull?.();
  }

  #read(): Promise<Piece<T>> {
    const value = this.#queue.shift();
    if (value !== undefined) {
      this.#pull();
      return Promise.resolve({ done: false, value });
    }
    if (this.#end?.broke) return Promise.reject(this.#end.broke.reason);
    if (this.#end) return Promise.resolve({ done: true, value: undefined });
    const waiting = new Promise<Piece<T>>((resolve, reject) => {
      this.#waiting = { resolve, reject };
    });
    this.#pull();
    return waiting;
  }
}
