/** The customer's side of a code: what the wallet shows, and the two keys under a payment request. */
import { wireAmount } from './answer.ts';
import type { Code } from './codes.ts';
import { transact, type Sim } from './context.ts';
import { giveBacksOf, sumOf } from './movements.ts';
import { orderOf, updateOrder, type Order } from './orders.ts';
import { fail, succeed } from './settle.ts';

/** What the customer sees. `asking` waits for confirm or refuse; `working` for the wallet itself. */
export type CodeState =
  'ready' | 'expired' | 'asking' | 'working' | 'paid' | 'declined' | 'closed' | 'given-back';

/** A code as the wallet page is told of it. Times are epoch ms; `now` is this gateway's. */
export interface CodeView {
  readonly id: string;
  readonly code: string;
  readonly wallet: string;
  readonly behaviour: string;
  readonly state: CodeState;
  readonly mintedAt: number;
  readonly expiresAt: number;
  readonly lifeMs: number;
  readonly now: number;
  readonly order: {
    readonly reference: string | null;
    readonly transactionNo: string;
    readonly amount: string;
    readonly currency: string;
    readonly status: string;
    readonly reason: string | null;
  } | null;
}

/** One code and the order that spent it. */
export function viewCode(sim: Sim, code: Code): CodeView {
  const order = code.transactionNo === null ? null : orderOf(sim.sql, code.transactionNo);
  const now = sim.clock.now();
  return {
    id: code.id,
    code: code.code,
    wallet: code.wallet,
    behaviour: code.behaviour,
    state: stateOf(sim, code, order, now),
    mintedAt: code.mintedAt,
    expiresAt: code.expiresAt,
    lifeMs: code.expiresAt - code.mintedAt,
    now,
    order: order && {
      reference: order.reference,
      transactionNo: order.transactionNo,
      amount: wireAmount(sim, order.amount),
      currency: order.amount.currency,
      status: order.status,
      reason: order.reason,
    },
  };
}

/** Confirms or refuses what the wallet asks. False, and nothing done, where it asks nothing (any more). */
export function answerRequest(sim: Sim, code: Code, isConfirmed: boolean): boolean {
  return transact(sim, () => {
    const order = code.transactionNo === null ? null : orderOf(sim.sql, code.transactionNo);
    if (order === null || !canAnswer(sim, code, order)) return false;
    if (isConfirmed) succeed(sim, order, code.id);
    else if (order.status === 'closed') updateOrder(sim, order, { paysLate: false });
    else fail(sim, order, 'Refused by the customer.', code);
    return true;
  });
}

/** He is asked, or was asked and a fault lets his answer through after the order was closed. */
function canAnswer(sim: Sim, code: Code, order: Order): boolean {
  if (isAsking(code, order)) return true;
  const cameLate = code.behaviour === 'confirm' && order.status === 'closed' && order.paidAt === null;
  return cameLate && sim.faults.take(['success-after-closed'], null, order.reference) !== null;
}

function isAsking(code: Code, order: Order): boolean {
  return code.behaviour === 'confirm' && (order.status === 'pending' || order.paysLate);
}

function stateOf(sim: Sim, code: Code, order: Order | null, now: number): CodeState {
  if (order === null || order.status === 'init') return now < code.expiresAt ? 'ready' : 'expired';
  if (isAsking(code, order)) return 'asking';
  if (order.status === 'failed') return 'declined';
  if (order.paidAt !== null) return isAllBack(sim, order) ? 'given-back' : 'paid';
  return order.status === 'closed' ? 'closed' : 'working';
}

function isAllBack(sim: Sim, order: Order): boolean {
  return sumOf(giveBacksOf(sim.sql, order.transactionNo)) === order.amount.minor;
}
