/** `refund`: a part or the whole of a paid order goes back, as often as there is something left. */
import { isCurrency, parseDecimal } from '../core/money/money.ts';
import { isIpnUrl, MAX_REFERENCE } from './add.ts';
import { refundAnswer, refusal, type Answer } from './answer.ts';
import type { Sim } from './context.ts';
import type { Fault } from './faults.ts';
import { makeTransactionNo } from './ids.ts';
import { planJob } from './jobs.ts';
import { updateOrder, type Order } from './orders.ts';
import { insertRefund, refundByReference, refundsOf, type Refund } from './refunds.ts';
import { namedOrder, no, type Checked, type SignedCall } from './request.ts';
import type { SimSettings } from './settings.ts';
import { settleRefund } from './settle.ts';
import { announceRefund } from './webhook.ts';

/** Handles one `refund`; the caller's transaction is open. */
export function refund(sim: Sim, call: SignedCall): Answer {
  const named = namedOrder(sim, call);
  if (!named.ok) return named.answer;
  const order = named.value;
  const asked = readRefund(sim, call, order);
  if (!asked.ok) return asked.answer;
  const repeated = answerRepeated(sim, order, asked.value);
  if (repeated !== null) return repeated;
  if (order.status !== 'success') return refusal('000040', 'transaction status error');
  const promised = refundsOf(sim.sql, order.transactionNo).reduce((sum, one) => sum + one.amountMinor, 0);
  if (promised + asked.value.amountMinor > order.amount.minor)
    return refusal(sim.settings.overRefund, 'refundAmount : more than is left');
  return giveBack(sim, order, asked.value);
}

/** Does, or says, what setting and fault want. */
function giveBack(sim: Sim, order: Order, asked: Refund): Answer {
  const fault = sim.faults.take(['refund-refused', 'refund-lies', 'refund-slow'], 'refund', order.reference);
  const how = fault === null ? sim.settings.refund : howOf(fault);
  if (how === 'refused') return refusal(fault?.retCode ?? '000040', 'transaction status error');
  const refund: Refund = { ...asked, status: how === 'slow' ? 'pending' : 'success' };
  insertRefund(sim.sql, refund);
  if (how === 'gives-back') settleRefund(sim, order, refund);
  else updateOrder(sim, order, {});
  if (how === 'says-so-only') announceRefund(sim, order, refund);
  if (how === 'slow')
    planJob(sim, 'refund-moves', refund, sim.clock.now() + (fault?.ms ?? sim.settings.refundSlowMs));
  return refundAnswer(sim, order, refund);
}

function howOf({ kind }: Fault): SimSettings['refund'] {
  if (kind === 'refund-refused') return 'refused';
  return kind === 'refund-slow' ? 'slow' : 'says-so-only';
}

/** What a refundReference that was used before is answered with; null: it is as if it were new. */
function answerRepeated(sim: Sim, order: Order, asked: Refund): Answer | null {
  if (asked.refundReference === null || sim.settings.repeatedRefund === 'refunds-again') return null;
  const known = refundByReference(sim.sql, order.merchantNo, asked.refundReference);
  if (known === null) return null;
  if (sim.settings.repeatedRefund === '000023') return refusal('000023', 'duplicate : refundReference');
  const isSame = known.transactionNo === order.transactionNo && known.amountMinor === asked.amountMinor;
  return isSame
    ? refundAnswer(sim, order, known)
    : refusal('000022', 'parameters do not match : refundReference');
}

function readRefund(sim: Sim, call: SignedCall, order: Order): Checked<Refund> {
  const missing = ['refundAmount', 'currency', 'settleCurrency'].find((name) => call.value(name) === null);
  if (missing !== undefined) return no(refusal('000020', `parameter missing : ${missing}`));
  const currency = call.value('currency') ?? '';
  if (!isCurrency(currency)) return no(refusal('000023', 'format : currency'));
  const amount = parseDecimal(call.value('refundAmount') ?? '', currency);
  if (!amount.ok || amount.money.minor === 0) return no(refusal('000023', 'format : refundAmount'));
  if (currency !== order.amount.currency) return no(refusal('000022', 'parameters do not match : currency'));
  if (call.value('settleCurrency') !== order.settleCurrency)
    return no(refusal('000022', 'parameters do not match : settleCurrency'));
  const refundReference = call.value('refundReference');
  if (refundReference !== null && refundReference.length > MAX_REFERENCE)
    return no(refusal('000023', 'format : refundReference'));
  const ipnUrl = call.value('ipnUrl');
  if (ipnUrl !== null && !isIpnUrl(sim, ipnUrl)) return no(refusal('000023', 'format : ipnUrl'));
  return {
    ok: true,
    value: {
      refundNo: makeTransactionNo(sim.random),
      transactionNo: order.transactionNo,
      merchantNo: order.merchantNo,
      refundReference,
      amountMinor: amount.money.minor,
      status: 'success',
      ipnUrl,
      createdAt: sim.clock.now(),
    },
  };
}
