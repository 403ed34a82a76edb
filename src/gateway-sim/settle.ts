/** How an order ends. Each is called inside the transaction that judged the order, and writes all that follows. */
import type { Code } from './codes.ts';
import type { Sim } from './context.ts';
import { makeTransactionNo } from './ids.ts';
import { dropJobs } from './jobs.ts';
import { bookMovement, type MovementKind } from './movements.ts';
import { updateOrder, type Order } from './orders.ts';
import { announce } from './webhook.ts';

/** True while nothing has ended it. */
export function isOpen(order: Order): boolean {
  return order.status === 'init' || order.status === 'dealing' || order.status === 'pending';
}

/** The customer's money moves: booked once a code and an order, by the database's own law. */
export function succeed(sim: Sim, order: Order, codeId: string): Order {
  const now = sim.clock.now();
  move(sim, order, 'charge', codeId, now);
  return end(sim, updateOrder(sim.sql, order, { status: 'success', codeId, paidAt: now, reason: null }));
}

/** The wallet says no. */
export function fail(sim: Sim, order: Order, reason: string, code: Code | null): Order {
  return end(
    sim,
    updateOrder(sim.sql, order, { status: 'failed', reason, codeId: code?.id ?? order.codeId }),
  );
}

/** Nobody paid, and nobody can any more. */
export function close(sim: Sim, order: Order, reason: string): Order {
  return end(sim, updateOrder(sim.sql, order, { status: 'closed', reason }));
}

/** The whole amount of a paid order goes back; it ends as `closed`. */
export function giveBack(sim: Sim, order: Order, codeId: string): Order {
  move(sim, order, 'give-back', codeId, sim.clock.now());
  return end(
    sim,
    updateOrder(sim.sql, order, { status: 'closed', reason: 'Cancelled by the shop, given back.' }),
  );
}

function move(sim: Sim, order: Order, kind: MovementKind, codeId: string, at: number): void {
  bookMovement(sim.sql, {
    movementNo: makeTransactionNo(sim.random),
    kind,
    transactionNo: order.transactionNo,
    codeId,
    amountMinor: order.amount.minor,
    at,
  });
}

function end(sim: Sim, order: Order): Order {
  dropJobs(sim.sql, order.transactionNo);
  announce(sim, order);
  return order;
}
