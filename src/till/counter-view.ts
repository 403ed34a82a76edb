/** The counter: one sale, or the keypad, as one state to draw. Pure. */
import { assertNever } from '../core/assert-never.ts';
import { CONFIRM_WINDOW_MS, MAX_EXTENSIONS } from '../core/ladder.ts';
import type { Money } from '../core/money/money.ts';
import type { EpochMs } from '../core/ports.ts';
import { currentAttempt, saleState, type Sale, type TillAttempt } from '../core/sale.ts';
import { isInDoubt, payWordOn, silentLeg, wordOn, type Seen } from './seen.ts';
import type { Action, AmountProblem, Counter, OnCounter, Ring } from './view.ts';

/** What the keypad shows. */
export interface Typed {
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
  return isInDoubt(attempt, seen) ? inDoubt(on, attempt, seen) : stateOf(sale, attempt, on, seen);
}

/** Why this amount cannot be charged; null when it can. */
export function amountProblem(minor: number, limitMinor: number): AmountProblem | null {
  if (minor === 0) return 'zero';
  return minor > limitMinor ? 'over-limit' : null;
}

function keypad({ amount, note, number, limitMinor }: Typed): Counter {
  return { name: 'amount', amount, note, number, problem: amountProblem(amount.minor, limitMinor) };
}

function onCounter(sale: Sale, attempt: TillAttempt, seen: Seen): OnCounter {
  const { id, number, amount, note, openedAt } = sale;
  const wallet = wordOn(attempt, seen)?.wallet ?? attempt.wallet;
  return { saleId: id, number, amount, note, openedAt, wallet };
}

const AFTER_REFUSAL: readonly Action[] = ['scan-again', 'cash', 'abandon'];

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
      return { name: 'cancelling', charged: state.charged, actions: ['cash', 'next-customer'], ...on };
    case 'differs':
      return { name: 'differs', found: state.found, actions: ['next-customer'], ...on };
    case 'unresolved': {
      const charged = state.before.name === 'cancelling' && state.before.charged;
      return { name: 'unresolved', charged, actions: ['cash', 'next-customer'], ...on };
    }
    case 'paid':
      return paid(sale, attempt, on, seen);
    case 'declined':
      return { name: 'declined', reason: state.reason, actions: AFTER_REFUSAL, ...on };
    case 'returned':
      return { name: 'returned', actions: AFTER_REFUSAL, ...on };
    case 'closed':
      return { name: 'closed', why: state.why, actions: AFTER_REFUSAL, ...on };
    default:
      return assertNever(state);
  }
}

/** A success that somebody no longer wanted is not "Paid": it goes back. */
function paid(sale: Sale, attempt: TillAttempt, on: OnCounter, seen: Seen): Counter {
  if (saleState(sale) !== 'paid')
    return { name: 'cancelling', charged: true, actions: ['next-customer'], ...on };
  return { name: 'paid', paidAt: paidAt(sale, attempt, seen), actions: ['receipt', 'next-sale'], ...on };
}

function inDoubt(on: OnCounter, attempt: TillAttempt, seen: Seen): Counter {
  const word = payWordOn(attempt, seen);
  const canAsk = seen.unheardSince === null && word?.nextAskAt != null;
  return {
    name: 'in-doubt',
    sentAt: attempt.payBegunAt ?? seen.now,
    asked: word?.asked ?? 0,
    nextAskAt: canAsk ? seen.toWall(word.nextAskAt) : null,
    silent: silentLeg(attempt, seen),
    actions: attempt.cancelAsked ? ['cash', 'next-customer'] : ['cancel', 'cash', 'next-customer'],
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
