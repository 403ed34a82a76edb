/** Measures how long each step of a charge took, from what the journal has written and what the till says. */
import { isFinal, type AttemptStateName } from '../core/attempt.ts';
import type { Reference } from '../core/ids.ts';
import type { ScanSource } from '../core/payment-code.ts';
import type { Clock } from '../core/ports.ts';
import type { Sale, TillAttempt } from '../core/sale.ts';
import type { LevelKind } from '../contract/service-level.ts';
import type { Wallet } from '../core/wallet.ts';
import { DOUBT_MS } from './seen.ts';

/** One measured time. */
export interface Span {
  readonly kind: LevelKind;
  readonly ms: number;
  readonly wallet: Wallet;
  /** how the code was read; of the kind `read` only */
  readonly source: ScanSource | null;
}

/** What a meter is made of. */
export interface LevelMeterDeps {
  readonly clock: Clock;
  readonly onspan: (span: Span) => void;
}

/** When steps began, by the clock that never jumps; null: not in this run. */
interface Marks {
  readonly openedAt: number | null;
  readonly begunAt: number | null;
  readonly waitingAt: number | null;
}

const NO_MARKS: Marks = { openedAt: null, begunAt: null, waitingAt: null };

/** A sale that stands open for longer waits for no code: somebody was called away. */
const LONGEST_READ_MS = 600_000;
/** What began in an earlier run is measured by the wall, and a longer time is more likely a clock that was set. */
const LONGEST_BY_WALL_MS = 3_600_000;

/** Words on how a charge goes; `cancelling` and `unresolved` are none. */
const ANSWERS = new Set<AttemptStateName>(['waiting', 'paid', 'declined', 'differs', 'returned', 'closed']);
/** The customer has confirmed, or the wallet has said no. */
const CONFIRMED = new Set<AttemptStateName>(['paid', 'declined']);

/** One realm's meter. It only listens: no write and no request waits for it. */
export class LevelMeter {
  readonly #deps: LevelMeterDeps;
  readonly #marks = new Map<Reference, Marks>();
  readonly #doubts = new Map<Reference, { readonly since: number; readonly wallet: Wallet }>();
  /** Attempts the till was in doubt about: how long the customer took is not known. */
  readonly #doubted = new Set<Reference>();
  #source: ScanSource | null = null;

  constructor(deps: LevelMeterDeps) {
    this.#deps = deps;
  }

  /** What is read while `work` runs was read this way. */
  async during(source: ScanSource, work: () => Promise<void>): Promise<void> {
    this.#source = source;
    await work().finally(() => (this.#source = null));
  }

  /** Hears every durable write of a sale. */
  onsale(before: Sale | null, after: Sale): void {
    for (const attempt of after.attempts) {
      const was = before?.attempts.find(({ reference }) => reference === attempt.reference) ?? null;
      if (was !== attempt) this.#onattempt(was, attempt);
      if (isFinal(attempt.state) || after.takenAway) this.#forget(attempt.reference);
    }
  }

  /** The attempts of which the till says "No answer yet" now; call it whenever what it says has changed. */
  look(doubted: readonly TillAttempt[]): void {
    for (const attempt of doubted) {
      if (this.#doubts.has(attempt.reference)) continue;
      this.#doubts.set(attempt.reference, { since: this.#doubtSince(attempt), wallet: walletOf(attempt) });
      this.#doubted.add(attempt.reference);
    }
    for (const [reference, { since, wallet }] of this.#doubts) {
      if (doubted.some((attempt) => attempt.reference === reference)) continue;
      this.#doubts.delete(reference);
      this.#tell('doubt', this.#deps.clock.monotonic() - since, wallet);
    }
  }

  #onattempt(was: TillAttempt | null, now: TillAttempt): void {
    const marks = this.#marks.get(now.reference) ?? NO_MARKS;
    const at = this.#deps.clock.monotonic();
    const wallet = walletOf(now);
    const isEntered = (state: AttemptStateName): boolean =>
      now.state.name === state && was !== null && was.state.name !== state;
    if (was?.readAt === null && now.readAt !== null)
      this.#tell('read', this.#since(marks.openedAt, now.openedAt), wallet, this.#source);
    if (was?.state.name === 'sent' && ANSWERS.has(now.state.name) && isOwn(now))
      this.#tell('answer', this.#since(marks.begunAt, now.payBegunAt), wallet);
    if (was?.state.name === 'waiting' && CONFIRMED.has(now.state.name) && marks.waitingAt !== null)
      if (!this.#doubted.has(now.reference)) this.#tell('confirm', at - marks.waitingAt, wallet);
    this.#marks.set(now.reference, {
      openedAt: was === null ? at : marks.openedAt,
      begunAt: was?.payBegunAt === null && now.payBegunAt !== null && isOwn(now) ? at : marks.begunAt,
      waitingAt: isEntered('waiting') ? at : marks.waitingAt,
    });
  }

  /** By the clock that never jumps; by the wall what began in an earlier run, null where that cannot be true. */
  #since(mark: number | null, wall: number | null): number | null {
    const { clock } = this.#deps;
    if (mark !== null) return clock.monotonic() - mark;
    const ms = wall === null ? -1 : clock.now() - wall;
    return ms >= 0 && ms <= LONGEST_BY_WALL_MS ? ms : null;
  }

  /** Silence begins with `pay`; of one that waits for the customer, when the till first says so. */
  #doubtSince(attempt: TillAttempt): number {
    const now = this.#deps.clock.monotonic();
    if (attempt.state.name !== 'sent' || !isOwn(attempt)) return now;
    const begunAt = this.#marks.get(attempt.reference)?.begunAt ?? null;
    const silentFor = this.#since(begunAt, attempt.payBegunAt) ?? 0;
    return now - Math.max(0, silentFor - DOUBT_MS);
  }

  #tell(kind: LevelKind, ms: number | null, wallet: Wallet, source: ScanSource | null = null): void {
    if (ms === null || ms < 0 || (kind === 'read' && ms > LONGEST_READ_MS)) return;
    this.#deps.onspan({ kind, ms, wallet, source });
  }

  #forget(reference: Reference): void {
    this.#marks.delete(reference);
    this.#doubted.delete(reference);
  }
}

/** As the counter names it. */
function walletOf({ ledger, wallet }: TillAttempt): Wallet {
  return ledger?.wallet ?? wallet ?? 'unknown';
}

/** True where this tablet has read the code: another till's times are not ours. */
function isOwn({ readAt }: TillAttempt): boolean {
  return readAt !== null;
}
