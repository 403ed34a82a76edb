/** `add`: an order in `init`, waiting for a code until its time-out. */
import { isCurrency, parseDecimal, type Money } from '../core/money/money.ts';
import { orderAnswer, refusal, type Answer } from './answer.ts';
import type { Sim } from './context.ts';
import { makeTransactionNo } from './ids.ts';
import { planJob } from './jobs.ts';
import { blindQueries, insertOrder, type NewOrder, type Order } from './orders.ts';
import { no, type Checked, type SignedCall } from './request.ts';

/** Longest reference taken. The true limit is unpublished; Pling's are 26 characters. */
export const MAX_REFERENCE = 64;
/** Longest `timeout` taken, minutes: a day. The true limit is unpublished. */
const MAX_TIMEOUT_MIN = 1440;
/** How long `not-yet` lasts where the fault names no time, ms. */
const NOT_YET_MS = 5_000;

/** Handles one `add`. The caller's transaction is open. */
export function add(sim: Sim, call: SignedCall): Answer {
  const asked = readOrder(sim, call);
  if (!asked.ok) return asked.answer;
  const order = placeOrder(sim, asked.value);
  return order.ok ? orderAnswer(sim, order.value) : order.answer;
}

/** Writes an order and plans its end; refuses a reference that was used before. */
export function placeOrder(sim: Sim, asked: NewOrder): Checked<Order> {
  const order = insertOrder(sim, asked);
  if (order === null) return no(refusal(sim.settings.duplicateReference, 'duplicate : reference'));
  planJob(sim, 'close-order', order, order.closesAt);
  return { ok: true, value: hideIfStruck(sim, 'add', order) };
}

/** Queries do not find an order yet that was just made or paid, where that fault lies in wait. */
export function hideIfStruck(sim: Sim, call: 'add' | 'pay', order: Order): Order {
  const fault = sim.faults.take(['not-yet'], call, order.reference);
  if (fault === null) return order;
  return blindQueries(sim, order, 'hidden', sim.clock.now() + (fault.ms ?? NOT_YET_MS));
}

/** What both ways of making an order are asked with. */
export function readOrder(
  sim: Sim,
  call: SignedCall,
  takesIpnUrl = sim.settings.addTakesIpnUrl,
): Checked<NewOrder> {
  const amount = readAmount(call);
  if (!amount.ok) return amount;
  const reference = call.value('reference');
  if (reference !== null && reference.length > MAX_REFERENCE)
    return no(refusal('000023', 'format : reference'));
  const settleCurrency = call.value('settleCurrency') ?? 'USD';
  if (!isCurrency(settleCurrency)) return no(refusal('000023', 'format : settleCurrency'));
  const minutes = readTimeout(sim, call);
  if (minutes === null) return no(refusal('000023', 'format : timeout'));
  const ipnUrl = takesIpnUrl ? call.value('ipnUrl') : null;
  if (ipnUrl !== null && !isIpnUrl(sim, ipnUrl)) return no(refusal('000023', 'format : ipnUrl'));
  const now = sim.clock.now();
  const order: NewOrder = {
    transactionNo: makeTransactionNo(sim.random),
    merchantNo: call.merchant.merchantNo,
    storeNo: call.merchant.storeNo,
    storeAdminNo: call.value('storeAdminNo'),
    reference,
    amount: amount.value,
    settleCurrency,
    ipnUrl,
    vendor: null,
    deepLink: null,
    createdAt: now,
    closesAt: now + minutes * 60_000,
  };
  return { ok: true, value: order };
}

/** "13", "13.5" and "13.00"; the Go SDK names no currency, which then is dollars (pockyt.md §7). */
function readAmount(call: SignedCall): Checked<Money> {
  const text = call.value('amount');
  const currency = call.value('currency') ?? 'USD';
  if (text === null) return no(refusal('000020', 'parameter missing : amount'));
  if (!isCurrency(currency)) return no(refusal('000023', 'format : currency'));
  const read = parseDecimal(text, currency);
  if (!read.ok || read.money.minor === 0) return no(refusal('000023', 'format : amount'));
  return { ok: true, value: read.money };
}

function readTimeout(sim: Sim, call: SignedCall): number | null {
  const text = call.value('timeout');
  if (text === null) return sim.settings.orderTimeoutMin;
  const minutes = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  return minutes >= 1 && minutes <= MAX_TIMEOUT_MIN ? minutes : null;
}

/** https, as documented; http to this machine alone where practice has no certificate. */
export function isIpnUrl(sim: Sim, text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  const isLoopback = ['127.0.0.1', '[::1]', 'localhost'].includes(url.hostname);
  return (
    url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback && sim.settings.ipnHttpLoopback)
  );
}
