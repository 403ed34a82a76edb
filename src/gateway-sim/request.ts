/** What every call must carry before anything is done: a known store, its signature, exactly one handle. */
import { refusal, type Answer } from './answer.ts';
import type { Sim } from './context.ts';
import { findOrder, type Order } from './orders.ts';
import type { Merchant } from './ports.ts';
import { isSigned, type Fields } from './signature.ts';

/** One signed call of one store. */
export interface SignedCall {
  readonly merchant: Merchant;
  /** An empty text counts as absent: the Go SDK always sends `"storeAdminNo":""` (pockyt.md §7). */
  value(name: string): string | null;
}

/** Either what was asked for, or the answer that refuses it. */
export type Checked<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly answer: Answer };

/** Refuses by `answer`. */
export function no(answer: Answer): { readonly ok: false; readonly answer: Answer } {
  return { ok: false, answer };
}

/** Checks store and signature. */
export function checkCall(sim: Sim, fields: Fields): Checked<SignedCall> {
  const value = (name: string): string | null => fields.get(name) || null;
  const missing = ['merchantNo', 'storeNo', 'verifySign'].find((name) => value(name) === null);
  if (missing !== undefined) return no(refusal('000020', `parameter missing : ${missing}`));
  const merchant = sim.merchants.find(
    (one) => one.merchantNo === value('merchantNo') && one.storeNo === value('storeNo'),
  );
  if (merchant === undefined) return no(refusal('000021', 'no record : merchantNo, storeNo'));
  if (!isSigned(fields, merchant.token, sim.settings.emptyValues)) {
    return no(refusal('000000', 'data error : verifySign'));
  }
  return { ok: true, value: { merchant, value } };
}

/** The order a call names by exactly one of transactionNo and reference (SDKs refuse both and neither). */
export function namedOrder(sim: Sim, call: SignedCall): Checked<Order> {
  const transactionNo = call.value('transactionNo');
  const reference = call.value('reference');
  if (transactionNo !== null && reference !== null) {
    return no(refusal('000022', 'parameters do not match : transactionNo, reference'));
  }
  const handle = transactionNo ?? reference;
  if (handle === null) return no(refusal('000020', 'parameter missing : transactionNo or reference'));
  const by = transactionNo === null ? 'reference' : 'transactionNo';
  const order = findOrder(sim.sql, call.merchant, by, handle);
  return order === null ? no(refusal('000021', `no record : ${by}`)) : { ok: true, value: order };
}
