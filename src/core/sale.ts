/** A sale as the till knows it: what is written in the journal, folded into one value. */
import { adopt, type AttemptSnapshot } from './attempt-snapshot.ts';
import { isFinal, isUnsent, openAttempt, type Attempt } from './attempt.ts';
import { step } from './attempt-machine.ts';
import { assertNever } from './assert-never.ts';
import type { Reference, SaleId } from './ids.ts';
import type { Money } from './money/money.ts';
import type { EpochMs } from './ports.ts';
import type { Wallet } from './wallet.ts';

/** How a sale was ended by a person. `trust` comes with its limit in a later issue. */
export type Settled = 'cash' | 'abandoned' | 'trust';

/** An attempt as the till keeps it: the machine's part, what the till did, and the ledger's last word. */
export interface TillAttempt extends Attempt {
  readonly reference: Reference;
  readonly openedAt: EpochMs;
  readonly wallet: Wallet | null;
  /** When the code was read, by the wall; null while none was. */
  readonly readAt: EpochMs | null;
  /** Life of the code from `readAt`, ms. */
  readonly codeLifeMs: number | null;
  /** Server time after which the code must not be sent (law 5); null until a server time is known. */
  readonly sendBy: EpochMs | null;
  readonly payBegunAt: EpochMs | null;
  /** A person asked for the cancel; the ledger decides when it leaves. */
  readonly cancelAsked: boolean;
  /** Extensions of the confirm window a person asked for. */
  readonly extensionsAsked: number;
  /** The ledger must still hear: `close` (the fence) with this reason. */
  readonly fenceOwed: 'withdrawn' | 'expired' | null;
  readonly ledger: AttemptSnapshot | null;
  readonly contradiction: boolean;
}

/** One customer's debt. */
export interface Sale {
  readonly id: SaleId;
  /** `A-0017`: the till's letter and the day's count. */
  readonly number: string;
  /** The shop's calendar day, `YYYY-MM-DD`. */
  readonly day: string;
  readonly amount: Money;
  readonly note: string;
  readonly openedAt: EpochMs;
  /** When the sale was last moved by an entry. */
  readonly changedAt: EpochMs;
  readonly attempts: readonly TillAttempt[];
  readonly settled: Settled | null;
  /** The ledger has acknowledged `settled`. */
  readonly settleTold: boolean;
  /** Moved off the counter by a person ("Next customer"). */
  readonly onRoll: boolean;
}

/** What can be written in the journal about a sale. */
export type SaleEvent =
  | {
      readonly type: 'sale-opened';
      readonly number: string;
      readonly day: string;
      readonly amount: Money;
      readonly note: string;
    }
  /** the amount or note changed while nothing had left: every attempt so far is withdrawn */
  | { readonly type: 'sale-amended'; readonly amount: Money; readonly note: string }
  | { readonly type: 'attempt-opened'; readonly reference: Reference }
  | {
      readonly type: 'code-read';
      readonly reference: Reference;
      readonly wallet: Wallet;
      readonly codeLifeMs: number;
      readonly sendBy: EpochMs | null;
    }
  /** the first server time after a read without one */
  | { readonly type: 'send-by-known'; readonly reference: Reference; readonly sendBy: EpochMs }
  | { readonly type: 'pay-begun'; readonly reference: Reference }
  | { readonly type: 'code-too-old'; readonly reference: Reference }
  | { readonly type: 'backed-out'; readonly reference: Reference }
  | { readonly type: 'cancel-asked'; readonly reference: Reference }
  | { readonly type: 'extension-asked'; readonly reference: Reference }
  | { readonly type: 'settled'; readonly how: Settled }
  | { readonly type: 'settle-told' }
  | { readonly type: 'moved-to-roll' }
  | { readonly type: 'news'; readonly snapshot: AttemptSnapshot };

/** Opens a sale. Throws unless `event` is `sale-opened`. */
export function openSale(id: SaleId, event: SaleEvent, at: EpochMs): Sale {
  if (event.type !== 'sale-opened') throw new Error(`A sale cannot begin with ${event.type}`);
  return {
    id,
    number: event.number,
    day: event.day,
    amount: event.amount,
    note: event.note,
    openedAt: at,
    changedAt: at,
    attempts: [],
    settled: null,
    settleTold: false,
    onRoll: false,
  };
}

/** Folds one event into a sale. Pure. Throws where the event has no place: the caller broke a rule. */
export function applySaleEvent(sale: Sale, event: SaleEvent, at: EpochMs): Sale {
  const next = fold(sale, event, at);
  return next === sale ? sale : { ...next, changedAt: at };
}

function fold(sale: Sale, event: SaleEvent, at: EpochMs): Sale {
  switch (event.type) {
    case 'sale-opened':
      throw new Error('A sale opens once');
    case 'sale-amended':
      if (!sale.attempts.every((attempt) => isFinal(attempt.state)))
        throw new Error('The amount of a running attempt cannot change');
      return { ...sale, amount: event.amount, note: event.note };
    case 'attempt-opened':
      return openNext(sale, event.reference, at);
    case 'code-read':
    case 'send-by-known':
    case 'pay-begun':
    case 'code-too-old':
    case 'backed-out':
    case 'cancel-asked':
    case 'extension-asked':
      return mapAttempt(sale, event.reference, (attempt) => moveAttempt(attempt, event, at));
    case 'settled':
      return settle(sale, event.how);
    case 'settle-told':
      return { ...sale, settleTold: true };
    case 'moved-to-roll':
      return { ...sale, onRoll: true };
    case 'news':
      return mapAttempt(sale, event.snapshot.reference, (attempt) => takeNews(attempt, event.snapshot));
    default:
      return assertNever(event);
  }
}

function openNext(sale: Sale, reference: Reference, at: EpochMs): Sale {
  const running = currentAttempt(sale);
  if (running && !isFinal(running.state)) throw new Error('The earlier attempt is not final');
  const attempt: TillAttempt = {
    ...openAttempt(sale.amount),
    reference,
    openedAt: at,
    wallet: null,
    readAt: null,
    codeLifeMs: null,
    sendBy: null,
    payBegunAt: null,
    cancelAsked: false,
    extensionsAsked: 0,
    fenceOwed: null,
    ledger: null,
    contradiction: false,
  };
  return { ...sale, attempts: [...sale.attempts, attempt], onRoll: false };
}

function mapAttempt(sale: Sale, reference: Reference, change: (attempt: TillAttempt) => TillAttempt): Sale {
  const index = sale.attempts.findIndex((attempt) => attempt.reference === reference);
  const attempt = sale.attempts[index];
  if (!attempt) throw new Error('The sale has no such attempt');
  const changed = change(attempt);
  return changed === attempt ? sale : { ...sale, attempts: sale.attempts.with(index, changed) };
}

type AttemptChange = Extract<SaleEvent, { reference: Reference }>;

function moveAttempt(
  attempt: TillAttempt,
  event: Exclude<AttemptChange, { type: 'attempt-opened' }>,
  at: EpochMs,
): TillAttempt {
  switch (event.type) {
    case 'code-read': {
      const { wallet, codeLifeMs, sendBy } = event;
      return {
        ...attempt,
        ...step(attempt, { type: 'code-read' }).attempt,
        wallet,
        codeLifeMs,
        sendBy,
        readAt: at,
      };
    }
    case 'send-by-known':
      return { ...attempt, sendBy: event.sendBy };
    case 'pay-begun':
      return {
        ...attempt,
        ...step(attempt, { type: 'pay-begun' }).attempt,
        payBegunAt: attempt.payBegunAt ?? at,
      };
    case 'code-too-old':
      return { ...attempt, ...step(attempt, { type: 'code-too-old' }).attempt, fenceOwed: 'expired' };
    case 'backed-out':
      return { ...attempt, ...step(attempt, { type: 'backed-out' }).attempt, fenceOwed: 'withdrawn' };
    case 'cancel-asked':
      return { ...attempt, cancelAsked: true };
    case 'extension-asked':
      return { ...attempt, extensionsAsked: attempt.extensionsAsked + 1 };
    default:
      return assertNever(event);
  }
}

/** Cash and abandoned condemn every attempt: what is unsent is withdrawn, what may be charged is to be given back. */
function settle(sale: Sale, how: Settled): Sale {
  if (sale.settled) throw new Error('A sale is settled once');
  if (how === 'trust') return { ...sale, settled: how };
  const attempts = sale.attempts.map((attempt): TillAttempt => {
    const wasUnsent = isUnsent(attempt.state);
    const next = step(attempt, { type: 'condemned' }).attempt;
    return { ...attempt, ...next, fenceOwed: wasUnsent ? 'withdrawn' : attempt.fenceOwed };
  });
  return { ...sale, settled: how, attempts };
}

function takeNews(attempt: TillAttempt, snapshot: AttemptSnapshot): TillAttempt {
  if (attempt.ledger && snapshot.version <= attempt.ledger.version) return attempt;
  const { state, verdict } = adopt(attempt.state, snapshot.state);
  const told = isFinal(snapshot.state) || !isUnsent(snapshot.state);
  return {
    ...attempt,
    state,
    wanted: attempt.wanted === 'return' ? 'return' : snapshot.wanted,
    // A give-back this till owes is not forgotten by a ledger that has not heard of the cash yet.
    giveBack: snapshot.giveBack === 'none' ? attempt.giveBack : snapshot.giveBack,
    wallet: snapshot.wallet ?? attempt.wallet,
    fenceOwed: told ? null : attempt.fenceOwed,
    ledger: snapshot,
    contradiction: attempt.contradiction || verdict === 'contradiction',
  };
}

/** The latest attempt; null before the first. */
export function currentAttempt(sale: Sale): TillAttempt | null {
  return sale.attempts.at(-1) ?? null;
}

/** What a sale is, derived: never stored apart. */
export type SaleState = 'open' | 'charging' | 'paid' | Settled;

/** The state of a sale (DESIGN §3). A success somebody settled over is not `paid`: it is owed back. */
export function saleState(sale: Sale): SaleState {
  if (sale.settled) return sale.settled;
  if (sale.attempts.some((attempt) => attempt.state.name === 'paid' && attempt.wanted === 'keep'))
    return 'paid';
  const current = currentAttempt(sale);
  return current && !isFinal(current.state) && !isUnsent(current.state) ? 'charging' : 'open';
}

/** True while the sale can still change by itself: something is sent, owed to the ledger, or owed back. */
export function isUnfinished(sale: Sale): boolean {
  if (sale.settled && !sale.settleTold && sale.attempts.length > 0) return true;
  return sale.attempts.some(
    (attempt) => !isFinal(attempt.state) || attempt.fenceOwed !== null || attempt.giveBack === 'owed',
  );
}

/** True while a person still has to end the sale: it is neither paid nor settled. */
export function isUnsettled(sale: Sale): boolean {
  const state = saleState(sale);
  return state === 'open' || state === 'charging';
}
