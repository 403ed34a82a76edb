/** `tran-query`: what became of an order. */
import { queryAnswer, refusal, type Answer } from './answer.ts';
import type { Sim } from './context.ts';
import { blindQueries } from './orders.ts';
import { namedOrder, type SignedCall } from './request.ts';

/** How long `stale-query` lasts where the fault names no time, ms. */
const STALE_MS = 5_000;

/** Handles one `tran-query`. Orders past their time-out were closed before this was called. */
export function query(sim: Sim, call: SignedCall): Answer {
  const named = namedOrder(sim, call);
  if (!named.ok) return named.answer;
  const order = named.value;
  const now = sim.clock.now();
  const { queryLagMs } = sim.settings;
  const knownFrom = Math.max(order.hiddenUntil ?? 0, queryLagMs === 0 ? 0 : order.createdAt + queryLagMs);
  if (now < knownFrom) return refusal('000021', 'no record : transactionNo');
  const fault = sim.faults.take(['stale-query'], 'tran-query', order.reference);
  if (fault === null) return queryAnswer(sim, order);
  return queryAnswer(sim, blindQueries(sim, order, 'stale', now + (fault.ms ?? STALE_MS)));
}
