/** The outbox: sends what the journal owes, sale by sale, `pay` first; a refused entry parks only itself. */
import type { AttemptSnapshot } from '../core/attempt-snapshot.ts';
import type { Reference, SaleId } from '../core/ids.ts';
import type { ChangeRequest } from '../contract/till-api.ts';
import type { Sale, TillAttempt } from '../core/sale.ts';
import { isOpen } from '../journal/day-totals.ts';
import { Codes } from './codes.ts';
import { claimOf } from './claim.ts';
import {
  duties,
  keyOf,
  nextDutyAt,
  waitsForNobody,
  type Circumstances,
  type Duty,
  owesCancel,
} from './duties.ts';
import { Epochs } from './epochs.ts';
import { loadHeldCodes } from './load-held.ts';
import { LateSender } from './late-sender.ts';
import { isLocal, localChange, type LocalDuty } from './local-duty.ts';
import { Looks } from './looks.ts';
import { News } from './news.ts';
import type { OutboxDeps } from './outbox-deps.ts';
import { Tries } from './tries.ts';
import type { SentDuty } from './verdict.ts';
import { makeWriter, type Writer } from './writer.ts';

/** One per till and realm. */
export class Outbox {
  readonly #deps: OutboxDeps;
  readonly #write: Writer;
  readonly #tries: Tries;
  /** Hold a code here before the write that holds it, so that the same turn can send it; drop it where that write fails. */
  readonly codes = new Codes();
  readonly #looks = new Looks();
  readonly #news: News;
  readonly #epochs: Epochs;
  readonly #sender: LateSender;
  /** Unsent attempts the ledger has said it does not know. */
  readonly #unknown = new Set<Reference>();
  /** Sales with a change under way that is not `pay`: one at a time, so that a fence is not overtaken. */
  readonly #busy = new Set<SaleId>();
  readonly #undos: Array<() => void> = [];
  #undoTimer: () => void = () => undefined;
  /** `stopped` is for good: a start that still reads the journal then begins nothing. */
  #phase: 'idle' | 'running' | 'stopped' = 'idle';
  #isVisible = true;
  #isFeedLive = false;
  /** The proxy does not know this tablet: nothing is sent until it does again. */
  #isUnpaired = false;

  constructor(deps: OutboxDeps) {
    this.#deps = deps;
    this.#tries = new Tries(deps.random);
    this.#write = makeWriter(deps);
    this.#epochs = new Epochs({
      ...deps,
      take: (snapshots) => this.#takeAll(snapshots),
      settled: () => this.lookAtAll(),
      unpaired: () => this.#unpaired(),
      troubled: (error) => deps.events.troubled(error),
    });
    const shared = { deps, write: this.#write, codes: this.codes };
    this.#news = new News({ ...shared, askLater: (reference) => this.#askLater(reference) });
    this.#sender = new LateSender({
      ...shared,
      tries: this.#tries,
      looks: this.#looks,
      news: this.#news,
      epochs: this.#epochs,
      unknown: this.#unknown,
      unpaired: () => this.#unpaired(),
      owesCancel,
      takeNews: (snapshot) => this.takeNews(snapshot),
    });
  }

  /** Takes up what the journal owes. */
  async start(): Promise<void> {
    const { journal, sales, connectivity, clock, events } = this.#deps;
    try {
      this.codes.load(await loadHeldCodes(journal, sales.open(), clock.now()));
    } catch (error) {
      // Sending begins all the same: a code that cannot be read is gone, and its attempt ends as not charged.
      events.troubled(error);
    }
    await this.#epochs.start();
    if (this.#phase === 'stopped') return;
    this.#phase = 'running';
    this.#undos.push(
      sales.subscribe((_before, after) => this.#onsale(after)),
      connectivity.subscribe(() => this.kick()),
    );
    this.lookAtAll();
  }

  /** Stops sending; what is under way still ends. */
  stop(): void {
    this.#phase = 'stopped';
    this.#undoTimer();
    this.#epochs.stop();
    this.#news.stop();
    for (const undo of this.#undos.splice(0)) undo();
  }

  /** The freshest word of the ledger on an attempt, journaled or not. */
  latest(reference: Reference): AttemptSnapshot | null {
    return this.#news.latest(reference);
  }

  /** True while a `pay` would leave at once. */
  isClear(): boolean {
    return this.#deps.connectivity.isUp() && !this.#isUnpaired && this.#epochs.isSettled() && this.#isVisible;
  }

  /** `pay` leaves only a visible page. */
  setVisible(isVisible: boolean): void {
    this.#isVisible = isVisible;
    this.kick();
  }

  /** While the feed is live nobody needs to ask. */
  setFeedLive(isLive: boolean): void {
    this.#isFeedLive = isLive;
    this.kick();
  }

  /** A ledger of this realm answered; another epoch than before is told first what is known here. */
  heardEpoch(epoch: string): void {
    this.#epochs.heard(epoch);
  }

  /** The proxy knows this tablet (again). */
  paired(): void {
    if (!this.#isUnpaired) return;
    this.#isUnpaired = false;
    this.sendNow();
  }

  /** Looks at one attempt now; `askGateway` forces one question to the gateway. */
  look(reference: Reference, askGateway: boolean): void {
    this.#looks.want(reference, askGateway);
    this.#tries.forgiveOne(`ask ${reference}`);
    this.kick();
  }

  /** Looks at everything that is unfinished. */
  lookAtAll(): void {
    for (const { attempts } of this.#deps.sales.open())
      for (const { reference } of attempts) this.#looks.want(reference);
    this.kick();
  }

  /** Tries everything at once, also what was refused. */
  sendNow(): void {
    this.#tries.forgive();
    this.#epochs.forgive();
    this.lookAtAll();
  }

  /** Takes in the ledger's word, from an answer or from the feed; `position` is the feed's, kept with the news. */
  async takeNews(snapshot: AttemptSnapshot, position: string | null = null): Promise<void> {
    // A ledger that has not been told what is known here may have forgotten what it once knew: its word waits for the offer.
    if (this.#epochs.knows(snapshot.epoch)) await this.#news.take(snapshot, position);
  }

  /** True while the journal lacks news that was heard. */
  hasUnsaved(): boolean {
    return this.#news.hasUnsaved();
  }

  /** Another till has taken the sale over. */
  takenAway(saleId: SaleId): Promise<void> {
    return this.#news.takenAway(saleId);
  }

  /** The claim of a change: whose it is, and the ledger it is made to. */
  claim(sale: Pick<Sale, 'id' | 'number'>, attempt: Pick<TillAttempt, 'amount'>): ChangeRequest {
    return claimOf(sale, attempt, { realm: this.#deps.realm, epoch: this.#epochs.known() });
  }

  /** A claim was refused as made to another ledger. */
  otherLedger(): void {
    this.#epochs.doubt();
  }

  /** Does what is due now and plans the rest. Cheap: call it whenever anything changed. */
  kick(): void {
    this.#undoTimer();
    if (this.#phase !== 'running') return;
    this.#epochs.offerIfDue();
    const open = this.#deps.sales.open();
    const now = this.#circumstances();
    this.#deps.connectivity.setUrgent(open.some((sale) => nextDutyAt(sale, now) !== null));
    const dueAts = open.flatMap((sale) => this.#drive(sale));
    if (dueAts.length === 0) return;
    const waitMs = Math.max(0, Math.min(...dueAts) - this.#deps.clock.monotonic());
    this.#undoTimer = this.#deps.timers.after(waitMs, () => this.kick());
  }

  /** A sale that is over leaves nothing behind in memory. */
  #onsale(sale: Sale): void {
    if (!isOpen(sale)) {
      const references = sale.attempts.map(({ reference }) => reference);
      this.codes.drop(references);
      this.#looks.forget(references);
      this.#news.forget(references);
      for (const reference of references) {
        this.#tries.forget(reference);
        this.#unknown.delete(reference);
      }
    }
    this.kick();
  }

  async #takeAll(snapshots: readonly AttemptSnapshot[]): Promise<void> {
    for (const snapshot of snapshots) await this.#news.take(snapshot, null);
  }

  /** News was heard and could not be saved: it is asked for again, where the sale still moves. */
  #askLater(reference: Reference): void {
    this.#looks.want(reference);
    this.#tries.failed(`ask ${reference}`, this.#deps.clock.monotonic());
    this.kick();
  }

  #unpaired(): void {
    this.#isUnpaired = true;
    this.#deps.events.unpaired();
  }

  #circumstances(): Circumstances {
    return {
      wall: this.#deps.clock.now(),
      serverNow: this.#deps.serverClock.now(),
      isUp: this.#deps.connectivity.isUp() && !this.#isUnpaired && this.#epochs.isSettled(),
      isVisible: this.#isVisible,
      holdsCode: (reference) => this.codes.has(reference),
      isForgotten: ({ reference, ledger }) =>
        this.#unknown.has(reference) || (ledger !== null && !this.#epochs.knows(ledger.epoch)),
    };
  }

  /** Begins what is due of one sale; returns the monotonic times at which something else will be. */
  #drive(sale: Sale): number[] {
    const now = this.#circumstances();
    const monotonic = this.#deps.clock.monotonic();
    const later: number[] = [];
    const nextAt = nextDutyAt(sale, now);
    if (nextAt !== null && nextAt > now.wall) later.push(monotonic + nextAt - now.wall);
    for (const duty of duties(sale, now)) {
      const dueAt = this.#dueAt(duty);
      if (dueAt === null || !this.#isFree(sale, duty)) continue;
      if (dueAt > monotonic) later.push(dueAt);
      else this.#do(sale, duty).catch((error: unknown) => this.#deps.events.troubled(error));
    }
    return later;
  }

  #dueAt(duty: Duty): number | null {
    if (duty.do === 'ask' && this.#isFeedLive && !this.#looks.wants(duty.reference)) return null;
    return this.#tries.dueAt(keyOf(duty));
  }

  /** `pay` waits for nobody; it opens the attempt by itself, so that `open` need not have ended. */
  #isFree(sale: Sale, duty: Duty): boolean {
    return waitsForNobody(duty) || isLocal(duty) || !this.#busy.has(sale.id);
  }

  async #do(sale: Sale, duty: Duty): Promise<void> {
    const key = keyOf(duty);
    this.#tries.begin(key);
    if (isLocal(duty)) {
      const written = await this.#doLocally(sale.id, duty);
      if (written === undefined) this.#tries.failed(key, this.#deps.clock.monotonic());
      else this.#tries.done(key, 0, 0);
    } else {
      await this.#sendInTurn(sale, duty, key);
    }
    this.kick();
  }

  /** Writes what time alone decided; the sale is judged again when its turn comes. Undefined: not written. */
  async #doLocally(id: SaleId, duty: LocalDuty): Promise<Sale | null | undefined> {
    let isWritten = false;
    const after = await this.#write(id, (sale) => {
      isWritten =
        sale !== null && duties(sale, this.#circumstances()).some((owed) => keyOf(owed) === keyOf(duty));
      return isWritten ? localChange(duty) : null;
    });
    // Only what was written counts: a code that turned out to be wanted stays.
    if (after && isWritten && (duty.do === 'too-old' || duty.do === 'drop-code'))
      this.codes.drop([duty.reference]);
    return after;
  }

  async #sendInTurn(sale: Sale, duty: SentDuty, key: string): Promise<void> {
    if (waitsForNobody(duty)) return this.#sender.send(sale, duty, key);
    this.#busy.add(sale.id);
    try {
      await this.#sender.send(sale, duty, key);
    } finally {
      this.#busy.delete(sale.id);
    }
  }
}
