/** What came of an act that only the ledger can do, and what follows from a refusal. */
import type { SaleId } from '../core/ids.ts';
import type { Result } from '../sync/transport.ts';
import type { TillContext } from './context.ts';
import type { Outcome } from './till.ts';

/** It was done. */
export const DONE: Outcome = { isDone: true };

/** It has no place now. */
export function notNow(): Outcome {
  return { isDone: false, code: 'not-now' };
}

/** What stood in the way; a sale that went to another till and a ledger that is another one are followed up. */
export function failed(
  { state }: TillContext,
  saleId: SaleId | null,
  result: Exclude<Result<unknown>, { kind: 'answer' }>,
): Promise<Outcome> | Outcome {
  if (result.kind === 'silent') return { isDone: false, code: 'silent' };
  const { code } = result;
  const outbox = state.realm?.sync.outbox;
  if (code === 'other-epoch') outbox?.otherLedger();
  const outcome: Outcome = { isDone: false, code };
  if (code !== 'taken-over' || saleId === null || !outbox) return outcome;
  return outbox.takenAway(saleId).then(() => outcome);
}

/** Runs the part of an act that writes, one command at a time; `otherwise` where the journal could not be written. */
export async function valueInTurn<T>(
  { inTurn }: TillContext,
  otherwise: T,
  work: () => Promise<T>,
): Promise<T> {
  let value = otherwise;
  await inTurn(async () => {
    value = await work();
  });
  return value;
}

/** The tablet cannot save. */
export const CANNOT_SAVE: Outcome = { isDone: false, code: 'cannot-save' };
