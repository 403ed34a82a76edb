/** A refund whose answer was lost: only a look answered without it, once it cannot be taken any more, says that it was not sent. Loaded with sender.ts. */
import type { AttemptSnapshot } from '../core/attempt-snapshot.ts';
import type { Reference } from '../core/ids.ts';
import type { EpochMs } from '../core/ports.ts';
import type { AskedRefund, Sale } from '../core/sale.ts';
import type { OutboxEvents } from './outbox-deps.ts';
import type { Writer } from './writer.ts';

/** What a look needs to give a refund up. */
export interface RefundLookParts {
  readonly write: Writer;
  readonly events: Pick<OutboxEvents, 'refundLost'>;
}

/** The refund of this attempt that the ledger has not confirmed yet; null: none. */
export function askedRefund(sale: Sale | null, reference: Reference): AskedRefund | null {
  return sale?.attempts.find((attempt) => attempt.reference === reference)?.refundAsked ?? null;
}

/**
 * Judges what a ledger this till knows has answered at `serverTime`, its own clock: a refund that is not there by the
 * end of its time is given up. Resolves true where it is still asked for: the next look decides.
 */
export async function judgeRefund(
  { write, events }: RefundLookParts,
  { saleId, reference, refunds }: AttemptSnapshot,
  serverTime: EpochMs,
): Promise<boolean> {
  let isLost = false;
  const after = await write(saleId, (sale) => {
    const asked = askedRefund(sale, reference);
    // The answer counts, not only the journal: what it says may not have been saved.
    isLost = asked !== null && serverTime >= asked.sendBy && refunds.every(({ n }) => n !== asked.n);
    return asked && isLost ? { events: [{ type: 'refund-dropped', reference, n: asked.n }] } : null;
  });
  if (after && isLost) events.refundLost(after);
  return after === undefined || askedRefund(after, reference) !== null;
}
