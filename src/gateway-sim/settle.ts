/** How an order ends, and how its money goes back. Each is called inside the transaction that judged the order. */
import { isCurrency, money, type Money } from '../core/money/money.ts';
import type { Code } from './codes.ts';
import type { Sim } from './context.ts';
import type { Fault } from './faults.ts';
import { makeTransactionNo } from './ids.ts';
import { dropJobs, planJob } from './jobs.ts';
import { bookMovement, giveBacksOf, sumOf } from './movements.ts';
import { updateOrder, type Order } from './orders.ts';
import { updateRefund, type Refund } from './refunds.ts';
import { announce, announceRefund } from './webhook.ts';

/** True while nothing has ended it. */
export function isOpen(order: Order): boolean {
  return order.status === 'init' || order.status === 'dealing' || order.status === 'pending';
}

/** The customer's money moves: booked once a code and an order, by the database's own law. */
export function succeed(sim: Sim, order: Order, codeId: string): Order {
  const paidAt = sim.clock.now();
  const fault = sim.faults.take(['other-amount'], null, order.reference);
  const amount = fault === null ? order.amount : otherAmount(order, fault);
  bookMovement(sim, {
    movementNo: makeTransactionNo(sim.random),
    kind: 'charge',
    transactionNo: order.transactionNo,
    codeId,
    amountMinor: amount.minor,
    at: paidAt,
    refundNo: null,
  });
  const paid = { status: 'success', codeId, paidAt, reason: null, amount, paysLate: false } as const;
  return end(sim, updateOrder(sim, order, paid));
}

/** The wallet says no. */
export function fail(sim: Sim, order: Order, reason: string, code: Code | null): Order {
  return end(sim, updateOrder(sim, order, { status: 'failed', reason, codeId: code?.id ?? order.codeId }));
}

/**
 * Nobody paid, and nobody can any more; unless its customer was asked and may, by setting or fault, still say yes
 * (`paysLate`), or does so by himself when the fault's time has passed.
 */
export function close(sim: Sim, order: Order, reason: string): Order {
  const isAsked = order.codeId !== null;
  const fault = isAsked ? sim.faults.take(['success-after-closed'], null, order.reference) : null;
  const paysLate = isAsked && (fault !== null || sim.settings.afterClosed === 'may-still-pay');
  const closed = end(sim, updateOrder(sim, order, { status: 'closed', reason, paysLate }));
  const ms = fault?.ms ?? null;
  if (ms !== null) planJob(sim, 'wallet-answers', order, sim.clock.now() + ms);
  return closed;
}

/** What is left of a paid order goes back at once; it ends as `closed`. */
export function giveBackRest(sim: Sim, order: Order, codeId: string): Order {
  const rest = order.amount.minor - sumOf(giveBacksOf(sim.sql, order.transactionNo));
  if (rest > 0) moveBack(sim, order, codeId, rest, null);
  return end(
    sim,
    updateOrder(sim, order, { status: 'closed', reason: 'Cancelled by the shop, given back.' }),
  );
}

/** A refund's money moves, and the shop is told; the order's status follows the setting once nothing is left. */
export function settleRefund(sim: Sim, order: Order, refund: Refund): Refund {
  const back = sumOf(giveBacksOf(sim.sql, order.transactionNo));
  if (order.codeId === null || back + refund.amountMinor > order.amount.minor) {
    return updateRefund(sim.sql, refund, 'failed'); // a cancel was first
  }
  moveBack(sim, order, order.codeId, refund.amountMinor, refund.refundNo);
  const isAll = back + refund.amountMinor === order.amount.minor;
  updateOrder(sim, order, isAll ? { status: sim.settings.afterFullRefund } : {});
  const done = refund.status === 'success' ? refund : updateRefund(sim.sql, refund, 'success');
  announceRefund(sim, order, done);
  return done;
}

function moveBack(
  sim: Sim,
  order: Order,
  codeId: string,
  amountMinor: number,
  refundNo: string | null,
): void {
  bookMovement(sim, {
    movementNo: makeTransactionNo(sim.random),
    kind: 'give-back',
    transactionNo: order.transactionNo,
    codeId,
    amountMinor,
    at: sim.clock.now(),
    refundNo,
  });
}

/** What the fault names, or one unit more than was asked. */
function otherAmount(order: Order, fault: Fault): Money {
  const named = fault.currency ?? '';
  const currency = isCurrency(named) ? named : order.amount.currency;
  return money(fault.amountMinor ?? order.amount.minor + 1, currency);
}

function end(sim: Sim, order: Order): Order {
  dropJobs(sim.sql, order.transactionNo, !order.paysLate);
  announce(sim, order);
  return order;
}
