/** Which ledger this till has told what it knows. Another one is told the last days before anything else is sent to it. */
import * as v from 'valibot';
import { epochSchema } from '../contract/shapes.ts';
import type { AttemptSnapshot } from '../core/attempt-snapshot.ts';
import { DELIVERY_BACKOFF, waitBefore } from '../core/retry.ts';
import { loadLate, loadOrTell } from './load-late.ts';
import type { Offered } from './offering.ts';
import type { OutboxDeps } from './outbox-deps.ts';

/** Key of the fact: the epoch of the ledger that was told. */
export const EPOCH_FACT = 'epoch';
/** Two ledgers that answer in turn are told in turn, but not at the speed of the network; the fact is read again no faster. */
const AGAIN_MS = 1_000;
/** Stands for the ledger that was told until that is read: no ledger's epoch, so none is believed and none takes a claim. */
const UNREAD = '0';

/** What it needs of the outbox, and what it tells it. */
export interface EpochsDeps extends Omit<OutboxDeps, 'events'> {
  /** Takes in the ledger's word on what it was offered. */
  readonly take: (snapshots: readonly AttemptSnapshot[]) => Promise<void>;
  /** The ledger knows all it must: everything may be sent again. */
  readonly settled: () => void;
  readonly unpaired: () => void;
  readonly troubled: (error: unknown) => void;
}

const lateOffer = loadLate(() => import('./offering.ts'));

/** Fetches what an offer needs. Rejects as `import` does. */
export async function warmOffer(): Promise<void> {
  await lateOffer.load();
}

/** The epochs of one realm's ledger. */
export class Epochs {
  readonly #deps: EpochsDeps;
  #known: string | null = UNREAD;
  /** The last epoch heard of. */
  #heard: string | null = null;
  /** The ledger has said that it is another one, but not which. */
  #isDoubted = false;
  #phase: 'unread' | 'running' | 'stopped' = 'unread';
  #isOffering = false;
  #failures = 0;
  #dueAt = -Infinity;
  #undo: () => void = () => undefined;

  constructor(deps: EpochsDeps) {
    this.#deps = deps;
  }

  /** Reads which ledger an earlier run had told, and begins. What cannot be read is told, and read again until it can. */
  async start(): Promise<void> {
    const { journal, timers, settled, troubled } = this.#deps;
    try {
      const fact = v.safeParse(epochSchema, await journal.fact(EPOCH_FACT));
      if (this.#phase === 'stopped') return;
      this.#known = fact.success ? fact.output : null;
      this.#phase = 'running';
    } catch (error) {
      troubled(error);
      if (this.#phase !== 'stopped') this.#undo = timers.after(AGAIN_MS, () => void this.start());
      return;
    }
    if (this.#heard !== null) this.heard(this.#heard);
    if (this.isSettled()) settled();
  }

  /** Ends for good. */
  stop(): void {
    this.#phase = 'stopped';
    this.#undo();
  }

  /** A ledger of this realm spoke. The first one ever is only remembered: there is nothing another one had been told. */
  heard(epoch: string): void {
    const wasSettled = this.isSettled();
    this.#heard = epoch;
    this.#isDoubted = false;
    if (this.#phase !== 'running') return;
    if (this.#known === null) void this.#remember(epoch);
    // A late word of a ledger that is gone: the next one of the present ledger takes it back.
    if (this.isSettled() && !wasSettled) this.#deps.settled();
    this.offerIfDue();
  }

  /** The ledger refused a claim as made to another one: it is told what is known here, and its answer says who it is. */
  doubt(): void {
    this.#isDoubted = true;
    this.offerIfDue();
  }

  /** The ledger every claim is made to; null before the first was heard, no ledger's while it is not read. */
  known(): string | null {
    return this.#known;
  }

  /** True while nothing stands before what the journal owes. */
  isSettled(): boolean {
    if (this.#phase !== 'running' || this.#isOffering || this.#isDoubted) return false;
    return this.#known === null || this.#heard === null || this.#heard === this.#known;
  }

  /** True for the ledger that was told: what any other one says of an attempt may come from a copy that forgot it. */
  knows(epoch: string): boolean {
    return this.#known === null || this.#known === epoch;
  }

  /** The next try need not wait ("Send now", paired again). */
  forgive(): void {
    this.#failures = 0;
    this.#dueAt = -Infinity;
    this.offerIfDue();
  }

  /** Makes the offer that is owed, now or when it is time. Cheap: call it whenever anything changed. */
  offerIfDue(): void {
    if (this.#phase !== 'running') return;
    this.#undo();
    const { clock, connectivity, timers } = this.#deps;
    if (this.#isOffering || this.isSettled() || !connectivity.isUp()) return;
    const waitMs = this.#dueAt - clock.monotonic();
    if (waitMs > 0) this.#undo = timers.after(waitMs, () => this.offerIfDue());
    else this.#offer().catch((error: unknown) => this.#deps.troubled(error));
  }

  async #offer(): Promise<void> {
    this.#isOffering = true;
    let offered: Offered = 'again';
    try {
      offered = await this.#tellAll();
      if (typeof offered === 'object') {
        this.#isDoubted = false;
        await this.#remember(offered.epoch);
      }
      // The one that was told before has not heard what this one has said: nobody counts as told.
      if (offered === 'partly') await this.#remember(UNREAD);
    } finally {
      this.#isOffering = false;
      this.#plan(typeof offered === 'object');
    }
    if (offered === 'unpaired') return this.#deps.unpaired();
    if (this.isSettled()) this.#deps.settled();
    this.offerIfDue();
  }

  #plan(isDone: boolean): void {
    const { clock, random } = this.#deps;
    const jitter = (random.bytes(1)[0] ?? 0) / 255;
    this.#failures = isDone ? 0 : this.#failures + 1;
    const waitMs = isDone ? AGAIN_MS : waitBefore(this.#failures - 1, DELIVERY_BACKOFF, jitter);
    this.#dueAt = clock.monotonic() + waitMs;
  }

  /** A ledger of another epoch is a rare thing: what tells it is fetched then, and again where that failed. */
  async #tellAll(): Promise<Offered> {
    const offering = lateOffer.now() ?? (await loadOrTell(lateOffer, this.#deps.log, 'offer'));
    return offering ? offering.tellAll(this.#deps) : 'again';
  }

  /** What cannot be saved is told; the next run then finds the epoch before it, and offers once more. */
  async #remember(epoch: string): Promise<void> {
    this.#known = epoch;
    try {
      await this.#deps.journal.commit({ entries: [], sales: [], facts: { [EPOCH_FACT]: epoch } });
    } catch (error) {
      this.#deps.troubled(error);
    }
  }
}
