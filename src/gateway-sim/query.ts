/** `tran-query`: what became of an order. */
import { queryAnswer, type Answer } from './answer.ts';
import type { Sim } from './context.ts';
import { namedOrder, type SignedCall } from './request.ts';

/** Handles one `tran-query`. Orders past their time-out were closed before this was called. */
export function query(sim: Sim, call: SignedCall): Answer {
  const named = namedOrder(sim, call);
  return named.ok ? queryAnswer(sim, named.value) : named.answer;
}
