/** Folds what is written in the journal into a sale, one event at a time. Pure. */
import type { AttemptSnapshot } from './attempt-snapshot.ts';
import { freshAttempt, knownByLedger, letGo, mayFollow, moveAttempt, takeNews } from './attempt-fold.ts';
import { stepByTill } from './attempt-by-till.ts';
import { isUnsent } from './attempt.ts';
import { assertNever } from './assert-never.ts';
import type { Reference, SaleId } from './ids.ts';
import type { EpochMs } from './ports.ts';
import { currentAttempt } from './sale-state.ts';
import type { Sale, SaleEvent, Settled, TillAttempt } from './sale.ts';

/** Opens a sale. Throws unless `event` is `sale-opened` or `taken-over`. */
export function openSale(id: SaleId, event: SaleEvent, at: EpochMs): Sale {
  if (event.type !== 'sale-opened' && event.type !== 'taken-over')
    throw new Error(`A sale cannot begin with ${event.type}`);
  const { number, day, amount } = event;
  const opened: Sale = {
    id,
    number,
    day,
    amount,
    note: event.type === 'sale-opened' ? event.note : '',
    openedAt: event.type === 'taken-over' ? (event.openedAt ?? at) : at,
    changedAt: at,
    attempts: [],
    settled: null,
    settleTold: false,
    onRoll: false,
    takenAway: false,
    takenOver: event.type === 'taken-over' && event.openedAt === undefined,
  };
  return event.type === 'sale-opened' ? opened : takeOver(opened, event);
}

/** What the ledger said of it is all that is known here; how it was settled is known there already. */
function takeOver(sale: Sale, event: Extract<SaleEvent, { type: 'taken-over' }>): Sale {
  const attempts = event.attempts.map(knownByLedger);
  return { ...sale, attempts, settled: event.settled, settleTold: event.settled !== null, onRoll: true };
}

/**
 * Taken back: what the other till opened is known from the ledger alone; of this till's own, its word comes as news. One
 * that may still be charged stands last, whosever it is: an end says nothing of what goes on.
 */
function takeBack(
  sale: Sale,
  { amount, attempts, settled }: Extract<SaleEvent, { type: 'taken-over' }>,
): Sale {
  const isStrange = ({ reference }: AttemptSnapshot): boolean =>
    !sale.attempts.some((attempt) => attempt.reference === reference);
  const strange = attempts.filter(isStrange).map(knownByLedger);
  const all = [...sale.attempts, ...strange];
  return {
    ...sale,
    takenAway: false,
    takenOver: true,
    amount: strange.length > 0 ? amount : sale.amount,
    attempts: [...all.filter(mayFollow), ...all.filter((attempt) => !mayFollow(attempt))],
    // What was told while the sale was another till's ended its charges, not the sale.
    settleTold: settled !== null && (settled !== 'trust' || sale.settled === 'trust'),
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
    case 'taken-over':
      return takeBack(sale, event);
    case 'taken-away':
      return { ...sale, takenAway: true, takenOver: false, attempts: sale.attempts.map(letGo) };
    case 'sale-amended':
      if (!sale.attempts.every(mayFollow)) throw new Error('The amount of a running attempt cannot change');
      return { ...sale, amount: event.amount, note: event.note };
    case 'attempt-opened':
      return openNext(sale, event.reference, at);
    case 'code-read':
    case 'send-by-known':
    case 'pay-begun':
    case 'code-too-old':
    case 'backed-out':
    case 'cancel-asked':
    case 'cancel-told':
    case 'extension-asked':
    case 'refund-asked':
    case 'refund-dropped':
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
  if (running && !mayFollow(running)) throw new Error('The earlier attempt is not final');
  const attempt = freshAttempt(sale.amount, reference, at);
  return { ...sale, attempts: [...sale.attempts, attempt], onRoll: false };
}

function mapAttempt(sale: Sale, reference: Reference, change: (attempt: TillAttempt) => TillAttempt): Sale {
  const index = sale.attempts.findIndex((attempt) => attempt.reference === reference);
  const attempt = sale.attempts[index];
  if (!attempt) throw new Error('The sale has no such attempt');
  const changed = change(attempt);
  return changed === attempt ? sale : { ...sale, attempts: sale.attempts.with(index, changed) };
}

/** Cash and abandoned condemn every attempt: what is unsent is withdrawn, what may be charged is to be given back. */
function settle(sale: Sale, how: Settled): Sale {
  // Who was trusted may come back and pay: then the sale is settled for good.
  if (sale.settled !== null && (sale.settled !== 'trust' || how === 'trust'))
    throw new Error('A sale is settled once');
  if (how === 'trust') return { ...sale, settled: how, onRoll: true };
  const attempts = sale.attempts.map((attempt): TillAttempt => {
    const wasUnsent = isUnsent(attempt.state);
    const next = stepByTill(attempt, { type: 'condemned' }).attempt;
    return { ...attempt, ...next, fenceOwed: wasUnsent ? 'withdrawn' : attempt.fenceOwed };
  });
  return { ...sale, settled: how, settleTold: false, attempts };
}
