/** Every step a sale took, in order, from its entries. Pure. */
import type { JournalEntry } from '../contract/journal-entry.ts';
import { assertNever } from '../core/assert-never.ts';
import type { AttemptSnapshot } from '../core/attempt-snapshot.ts';
import type { Refund } from '../core/refund.ts';
import type { DetailStep } from './view.ts';

/** The steps in order; a piece of news that changed nothing a person cares about is none. */
export function stepsOf(entries: readonly JournalEntry[]): DetailStep[] {
  const known = new Map<string, AttemptSnapshot>();
  const tooOld = new Set<string>();
  return entries.flatMap(({ at, event }) => {
    if (event.type === 'code-too-old') tooOld.add(event.reference);
    if (event.type === 'taken-over')
      for (const snapshot of event.attempts) known.set(snapshot.reference, snapshot);
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
  return { at, what, wallet: null, amount: null, reason: null, tillName: null, ...more };
}

function plainStep(at: number, event: Exclude<JournalEntry['event'], { type: 'news' }>): DetailStep[] {
  switch (event.type) {
    case 'sale-opened':
      return [step(at, 'sale-opened', { amount: event.amount })];
    case 'sale-amended':
      return [step(at, 'amount-changed', { amount: event.amount })];
    case 'code-read':
      return [step(at, 'code-read', { wallet: event.wallet })];
    case 'pay-begun':
      return [step(at, 'sent')];
    case 'code-too-old':
      return [step(at, 'too-old')];
    case 'backed-out':
      return [step(at, 'withdrawn')];
    case 'extension-asked':
      return [step(at, 'extended')];
    case 'settled':
      return [step(at, event.how)];
    case 'refund-asked':
      return [step(at, 'refund-asked', { amount: event.amount })];
    case 'taken-over':
      return event.openedAt === undefined
        ? [step(at, 'taken-over', { amount: event.amount, tillName: event.from })]
        : [step(at, 'recovered')];
    case 'attempt-opened':
    case 'cancel-asked':
    case 'moved-to-roll':
    case 'refund-dropped':
    case 'taken-away':
      return [step(at, event.type)];
    case 'send-by-known':
    case 'cancel-told':
    case 'settle-told':
      return [];
    default:
      return assertNever(event);
  }
}

function newsSteps(at: number, snapshot: AttemptSnapshot, before: AttemptSnapshot | null): DetailStep[] {
  const isNew = before?.state.name !== snapshot.state.name;
  const gaveBack = snapshot.giveBack === 'done' && before?.giveBack !== 'done';
  return [
    ...(isNew ? stateSteps(at, snapshot) : []),
    ...(isKept(snapshot, before) ? [step(at, 'kept', { amount: snapshot.taken })] : []),
    ...(snapshot.overridden && !before?.overridden ? [step(at, 'overridden')] : []),
    ...snapshot.refunds.flatMap((refund) => refundSteps(at, refund, before)),
    ...(gaveBack ? [step(at, 'given-back')] : []),
  ];
}

/** A person said so: of another amount, or of a charge whose cancel was asked for. */
function isKept({ state, wanted, cancelAsked }: AttemptSnapshot, before: AttemptSnapshot | null): boolean {
  if (state.name !== 'paid' || wanted !== 'keep' || !before) return false;
  return (
    before.state.name === 'differs' || (before.state.name === 'paid' && before.cancelAsked && !cancelAsked)
  );
}

/** A manager's refund ended; the ladder's own are part of a give-back, which has its own words. */
function refundSteps(
  at: number,
  { n, by, state, amount }: Refund,
  before: AttemptSnapshot | null,
): DetailStep[] {
  const was = before?.refunds.find((refund) => refund.n === n)?.state ?? null;
  if (by !== 'manager' || was === state) return [];
  switch (state) {
    case 'done':
      return [step(at, 'refunded', { amount })];
    case 'refused':
      return [step(at, 'refund-refused', { amount })];
    case 'listed':
      return [step(at, 'refund-listed', { amount })];
    case 'asked':
    case 'sent':
      return [];
  }
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
