/** `cancel`: an unpaid order closes, a paid one gives all its money back; the safe way out of an uncertain `pay`. */
import { cancelAnswer, refusal, type Answer } from './answer.ts';
import { dayOf } from './clock-utc8.ts';
import type { Sim } from './context.ts';
import type { Order } from './orders.ts';
import { refundsOf } from './refunds.ts';
import { namedOrder, type SignedCall } from './request.ts';
import { close, giveBackRest, isOpen } from './settle.ts';

const STATUS_ERROR = 'transaction status error';

/**
 * Handles one `cancel`; the caller's transaction is open. Repeating it changes nothing and answers the same. A failed
 * order stays failed and is answered so [I]: no money moved, there is nothing to close.
 */
export function cancel(sim: Sim, call: SignedCall): Answer {
  const named = namedOrder(sim, call);
  if (!named.ok) return named.answer;
  const order = named.value;
  const isPaid = order.status === 'success';
  if (!isOpen(order) && !isPaid) return cancelAnswer(order, order.status);
  const fault = sim.faults.take(['cancel-refused', 'cancel-lies'], 'cancel', order.reference);
  if (fault?.kind === 'cancel-refused') return refusal(fault.retCode ?? '000040', STATUS_ERROR);
  const how = isPaid ? sim.settings.cancelPaid : sim.settings.cancelUnpaid;
  if (fault !== null || how === 'says-so-only') return cancelAnswer(order, 'closed');
  if (how === 'refused') return refusal('000040', STATUS_ERROR);
  return isPaid ? cancelPaid(sim, order) : ended(close(sim, order, 'Cancelled by the shop.'));
}

/** What refunds have left goes back [I]; where they left nothing, or the day is over, the order is what it is. */
function cancelPaid(sim: Sim, order: Order): Answer {
  const { codeId, paidAt } = order;
  if (codeId === null || paidAt === null)
    throw new Error(`Order ${order.transactionNo} is paid without a code.`);
  const isLate = sim.settings.cancelUntil === 'same-day' && dayOf(paidAt) !== dayOf(sim.clock.now());
  const refunded = refundsOf(sim.sql, order.transactionNo).reduce((sum, one) => sum + one.amountMinor, 0);
  if (isLate || refunded >= order.amount.minor) return refusal('000040', STATUS_ERROR);
  return ended(giveBackRest(sim, order, codeId));
}

function ended(order: Order): Answer {
  return cancelAnswer(order, order.status);
}
