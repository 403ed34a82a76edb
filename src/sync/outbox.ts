/** The outbox: sends what the journal owes, sale by sale, `pay` first; a refused entry parks only itself. */
import type { AttemptSnapshot } from '../core/attempt-snapshot.ts';
import { isUnsent } from '../core/attempt.ts';
import type { Reference, SaleId } from '../core/ids.ts';
import type { Sale } from '../core/sale.ts';
import type { OpenSales } from '../journal/open-sales.ts';
import { deliver } from './deliver.ts';
import { duties, keyOf, nextDutyAt, waitsForNobody, type Circumstances, type Duty } from './duties.ts';
import { loadHeldCodes } from './load-held.ts';
import { isLocal, localChange, type LocalDuty } from './local-duty.ts';
import { newsChange } from './news-change.ts';
import type { OutboxDeps } from './outbox-deps.ts';
import { Tries } from './tries.ts';
import { judgeResult, provesCodeRefused, type SentDuty, type Verdict } from './verdict.ts';

/** Between two looks at an attempt while the live feed is down. */
export const POLL_MS = 3_000;

/** A duty that was done and is owed all the same is not repeated at the speed of the network. */
const AGAIN_MS = 1_000;

/** One per till and realm. */
export class Outbox {
  readonly #deps: OutboxDeps;
  readonly #tries: Tries;
  readonly #codes = new Map<Reference, string>();
  readonly #latest = new Map<Reference, AttemptSnapshot>();
  /** Attempts to look at once; true: ask the gateway as well. */
  readonly #looks = new Map<Reference, boolean>();
  /** Sales with a change under way that is not `pay`: one at a time, so that a fence is not overtaken. */
  readonly #busy = new Set<SaleId>();
  readonly #undos: Array<() => void> = [];
  #undoTimer: () => void = () => undefined;
  /** `stopped` is for good: a start that still reads the journal then begins nothing. */
  #phase: 'idle' | 'running' | 'stopped' = 'idle';
  #isVisible = true;
  #isFeedLive = false;
  #epochChangedAt: number | null = null;
  /** The proxy does not know this tablet: nothing is sent until it does again. */
  #isUnpaired = false;

  constructor(deps: OutboxDeps) {
    this.#deps = deps;
    this.#tries = new Tries(deps.random);
  }

  /** Takes up what the journal owes. */
  async start(): Promise<void> {
    const { journal, sales, connectivity, clock } = this.#deps;
    try {
      const held = await loadHeldCodes(journal, sales.open(), clock.now());
      for (const [reference, code] of held) this.#codes.set(reference, code);
    } catch (error) {
      // Sending begins all the same: a code that cannot be read is gone, and its attempt ends as not charged.
      this.#deps.events.troubled(error);
    }
    if (this.#phase === 'stopped') return;
    this.#phase = 'running';
    this.#undos.push(
      sales.subscribe(() => this.kick()),
      connectivity.subscribe(() => this.kick()),
    );
    this.lookAtAll();
  }

  /** Stops sending; what is under way still ends. */
  stop(): void {
    this.#phase = 'stopped';
    this.#undoTimer();
    for (const undo of this.#undos.splice(0)) undo();
  }

  /** Keeps a code in memory; call before the write that holds it, so that the same turn can send it. */
  hold(reference: Reference, code: string): void {
    this.#codes.set(reference, code);
  }

  /** Lets a code go whose write failed. */
  letGo(reference: Reference): void {
    this.#codes.delete(reference);
  }

  /** True while this very code is kept for this attempt. */
  holds(reference: Reference, code: string): boolean {
    return this.#codes.get(reference) === code;
  }

  /** The freshest word of the ledger on an attempt, journaled or not. */
  latest(reference: Reference): AttemptSnapshot | null {
    return this.#latest.get(reference) ?? null;
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

  /** The proxy knows this tablet (again). */
  paired(): void {
    if (!this.#isUnpaired) return;
    this.#isUnpaired = false;
    this.sendNow();
  }

  /** The ledger was restored or imported: everything unfinished is looked at. */
  epochChanged(at: number): void {
    this.#epochChangedAt = at;
    this.lookAtAll();
  }

  /** Looks at one attempt now; `askGateway` forces one question to the gateway. */
  look(reference: Reference, askGateway: boolean): void {
    this.#looks.set(reference, askGateway || this.#looks.get(reference) === true);
    this.#tries.forgiveOne(`ask ${reference}`);
    this.kick();
  }

  /** Looks at everything that is unfinished. */
  lookAtAll(): void {
    for (const { attempts } of this.#deps.sales.open())
      for (const { reference } of attempts)
        if (!this.#looks.has(reference)) this.#looks.set(reference, false);
    this.kick();
  }

  /** Tries everything at once, also what was refused. */
  sendNow(): void {
    this.#tries.forgive();
    this.lookAtAll();
  }

  /** Takes in the ledger's word, from an answer or from the feed. `position` is the feed's, kept with the news. */
  async takeNews(snapshot: AttemptSnapshot, position: string | null = null): Promise<void> {
    const { reference } = snapshot;
    this.#deps.connectivity.heardBeyond(snapshot.leg);
    const before = this.#deps.sales.get(snapshot.saleId);
    // The feed tells of every till's attempts; those of others are not remembered here.
    if (before) this.#remember(snapshot);
    const after = await this.#write(snapshot.saleId, (sale) => {
      const change = newsChange(sale, snapshot);
      return change && { ...change, facts: this.#facts(position) };
    });
    if (after === undefined) this.#askLater(reference);
    else if (after === before) this.#deps.events.counted();
    // The ledger has it, and a sale that is over is driven no more: its code would stay in memory for ever.
    if (after && !isUnsent(snapshot.state)) this.#codes.delete(reference);
  }

  /** News was heard and could not be saved: it is asked for again, by and by, also where nothing else happens. */
  #askLater(reference: Reference): void {
    this.#looks.set(reference, false);
    this.#tries.failed(`ask ${reference}`, this.#deps.clock.monotonic());
    this.kick();
  }

  /** Keeps the freshest word. Of two with one version the later one has the fresher counters. */
  #remember(snapshot: AttemptSnapshot): void {
    const known = this.#latest.get(snapshot.reference);
    if (!known || known.version <= snapshot.version) this.#latest.set(snapshot.reference, snapshot);
  }

  /** Does what is due now and plans the rest. Cheap: call it whenever anything changed. */
  kick(): void {
    this.#undoTimer();
    if (this.#phase !== 'running') return;
    const open = this.#deps.sales.open();
    const now = this.#circumstances();
    this.#deps.connectivity.setUrgent(open.some((sale) => nextDutyAt(sale, now) !== null));
    const dueAts = open.flatMap((sale) => this.#drive(sale));
    if (dueAts.length === 0) return;
    const waitMs = Math.max(0, Math.min(...dueAts) - this.#deps.clock.monotonic());
    this.#undoTimer = this.#deps.timers.after(waitMs, () => this.kick());
  }

  /** What is kept beside a piece of news: where the feed stands, and the ledger's clock. */
  #facts(position: string | null): Record<string, unknown> {
    const pair = this.#deps.serverClock.pairToKeep();
    return {
      ...(pair ? { 'server-clock': pair } : {}),
      ...(position === null ? {} : { 'feed-position': position }),
    };
  }

  #circumstances(): Circumstances {
    return {
      wall: this.#deps.clock.now(),
      serverNow: this.#deps.serverClock.now(),
      isUp: this.#deps.connectivity.isUp(),
      isVisible: this.#isVisible,
      holdsCode: (reference) => this.#codes.has(reference),
      epochChangedAt: this.#epochChangedAt,
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
      if (this.#isUnpaired && !isLocal(duty)) continue;
      const dueAt = this.#dueAt(duty);
      if (dueAt === null || !this.#isFree(sale, duty)) continue;
      if (dueAt > monotonic) later.push(dueAt);
      else this.#do(sale, duty).catch((error: unknown) => this.#deps.events.troubled(error));
    }
    return later;
  }

  #dueAt(duty: Duty): number | null {
    if (duty.do === 'ask' && this.#isFeedLive && !this.#looks.has(duty.reference)) return null;
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
      this.#codes.delete(duty.reference);
    return after;
  }

  async #sendInTurn(sale: Sale, duty: SentDuty, key: string): Promise<void> {
    if (waitsForNobody(duty)) return this.#send(sale, duty, key);
    this.#busy.add(sale.id);
    try {
      await this.#send(sale, duty, key);
    } finally {
      this.#busy.delete(sale.id);
    }
  }

  async #send(sale: Sale, duty: SentDuty, key: string): Promise<void> {
    const { reference } = duty;
    const askGateway = this.#looks.get(reference) ?? false;
    if (duty.do === 'ask') this.#looks.delete(reference);
    const code = this.#codes.get(reference) ?? null;
    const result = await deliver(this.#deps.transport, sale, duty, {
      realm: this.#deps.realm,
      code,
      askGateway,
    });
    const monotonic = this.#deps.clock.monotonic();
    if (result === null) return this.#tries.done(key, monotonic, 0);
    const verdict = judgeResult(duty, result);
    this.#deps.log.info('delivery', { duty: duty.do, number: sale.number, verdict: verdict.kind });
    if (verdict.kind === 'refused') this.#tries.park(key);
    else if (verdict.kind === 'news')
      this.#tries.done(key, monotonic, duty.do === 'ask' ? POLL_MS : AGAIN_MS);
    else this.#tries.failed(key, monotonic);
    if (duty.do === 'ask' && verdict.kind === 'later') this.#looks.set(reference, askGateway);
    await this.#follow(sale, duty, verdict);
  }

  async #follow(sale: Sale, duty: SentDuty, verdict: Verdict): Promise<void> {
    const { reference } = duty;
    if (duty.do === 'pay' && provesCodeRefused(verdict)) await this.#dropCode(sale.id, reference);
    if (verdict.kind === 'unpaired') {
      this.#isUnpaired = true;
      this.#deps.events.unpaired();
    }
    if (verdict.kind === 'refused') this.#deps.events.refused(sale, reference, duty.do, verdict.code);
    if (verdict.kind === 'look') this.#looks.set(reference, false);
    if (verdict.kind !== 'news') return;
    for (const snapshot of verdict.snapshots) await this.takeNews(snapshot);
    if (duty.do === 'settle')
      await this.#write(sale.id, (now) => (now?.settleTold ? null : { events: [{ type: 'settle-told' }] }));
  }

  async #dropCode(id: SaleId, reference: Reference): Promise<void> {
    this.#codes.delete(reference);
    await this.#write(id, () => ({ events: [], drop: [reference] }));
  }

  /** A write whose failure is told to the till; undefined then. */
  async #write(...args: Parameters<OpenSales['write']>): Promise<Sale | null | undefined> {
    try {
      return await this.#deps.sales.write(...args);
    } catch (error) {
      this.#deps.events.troubled(error);
      return undefined;
    }
  }
}
