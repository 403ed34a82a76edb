/** `cancel`: an unpaid order closes, a paid one gives all its money back; the safe way out of an uncertain `pay`. */
import { cancelAnswer, refusal, type Answer } from './answer.ts';
import type { Sim } from './context.ts';
import type { Order } from './orders.ts';
import { namedOrder, type SignedCall } from './request.ts';
import { close, giveBack, isOpen } from './settle.ts';

/**
 * Handles one `cancel`; the caller's transaction is open. Repeating it changes nothing and answers the same. A failed
 * order stays failed and is answered so [I]: no money moved, there is nothing to close.
 */
export function cancel(sim: Sim, call: SignedCall): Answer {
  const named = namedOrder(sim, call);
  if (!named.ok) return named.answer;
  const order = named.value;
  if (isOpen(order)) return ended(close(sim, order, 'Cancelled by the shop.'));
  return order.status === 'success' ? cancelPaid(sim, order) : ended(order);
}

function cancelPaid(sim: Sim, order: Order): Answer {
  const how = sim.settings.cancelPaid;
  if (how === 'refused') return refusal('000040', 'transaction status error');
  if (how === 'says-so-only') return cancelAnswer(order, 'closed');
  if (order.codeId === null) throw new Error(`Order ${order.transactionNo} is paid without a code.`);
  return ended(giveBack(sim, order, order.codeId));
}

function ended(order: Order): Answer {
  return cancelAnswer(order, order.status);
}
