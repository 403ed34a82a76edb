/** The customer's side of a code: what the wallet shows, and the two keys under a payment request. */
import { wireAmount } from './answer.ts';
import type { Code } from './codes.ts';
import type { Sim } from './context.ts';
import { giveBackOf } from './movements.ts';
import { orderOf, type Order } from './orders.ts';
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
  return sim.sql.transaction(() => {
    const order = code.transactionNo === null ? null : orderOf(sim.sql, code.transactionNo);
    if (order === null || stateOf(sim, code, order, sim.clock.now()) !== 'asking') return false;
    if (isConfirmed) succeed(sim, order, code.id);
    else fail(sim, order, 'Refused by the customer.', code);
    return true;
  });
}

function stateOf(sim: Sim, code: Code, order: Order | null, now: number): CodeState {
  switch (order?.status) {
    case undefined:
    case 'init':
      return now < code.expiresAt ? 'ready' : 'expired';
    case 'pending':
      return code.behaviour === 'confirm' ? 'asking' : 'working';
    case 'dealing':
      return 'working';
    case 'success':
      return 'paid';
    case 'failed':
      return 'declined';
    case 'closed':
      return order !== null && giveBackOf(sim.sql, order.transactionNo) !== null ? 'given-back' : 'closed';
  }
}
