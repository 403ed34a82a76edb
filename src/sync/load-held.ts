/** The held codes an earlier run left: only those that may still be sent. */
import type { Reference } from '../core/ids.ts';
import type { EpochMs } from '../core/ports.ts';
import type { Sale } from '../core/sale.ts';
import type { Journal } from '../journal/journal.ts';
import { isUnanswered } from './duties.ts';

/** Drops what is too old from the journal and reads the rest. */
export async function loadHeldCodes(
  journal: Journal,
  open: readonly Sale[],
  now: EpochMs,
): Promise<Map<Reference, string>> {
  await journal.dropHeldBefore(now);
  const codes = new Map<Reference, string>();
  const waiting = open
    .flatMap(({ attempts }) => attempts)
    .filter((attempt) => attempt.state.name === 'holding' || isUnanswered(attempt));
  for (const { reference } of waiting) {
    const held = await journal.heldCode(reference);
    if (held) codes.set(reference, held.code);
  }
  return codes;
}
