/** A success only a person can judge: it differs, or it came after a cancel was asked for (DESIGN §3). */
import { isUnfinished } from '../core/sale-state.ts';
import type { Sale, TillAttempt } from '../core/sale.ts';

/** The attempt of the sale that waits for "Keep it or give it back?"; null where none does. */
export function undecidedAttempt(sale: Sale): TillAttempt | null {
  if (sale.takenAway || sale.settled === 'cash' || sale.settled === 'abandoned') return null;
  return sale.attempts.find((attempt) => isUndecidedHere(sale, attempt)) ?? null;
}

/** True while the sale waits for that word. */
export function isUndecidedSale(sale: Sale): boolean {
  return undecidedAttempt(sale) !== null;
}

/** True of one attempt. The ledger forgets the cancel when a person keeps the charge: its word alone counts. */
export function isUndecided({ state, wanted, giveBack, ledger }: TillAttempt): boolean {
  if (wanted === 'return') return false;
  if (state.name === 'differs') return true;
  return state.name === 'paid' && giveBack === 'none' && ledger?.cancelAsked === true;
}

/**
 * The same, and of a cancel the ledger has not heard of yet: without that, "Paid" would be on the screen until it has.
 * Goods that went on trust are out, and the ledger asks nobody: there the charge is wanted.
 */
export function isUndecidedHere({ settled }: Sale, attempt: TillAttempt): boolean {
  return isUndecided(attempt) || (settled === null && isCancelOwed(attempt));
}

/** The attempt whose success is wanted; null while none has one. */
export function keptAttempt(sale: Sale): TillAttempt | null {
  return sale.attempts.find(({ state, wanted }) => state.name === 'paid' && wanted === 'keep') ?? null;
}

/** True of a charge of another amount that a person here has kept, while a ledger that was set back asks again. */
export function isKeepOwed({ state, wanted, ledger }: TillAttempt): boolean {
  return state.name === 'paid' && wanted === 'keep' && ledger?.state.name === 'differs';
}

/**
 * True of a charge that went through before the ledger heard of the cancel asked for here: it is told, and has a person
 * asked. One that was set back hears it once it knows the charge again: before, it would cancel what is paid.
 */
export function isCancelOwed(attempt: TillAttempt): boolean {
  const { state, wanted, giveBack, ledger, cancelAsked, cancelTold } = attempt;
  const isKept = state.name === 'paid' && wanted === 'keep' && giveBack === 'none';
  return isKept && cancelAsked && !cancelTold && ledger?.state.name === 'paid';
}

/** True of a word of a person here that the ledger must hear, also where the sale was settled since. */
function isWordOwed(attempt: TillAttempt): boolean {
  return isKeepOwed(attempt) || isCancelOwed(attempt);
}

/** True while the sale can still change: by itself, by a person's word, or by one the ledger must hear again. */
export function canStillChange(sale: Sale): boolean {
  if (sale.takenAway) return isUnfinished(sale);
  return isUnfinished(sale) || isUndecidedSale(sale) || sale.attempts.some(isWordOwed);
}
