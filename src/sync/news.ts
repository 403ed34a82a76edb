/** Takes in the ledger's words: each is written in the journal before anybody sees it, counters are only remembered. */
import { isUnsent } from '../core/attempt.ts';
import type { AttemptSnapshot } from '../core/attempt-snapshot.ts';
import type { Reference, SaleId } from '../core/ids.ts';
import type { Codes } from './codes.ts';
import { POSITION_FACT } from './live-feed.ts';
import { LatestWords } from './looks.ts';
import { newsChange, takenChange } from './news-change.ts';
import type { OutboxDeps } from './outbox-deps.ts';
import { UnsavedNews } from './unsaved-news.ts';
import type { Writer } from './writer.ts';

/** What it shares with the outbox. */
export interface NewsParts {
  readonly deps: OutboxDeps;
  readonly write: Writer;
  readonly codes: Codes;
  /** News could not be saved: it must be asked for again. */
  readonly askLater: (reference: Reference) => void;
}

/** The news of one realm. */
export class News {
  readonly #deps: OutboxDeps;
  readonly #write: Writer;
  readonly #codes: Codes;
  readonly #askLater: (reference: Reference) => void;
  readonly #words = new LatestWords();
  readonly #unsaved: UnsavedNews;
  /** News on its way into the journal, in order. */
  readonly #saving = new Set<AttemptSnapshot>();

  constructor({ deps, write, codes, askLater }: NewsParts) {
    this.#deps = deps;
    this.#write = write;
    this.#codes = codes;
    this.#askLater = askLater;
    this.#unsaved = new UnsavedNews(deps.timers, (snapshot) =>
      this.take(snapshot, null).catch((error: unknown) => deps.events.troubled(error)),
    );
  }

  /** True while the journal lacks something that was heard. */
  hasUnsaved(): boolean {
    return this.#unsaved.isAny();
  }

  /** Tries to save nothing any more. */
  stop(): void {
    this.#unsaved.stop();
  }

  /** The freshest word on an attempt, journaled or not. */
  latest(reference: Reference): AttemptSnapshot | null {
    return this.#words.of(reference);
  }

  /** The attempts' sale is over. */
  forget(references: readonly Reference[]): void {
    this.#words.forget(references);
  }

  /** Takes one word in. */
  async take(snapshot: AttemptSnapshot, position: string | null): Promise<void> {
    const { sales, connectivity, events, ownTill } = this.#deps;
    const { reference, saleId } = snapshot;
    connectivity.heardBeyond(snapshot.leg);
    const before = sales.get(saleId);
    // The feed tells of every till's attempts; those of others are not remembered here.
    if (before) this.#words.keep(snapshot);
    const after = await this.#saved(snapshot, (sale) => {
      const change = newsChange(sale, snapshot, ownTill());
      return change && { ...change, facts: this.#facts(this.#isNext(snapshot) ? position : null) };
    });
    if (after === undefined) {
      this.#unsaved.failed(snapshot);
      this.#askLater(reference);
    } else {
      this.#unsaved.saved(snapshot);
      if (after === before) events.counted();
    }
    if (!after) return;
    // The ledger has it, and a sale that is over is driven no more: its code would stay in memory for ever.
    if (!isUnsent(snapshot.state)) this.#codes.drop([reference]);
  }

  async #saved(snapshot: AttemptSnapshot, decide: Parameters<Writer>[1]): ReturnType<Writer> {
    this.#saving.add(snapshot);
    try {
      return await this.#write(snapshot.saleId, decide);
    } finally {
      this.#saving.delete(snapshot);
    }
  }

  /** True where all that was heard before it is saved: only then may the feed's place be kept beside it. */
  #isNext(snapshot: AttemptSnapshot): boolean {
    const [first] = this.#saving;
    return first === snapshot && !this.#unsaved.isAny();
  }

  /** Another till goes on with the sale: nothing of it is sent from here any more. */
  async takenAway(id: SaleId): Promise<void> {
    const after = await this.#write(id, (sale) => (sale && !sale.takenAway ? takenChange(sale) : null));
    if (after?.takenAway) this.#codes.drop(after.attempts.map(({ reference }) => reference));
  }

  /** What is kept beside a piece of news: where the feed stands, and the ledger's clock. */
  #facts(position: string | null): Record<string, unknown> {
    const pair = this.#deps.serverClock.pairToKeep();
    return {
      ...(pair ? { 'server-clock': pair } : {}),
      ...(position === null ? {} : { [POSITION_FACT]: position }),
    };
  }
}
