/** Attempts to look at once, and the freshest word heard of each. */
import type { AttemptSnapshot } from '../core/attempt-snapshot.ts';
import type { Reference } from '../core/ids.ts';

/** The looks that are wanted. */
export class Looks {
  /** True: the gateway is asked as well, not only the ledger. */
  readonly #wanted = new Map<Reference, boolean>();

  /** Wants a look; one that asks the gateway is not made less by one that does not. */
  want(reference: Reference, askGateway = false): void {
    this.#wanted.set(reference, askGateway || this.#wanted.get(reference) === true);
  }

  /** True while one is wanted. */
  wants(reference: Reference): boolean {
    return this.#wanted.has(reference);
  }

  /** The look begins: true when it asks the gateway. */
  take(reference: Reference): boolean {
    const askGateway = this.#wanted.get(reference) === true;
    this.#wanted.delete(reference);
    return askGateway;
  }

  /** The attempts' sale is over. */
  forget(references: Iterable<Reference>): void {
    for (const reference of references) this.#wanted.delete(reference);
  }
}

/** The ledger's freshest words, journaled or not: counters are shown, but are no entries. */
export class LatestWords {
  readonly #words = new Map<Reference, AttemptSnapshot>();

  /** The freshest word on an attempt; null when none was heard in this run, or its sale is over. */
  of(reference: Reference): AttemptSnapshot | null {
    return this.#words.get(reference) ?? null;
  }

  /** Of two with one version the later has the fresher counters. A ledger of another epoch counts anew. */
  keep(word: AttemptSnapshot): void {
    const known = this.#words.get(word.reference);
    const isOlder = known?.epoch === word.epoch && known.version > word.version;
    if (!isOlder) this.#words.set(word.reference, word);
  }

  /** The attempts' sale is over: its journal has the last word. */
  forget(references: Iterable<Reference>): void {
    for (const reference of references) this.#words.delete(reference);
  }
}
