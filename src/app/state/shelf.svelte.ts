/** Whether the browser keeps this tablet's sales, as a rune. */

/** The browser's answer: it keeps them, it may clear them, or it has no such promise to give. */
export type ShelfAnswer = 'kept' | 'may-clear' | 'no-word';

/** The part of `navigator.storage` that is used; absent without a secure context. */
export type PersistentStorage = Pick<StorageManager, 'persist' | 'persisted'>;

/** The browser's promise as a rune. */
export class Shelf {
  readonly #storage: PersistentStorage | null;
  #answer = $state.raw<ShelfAnswer | null>(null);

  constructor(storage: PersistentStorage | null) {
    this.#storage = storage;
  }

  /** The last answer; null until one was given. */
  get answer(): ShelfAnswer | null {
    return this.#answer;
  }

  /** Asks the browser to keep what is stored; some ask the person. Never rejects. */
  ask(): Promise<ShelfAnswer> {
    return this.#hear(this.#storage && (() => this.#storage?.persist()));
  }

  /** Looks whether it was promised before; asks nobody. Never rejects. */
  look(): Promise<ShelfAnswer> {
    return this.#hear(this.#storage && (() => this.#storage?.persisted()));
  }

  async #hear(question: (() => Promise<boolean> | undefined) | null): Promise<ShelfAnswer> {
    this.#answer = question === null ? 'no-word' : await answerTo(question);
    return this.#answer;
  }
}

async function answerTo(question: () => Promise<boolean> | undefined): Promise<ShelfAnswer> {
  try {
    const isKept = await question();
    if (isKept === undefined) return 'no-word';
    return isKept ? 'kept' : 'may-clear';
  } catch {
    return 'no-word'; // a browser that throws here promises nothing
  }
}
