/** Which ledger this till has told what it knows. Another one is told the last days before anything else is sent to it. */
import * as v from 'valibot';
import type { ProblemCode } from '../contract/problem.ts';
import { epochSchema } from '../contract/shapes.ts';
import type { AttemptSnapshot } from '../core/attempt-snapshot.ts';
import type { Sale } from '../core/sale.ts';
import { DELIVERY_BACKOFF, waitBefore } from '../core/retry.ts';
import { chunksOf, offeredSale, salesToOffer, type ToServer } from './offer.ts';
import type { OutboxDeps } from './outbox-deps.ts';

/** Key of the fact: the epoch of the ledger that was told. */
export const EPOCH_FACT = 'epoch';
/** Two ledgers that answer in turn are told in turn, but not at the speed of the network. */
const BETWEEN_OFFERS_MS = 1_000;

/** What it needs of the outbox, and what it tells it. */
export interface EpochsDeps extends Omit<OutboxDeps, 'events'> {
  /** Takes in the ledger's word on what it was offered. */
  readonly take: (snapshots: readonly AttemptSnapshot[]) => Promise<void>;
  /** The ledger knows all it must: everything may be sent again. */
  readonly settled: () => void;
  readonly unpaired: () => void;
  readonly troubled: (error: unknown) => void;
}

/** What came of one offer: the epoch that took it, or why it must be made again. */
type Offered = { readonly epoch: string } | 'again' | 'unpaired';

/** The epochs of one realm's ledger. */
export class Epochs {
  readonly #deps: EpochsDeps;
  #known: string | null = null;
  /** The last epoch heard of. */
  #heard: string | null = null;
  /** The ledger has said that it is another one, but not which. */
  #isDoubted = false;
  #isRunning = false;
  #isOffering = false;
  #failures = 0;
  #dueAt = -Infinity;
  #undo: () => void = () => undefined;

  constructor(deps: EpochsDeps) {
    this.#deps = deps;
  }

  /** Reads which ledger an earlier run had told, and begins. Rejects with JournalError. */
  async start(): Promise<void> {
    const fact = v.safeParse(epochSchema, await this.#deps.journal.fact(EPOCH_FACT));
    this.#known = fact.success ? fact.output : null;
    this.#isRunning = true;
    if (this.#heard !== null) this.heard(this.#heard);
  }

  /** Ends for good. */
  stop(): void {
    this.#isRunning = false;
    this.#undo();
  }

  /** A ledger of this realm spoke. The first one ever is only remembered: there is nothing another one had been told. */
  heard(epoch: string): void {
    const wasSettled = this.isSettled();
    this.#heard = epoch;
    this.#isDoubted = false;
    if (!this.#isRunning) return;
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

  /** The ledger every claim is made to; null before the first was heard. */
  known(): string | null {
    return this.#known;
  }

  /** True while nothing stands before what the journal owes. */
  isSettled(): boolean {
    if (this.#isOffering || this.#isDoubted) return false;
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
    this.#undo();
    const { clock, connectivity, timers } = this.#deps;
    if (!this.#isRunning || this.#isOffering || this.isSettled() || !connectivity.isUp()) return;
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
    const waitMs = isDone ? BETWEEN_OFFERS_MS : waitBefore(this.#failures - 1, DELIVERY_BACKOFF, jitter);
    this.#dueAt = clock.monotonic() + waitMs;
  }

  async #tellAll(): Promise<Offered> {
    const { journal, serverClock, clock, timeZone } = this.#deps;
    const sales = await salesToOffer(journal, serverClock.now() ?? clock.now(), timeZone());
    let epoch: string | null = null;
    // An empty one first: whatever becomes of the sales, the answer says which ledger it is.
    for (const chunk of [[], ...chunksOf(sales)]) {
      const told = await this.#tell(chunk);
      if (told === 'refused' && epoch !== null) continue;
      if (typeof told === 'string') return told === 'unpaired' ? told : 'again';
      // It changed on the way: the ledger that is there now has not heard the beginning.
      if (epoch !== null && told.epoch !== epoch) return 'again';
      epoch = told.epoch;
    }
    return epoch === null ? 'again' : { epoch };
  }

  /** `refused`: it will not have these sales; the rest must not wait for them for ever. */
  async #tell(sales: readonly Sale[]): Promise<Offered | 'refused'> {
    const { transport, realm, log, take } = this.#deps;
    const offer = { realm, sales: sales.map((sale) => offeredSale(sale, this.#toServer)) };
    const result = await transport.offer(offer);
    log.info('offer', { sales: sales.length, result: result.kind });
    if (result.kind === 'silent') return 'again';
    if (result.kind === 'answer') {
      await take(result.answer.attempts);
      return { epoch: result.answer.epoch };
    }
    if (result.code === 'not-paired') return 'unpaired';
    if (mayPass(result.code)) return 'again';
    log.warn('offer refused', { code: result.code });
    return 'refused';
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

  readonly #toServer: ToServer = (wall) => {
    const { serverClock, clock } = this.#deps;
    const now = serverClock.now();
    return now === null ? null : Math.max(0, Math.round(now - (clock.now() - wall)));
  };
}

/** Another realm answers for a while, or the ledger cannot just now. */
function mayPass(code: ProblemCode): boolean {
  return ['other-realm', 'too-many', 'ledger-unwell', 'internal-error', 'not-found'].includes(code);
}
