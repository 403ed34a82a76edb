/** A till's right to ask: good until its token is shut out, also in the middle of a request or a stream. */
import type { TillIdentity } from '../../contract/shop-api.ts';

/** One token's right, shared by everything that came in by it. */
export class Pass {
  readonly #listeners = new Set<() => void>();
  #till: TillIdentity;
  #isGood = true;

  constructor(till: TillIdentity) {
    this.#till = till;
  }

  /** Whose it is, under its present name. */
  get till(): TillIdentity {
    return this.#till;
  }

  /** False once it was shut out. */
  get isGood(): boolean {
    return this.#isGood;
  }

  /** The till has another name from now on. */
  rename(name: string): void {
    this.#till = { ...this.#till, name };
  }

  /** Shuts it out, for good. */
  end(): void {
    this.#isGood = false;
    for (const listener of [...this.#listeners]) listener();
    this.#listeners.clear();
  }

  /** Hears of its end until the returned undo is called. */
  onEnd(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }
}
