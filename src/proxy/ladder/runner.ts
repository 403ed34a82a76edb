/** Runs the ladder: one timer to the earliest wake, due attempts side by side, never two steps at once for one. */
import { isFinal } from '../../core/attempt.ts';
import type { Reference } from '../../core/ids.ts';
import { QUERY_EVERY_MS } from '../../core/ladder.ts';
import type { EpochMs, Log, Timers } from '../../core/ports.ts';
import { unfinishedRefund } from '../../core/refund.ts';
import type { AttemptRow } from '../ledger/attempt-row.ts';
import { asForgotten } from '../ledger/doubt-unfinished.ts';
import { isNeverCalled, nextStep } from './next-step.ts';
import { endRefund, openRefund, sendRefund } from './refund-steps.ts';
import { beginAdd, cancel, dropOrder, letTimePass, query, sendAdd, type StepDeps } from './steps.ts';

/** What the runner is made of. */
export interface RunnerDeps extends StepDeps {
  readonly timers: Timers;
  readonly log: Log;
  /** Hears when the ladder wants to run next, whenever that changes; null: never by itself. Must not throw. */
  readonly onNextWake?: ((at: EpochMs | null) => void) | undefined;
}

/** After a step that broke (the disk, not the gateway) the attempt rests this long, ms. */
const REST_MS = 5_000;
/** No timer counts a machine's sleep or a wall that is set forward: so often it is looked at the time again. */
const LONGEST_TIMER_MS = 60_000;
/** Who waits for the next wake hears this time while a step is on its way: the run may end before it, ms. */
const BUSY_WAKE_MS = 30_000;

/** The ladder of one shop. */
export class LadderRunner {
  readonly #deps: RunnerDeps;
  readonly #due = new Map<Reference, EpochMs>();
  readonly #running = new Map<Reference, Promise<void>>();
  readonly #adding = new Map<Reference, Promise<void>>();
  /** monotonic */
  #wakesAt = Infinity;
  #disarm: () => void = () => undefined;
  #toldWake: EpochMs | null = null;
  #unlisten: () => void = () => undefined;

  constructor(deps: RunnerDeps) {
    this.#deps = deps;
  }

  /** Picks up what the ledger says is unfinished: codes that died with the last run, and a question where pay is written. */
  start(): void {
    const { ledger } = this.#deps;
    this.#unlisten = ledger.onChange((row) => this.#schedule(row));
    ledger.doubtAfterRestore();
    for (const row of ledger.wakeable()) {
      if (isNeverCalled(row)) {
        this.#expire(row.reference);
      } else {
        // What has ended is only watched: a whole day's ends are not asked about at every start.
        if (row.calledAt !== null && mayHaveNews(row)) ledger.note(row.reference, { askNow: true });
        this.#schedule(ledger.find(row.reference) ?? row);
      }
    }
  }

  /**
   * The code was only in the memory of the run that ended: nobody can have sent it. But if somebody put an old file back
   * without a word, what that file has forgotten may have: the gateway is asked, after the tills had their say, and its order is left alone.
   */
  #expire(reference: Reference): void {
    this.#deps.ledger.change(reference, (current, now) =>
      isNeverCalled(current)
        ? { events: [{ type: 'never-accepted', why: 'expired' }], facts: asForgotten(current, now) }
        : null,
    );
  }

  /** Stops the timer and waits for the steps on their way; their calls must have been ended (GatewayClient.stop). */
  async stop(): Promise<void> {
    this.#unlisten();
    this.#disarm();
    this.#due.clear();
    await Promise.all([...this.#running.values(), ...this.#adding.values()]);
  }

  /** Does what is due now, as the timer would; resolves when every step on its way has ended. Never rejects. */
  async wake(): Promise<void> {
    this.#disarm();
    this.#wake();
    await Promise.all([...this.#running.values(), ...this.#adding.values()]);
  }

  /** Asks the gateway about the attempt now, unless it was asked in the last 3 s; joins a question on its way. */
  ask(reference: Reference): Promise<void> {
    const running = this.#running.get(reference);
    if (running) return running;
    const row = this.#deps.ledger.find(reference);
    const isKnownThere = row !== null && (row.calledAt !== null || row.addTries > 0);
    const isSpaced = row?.askedAt == null || this.#deps.clock.now() - row.askedAt >= QUERY_EVERY_MS;
    return isKnownThere && isSpaced
      ? this.#run(reference, () => query(this.#deps, reference))
      : Promise.resolve();
  }

  #schedule(row: AttemptRow): void {
    this.#place(row);
    this.#tellNextWake();
  }

  #place(row: AttemptRow): void {
    const { clock, stopped } = this.#deps;
    const { reference } = row;
    const now = clock.now();
    const next = nextStep(row, now);
    this.#due.delete(reference);
    // Who is busy is scheduled again by the end of what it does.
    if (stopped.aborted || next.do === 'nothing' || this.#running.has(reference)) return;
    if (next.do === 'add' && this.#adding.has(reference)) return;
    if (next.do !== 'wait') {
      void this.#run(reference, () => this.#step(reference));
      return;
    }
    this.#due.set(reference, next.until);
    this.#arm(next.until);
  }

  #arm(at: EpochMs): void {
    const { clock, timers } = this.#deps;
    const wait = Math.min(Math.max(0, at - clock.now()), LONGEST_TIMER_MS);
    const wakesAt = clock.monotonic() + wait;
    if (wakesAt >= this.#wakesAt) return;
    this.#disarm();
    this.#wakesAt = wakesAt;
    this.#disarm = timers.after(wait, () => this.#wake());
  }

  /** Re-arms first: whatever a step does, the ladder goes on. */
  #wake(): void {
    const now = this.#deps.clock.now();
    this.#wakesAt = Infinity;
    const due = [...this.#due].filter(([, at]) => at <= now).map(([reference]) => reference);
    for (const reference of due) this.#due.delete(reference);
    for (const at of this.#due.values()) this.#arm(at);
    for (const reference of due) void this.#run(reference, () => this.#step(reference));
    this.#tellNextWake();
  }

  #tellNextWake(): void {
    const { onNextWake, clock } = this.#deps;
    if (onNextWake === undefined) return;
    const isBusy = this.#running.size + this.#adding.size > 0;
    const next = Math.min(...this.#due.values(), isBusy ? clock.now() + BUSY_WAKE_MS : Infinity);
    const at = next === Infinity ? null : next;
    if (at === this.#toldWake) return;
    this.#toldWake = at;
    onNextWake(at);
  }

  /** Runs one step of one attempt and schedules the next; never rejects. */
  #run(reference: Reference, work: () => Promise<void>): Promise<void> {
    const running = this.#running.get(reference);
    if (running) return running;
    const run = this.#guarded(reference, work).then((restMs) => {
      this.#running.delete(reference);
      this.#again(reference, restMs);
    });
    this.#running.set(reference, run);
    this.#tellNextWake();
    return run;
  }

  /** Does the work after the caller has gone on; resolves to how long the attempt must rest. */
  async #guarded(reference: Reference, work: () => Promise<void>): Promise<number> {
    try {
      await Promise.resolve();
      if (!this.#deps.stopped.aborted) await work();
      return 0;
    } catch (error) {
      this.#deps.log.error('ladder-step-failed', { reference, error: String(error) });
      return REST_MS;
    }
  }

  #again(reference: Reference, restMs: number): void {
    const { ledger, clock, stopped, log } = this.#deps;
    if (stopped.aborted) return;
    try {
      const row = ledger.find(reference);
      if (row !== null && restMs === 0) return this.#schedule(row);
    } catch (error) {
      log.error('ladder-cannot-read', { reference, error: String(error) });
    }
    const at = clock.now() + REST_MS;
    this.#due.set(reference, at);
    this.#arm(at);
    this.#tellNextWake();
  }

  async #step(reference: Reference): Promise<void> {
    const { ledger, clock } = this.#deps;
    const row = ledger.find(reference);
    if (row === null) return;
    const next = nextStep(row, clock.now());
    switch (next.do) {
      case 'query':
        return query(this.#deps, reference);
      case 'cancel':
        return cancel(this.#deps, reference);
      case 'add':
        this.#add(reference);
        return;
      case 'drop-order':
        return dropOrder(this.#deps, reference);
      case 'open-refund':
        openRefund(this.#deps, reference);
        return;
      case 'send-refund':
        return sendRefund(this.#deps, reference);
      case 'list-refund':
      case 'refund-refused':
        endRefund(this.#deps, reference, next.do);
        return;
      case 'overdue':
      case 'order-ran-out':
      case 'unreturnable':
      case 'give-up-code':
        letTimePass(this.#deps, reference, next.do);
        return;
      case 'wait':
      case 'nothing':
        return;
    }
  }

  /** The questions by reference may go beside an add, so the step does not wait for its answer. */
  #add(reference: Reference): void {
    const row = beginAdd(this.#deps, reference);
    const adding = this.#guarded(reference, () => sendAdd(this.#deps, row)).then((restMs) => {
      this.#adding.delete(reference);
      if (!this.#running.has(reference)) this.#again(reference, restMs);
    });
    this.#adding.set(reference, adding);
  }
}

/** True for an attempt that has not ended, or whose money is still to go back. */
function mayHaveNews(row: AttemptRow): boolean {
  return !isFinal(row.state) || row.giveBack === 'owed' || unfinishedRefund(row) !== null;
}
