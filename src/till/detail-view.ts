/** A sale opened from the roll: every step it took, from its entries. Pure. */
import type { JournalEntry } from '../contract/journal-entry.ts';
import type { Shop } from '../contract/till-api.ts';
import { assertNever } from '../core/assert-never.ts';
import type { AttemptSnapshot } from '../core/attempt-snapshot.ts';
import { MAX_EXTENSIONS } from '../core/ladder.ts';
import { currentAttempt, isUnsettled, saleState, type Sale, type TillAttempt } from '../core/sale.ts';
import { receiptOf } from './receipts.ts';
import { lineOf } from './roll-view.ts';
import type { Seen } from './seen.ts';
import type { Action, DetailStep, SaleDetail } from './view.ts';

/** The detail of a sale. */
export function detailOf(sale: Sale, entries: readonly JournalEntry[], shop: Shop, seen: Seen): SaleDetail {
  const current = currentAttempt(sale);
  const receipt = receiptOf(sale, shop);
  return {
    saleId: sale.id,
    number: sale.number,
    amount: sale.amount,
    note: sale.note,
    openedAt: sale.openedAt,
    line: lineOf(sale, seen),
    settled: sale.settled,
    steps: stepsOf(entries),
    reference: current?.reference ?? null,
    transactionNo: current?.ledger?.transactionNo ?? null,
    receipt,
    actions: receipt ? ['receipt'] : actionsOf(sale, current),
  };
}

function actionsOf(sale: Sale, attempt: TillAttempt | null): Action[] {
  if (!isUnsettled(sale) || !attempt || saleState(sale) === 'paid') return [];
  switch (attempt.state.name) {
    case 'holding':
      return ['send-now', 'cancel', 'cash'];
    case 'sent':
      return attempt.cancelAsked ? ['cash'] : ['cancel', 'cash'];
    case 'waiting': {
      if (attempt.cancelAsked) return ['cash'];
      return attempt.extensionsAsked < MAX_EXTENSIONS ? ['extend', 'cancel', 'cash'] : ['cancel', 'cash'];
    }
    case 'differs':
      return [];
    case 'cancelling':
    case 'unresolved':
      return ['cash'];
    case 'opening':
    case 'ready':
    case 'paid':
    case 'declined':
    case 'returned':
    case 'closed':
      return ['cash', 'abandon'];
  }
}

/** The steps in order; a piece of news that changed nothing a person cares about is none. */
export function stepsOf(entries: readonly JournalEntry[]): DetailStep[] {
  const known = new Map<string, AttemptSnapshot>();
  const tooOld = new Set<string>();
  return entries.flatMap(({ at, event }) => {
    if (event.type === 'code-too-old') tooOld.add(event.reference);
    if (event.type !== 'news') return plainStep(at, event);
    const { snapshot } = event;
    const before = known.get(snapshot.reference) ?? null;
    known.set(snapshot.reference, snapshot);
    // The till had said so before the ledger agreed.
    const isEcho = snapshot.state.name === 'closed' && tooOld.has(snapshot.reference);
    return isEcho ? [] : newsSteps(at, snapshot, before);
  });
}

function step(at: number, what: DetailStep['what'], more: Partial<DetailStep> = {}): DetailStep {
  return { at, what, wallet: null, amount: null, reason: null, ...more };
}

function plainStep(at: number, event: JournalEntry['event']): DetailStep[] {
  switch (event.type) {
    case 'sale-opened':
      return [step(at, 'sale-opened', { amount: event.amount })];
    case 'sale-amended':
      return [step(at, 'amount-changed', { amount: event.amount })];
    case 'attempt-opened':
      return [step(at, 'attempt-opened')];
    case 'code-read':
      return [step(at, 'code-read', { wallet: event.wallet })];
    case 'pay-begun':
      return [step(at, 'sent')];
    case 'code-too-old':
      return [step(at, 'too-old')];
    case 'backed-out':
      return [step(at, 'withdrawn')];
    case 'cancel-asked':
      return [step(at, 'cancel-asked')];
    case 'extension-asked':
      return [step(at, 'extended')];
    case 'settled':
      return event.how === 'trust' ? [] : [step(at, event.how)];
    case 'moved-to-roll':
      return [step(at, 'moved-to-roll')];
    case 'send-by-known':
    case 'settle-told':
    case 'news':
      return [];
    default:
      return assertNever(event);
  }
}

function newsSteps(at: number, snapshot: AttemptSnapshot, before: AttemptSnapshot | null): DetailStep[] {
  const isNew = before?.state.name !== snapshot.state.name;
  const gaveBack = snapshot.giveBack === 'done' && before?.giveBack !== 'done';
  return [...(isNew ? stateSteps(at, snapshot) : []), ...(gaveBack ? [step(at, 'given-back')] : [])];
}

function stateSteps(at: number, { state, wallet }: AttemptSnapshot): DetailStep[] {
  switch (state.name) {
    case 'opening':
    case 'holding':
    case 'sent':
      // The till wrote these itself when it did them.
      return [];
    case 'ready':
      return [step(at, 'gateway-ready')];
    case 'waiting':
    case 'paid':
    case 'returned':
    case 'unresolved':
    case 'cancelling':
      return [step(at, state.name, { wallet })];
    case 'declined':
      return [step(at, 'declined', { wallet, reason: state.reason })];
    case 'differs':
      return [step(at, 'differs', { amount: state.found })];
    case 'closed':
      // Taken back or too old: the till has said so itself.
      return state.why === 'withdrawn' ? [] : [step(at, 'closed', { reason: state.why })];
    default:
      return assertNever(state);
  }
}
