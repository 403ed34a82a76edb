/** The counter: one sale, or the keypad, as one state to draw. Pure. */
import { assertNever } from '../core/assert-never.ts';
import type { AttemptState } from '../core/attempt.ts';
import { CONFIRM_WINDOW_MS, MAX_EXTENSIONS } from '../core/ladder.ts';
import type { SaleId } from '../core/ids.ts';
import { money, type Money } from '../core/money/money.ts';
import type { EpochMs } from '../core/ports.ts';
import type { Sale, TillAttempt } from '../core/sale.ts';
import { currentAttempt } from '../core/sale-state.ts';
import { isUndecidedHere } from '../journal/undecided.ts';
import { canScanAgain, canTrust, overrideFrom } from './choices.ts';
import { receiptUrl } from './receipt-url.ts';
import { isInDoubt, payWordOn, silentLeg, wordOn, type Seen } from './seen.ts';
import type { Action, AmountProblem, Counter, OnCounter, Ring } from './view.ts';

/** What the keypad shows. */
export interface Typed {
  readonly saleId: SaleId | null;
  readonly amount: Money;
  readonly note: string;
  readonly number: string;
  readonly limitMinor: number;
}

/** True when the counter shows the keypad: no sale, or one whose attempt was taken back before anything left. */
export function isOnKeypad(sale: Sale | null): boolean {
  const attempt = sale && currentAttempt(sale);
  return !attempt || (attempt.state.name === 'closed' && attempt.state.why === 'withdrawn');
}

/** The counter's state. */
export function counterOf(sale: Sale | null, typed: Typed, seen: Seen): Counter {
  const attempt = sale && currentAttempt(sale);
  if (!sale || !attempt || isOnKeypad(sale)) return keypad(typed);
  const on = onCounter(sale, attempt, seen);
  return isInDoubt(attempt, seen) ? inDoubt(sale, on, attempt, seen) : stateOf(sale, attempt, on, seen);
}

/** Why this amount cannot be charged; null when it can. */
export function amountProblem(minor: number, limitMinor: number): AmountProblem | null {
  if (minor === 0) return 'zero';
  return minor > limitMinor ? 'over-limit' : null;
}

function keypad({ limitMinor, ...typed }: Typed): Counter {
  const { amount } = typed;
  const limit = money(limitMinor, amount.currency);
  return { name: 'amount', ...typed, limit, problem: amountProblem(amount.minor, limitMinor) };
}

function onCounter(sale: Sale, attempt: TillAttempt, seen: Seen): OnCounter {
  const { id, number, amount, note, openedAt } = sale;
  const wallet = wordOn(attempt, seen)?.wallet ?? attempt.wallet;
  return { saleId: id, number, amount, note, openedAt, wallet };
}

/** After a refusal. Goods that went on trust are out: the next customer is served, and this one pays or is let off. */
function afterRefusal(sale: Sale): Action[] {
  return sale.settled === 'trust' ? ['cash', 'abandon', 'next-customer'] : ['scan-again', 'cash', 'abandon'];
}

function stateOf(sale: Sale, attempt: TillAttempt, on: OnCounter, seen: Seen): Counter {
  const { state } = attempt;
  switch (state.name) {
    case 'opening':
    case 'ready':
      return { name: 'ready', actions: ['back'], ...on };
    case 'holding':
      return {
        name: 'held',
        ring: codeRing(attempt),
        actions: ['back', 'send-now', 'cash', 'next-customer'],
        ...on,
      };
    case 'sent':
      return { name: 'charging', ring: codeRing(attempt), actions: [], ...on };
    case 'waiting':
      return {
        name: 'waiting',
        ring: confirmRing(attempt, seen),
        actions: waitingActions(attempt, seen),
        ...on,
      };
    case 'cancelling':
      return cancelling(sale, attempt, state.charged, on, seen);
    case 'differs':
      return { name: 'differs', found: state.found, actions: KEEP_OR_NOT, ...on };
    case 'unresolved':
      return unresolved(sale, attempt, state, on, seen);
    case 'paid':
      return paid(sale, attempt, on, seen);
    case 'declined':
      return { name: 'declined', reason: state.reason, actions: afterRefusal(sale), ...on };
    case 'returned':
      return { name: 'returned', actions: afterRefusal(sale), ...on };
    case 'closed':
      return { name: 'closed', why: state.why, actions: afterRefusal(sale), ...on };
    default:
      return assertNever(state);
  }
}

/** No default among the two: a person's choice. The next customer need not wait for it. */
const KEEP_OR_NOT: readonly Action[] = ['keep', 'give-back', 'next-customer'];

function cancelling(sale: Sale, attempt: TillAttempt, charged: boolean, on: OnCounter, seen: Seen): Counter {
  const from = overrideFrom(attempt);
  const overrideAt = from === null ? null : seen.toWall(from);
  return { name: 'cancelling', charged, overrideAt, actions: stuckActions(sale, attempt, seen), ...on };
}

function unresolved(
  sale: Sale,
  attempt: TillAttempt,
  { before }: Extract<AttemptState, { name: 'unresolved' }>,
  on: OnCounter,
  seen: Seen,
): Counter {
  const charged = before.name === 'cancelling' && before.charged;
  const trust: Action[] = canTrust(sale, seen.trustLimitMinor) ? ['trust'] : [];
  return { name: 'unresolved', charged, actions: [...trust, ...stuckActions(sale, attempt, seen)], ...on };
}

/** Cash is always open; the next attempt once a manager has said so (law 7). */
function stuckActions(sale: Sale, attempt: TillAttempt, seen: Seen): Action[] {
  const next: Action[] = canScanAgain(sale) ? ['scan-again'] : [];
  return [
    ...next,
    ...(mayOverride(sale, attempt, seen) ? (['override'] as const) : []),
    'cash',
    'next-customer',
  ];
}

/** True once a manager may open the next attempt over this one. */
export function mayOverride(sale: Sale, attempt: TillAttempt, seen: Seen): boolean {
  const from = overrideFrom(attempt);
  return from !== null && sale.settled === null && seen.now >= seen.toWall(from);
}

/** A success that somebody no longer wants is not "Paid": it goes back. One that came after a cancel was asked for waits. */
function paid(sale: Sale, attempt: TillAttempt, on: OnCounter, seen: Seen): Counter {
  if (isUndecidedHere(sale, attempt)) return { name: 'paid-after-all', actions: KEEP_OR_NOT, ...on };
  if (attempt.wanted === 'keep') {
    const word = wordOn(attempt, seen);
    const url = receiptUrl(seen.publicUrl, word?.receiptToken ?? null);
    const actions: Action[] = ['receipt', 'next-sale'];
    return { name: 'paid', paidAt: paidAt(sale, attempt, seen), receiptUrl: url, actions, ...on };
  }
  if (attempt.giveBack === 'done') return { name: 'returned', actions: afterRefusal(sale), ...on };
  const actions: Action[] = ['cash', 'next-customer'];
  return attempt.giveBack === 'listed'
    ? { name: 'unresolved', charged: true, actions, ...on }
    : { name: 'cancelling', charged: true, overrideAt: null, actions, ...on };
}

function inDoubt(sale: Sale, on: OnCounter, attempt: TillAttempt, seen: Seen): Counter {
  const word = payWordOn(attempt, seen);
  const cancel: Action[] = attempt.cancelAsked || attempt.wanted === 'return' ? [] : ['cancel'];
  const trust: Action[] = canTrust(sale, seen.trustLimitMinor) ? ['trust'] : [];
  const canAsk = seen.unheardSince === null && word?.nextAskAt != null;
  return {
    name: 'in-doubt',
    sentAt: attempt.payBegunAt ?? seen.now,
    asked: word?.asked ?? 0,
    nextAskAt: canAsk ? seen.toWall(word.nextAskAt) : null,
    silent: silentLeg(attempt, seen),
    actions: [...cancel, 'cash', ...trust, 'next-customer'],
    ...on,
  };
}

function waitingActions(attempt: TillAttempt, seen: Seen): Action[] {
  if (attempt.cancelAsked) return ['cash', 'next-customer'];
  const left = wordOn(attempt, seen)?.extensionsLeft ?? 0;
  const canExtend = left > 0 && attempt.extensionsAsked < MAX_EXTENSIONS;
  return canExtend ? ['extend', 'cancel', 'next-customer'] : ['cancel', 'next-customer'];
}

/** The code's life. */
export function codeRing({ readAt, codeLifeMs, openedAt }: TillAttempt): Ring {
  const startsAt = readAt ?? openedAt;
  return { startsAt, endsAt: startsAt + (codeLifeMs ?? 0) };
}

/** The customer's window to confirm. */
export function confirmRing(attempt: TillAttempt, seen: Seen): Ring {
  const startsAt = attempt.payBegunAt ?? attempt.openedAt;
  const confirmBy = wordOn(attempt, seen)?.confirmBy ?? null;
  return { startsAt, endsAt: confirmBy === null ? startsAt + CONFIRM_WINDOW_MS : seen.toWall(confirmBy) };
}

/** When it was paid, on this tablet's wall. */
export function paidAt(sale: Sale, attempt: TillAttempt, seen: Seen): EpochMs {
  const endedAt = wordOn(attempt, seen)?.endedAt ?? null;
  return endedAt === null ? sale.changedAt : seen.toWall(endedAt);
}
