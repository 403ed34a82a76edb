/** Webhooks nobody should believe: forged ones, and old ones sent again as they were. */
import { isCurrency, parseDecimal, type Money } from '../core/money/money.ts';
import type { Sim } from './context.ts';
import { lastWebhook } from './jobs.ts';
import { readOrder, type Order } from './orders.ts';
import { planForged, planOnce } from './webhook.ts';

/** What a forger sends. `amount` is a decimal text in the order's currency; null: what is really owed. */
export interface Forgery {
  readonly reference: string;
  readonly status: string;
  readonly amount: string | null;
  /** True: well signed, with a token that is not the shop's. False: with a signature of noughts. */
  readonly signed: boolean;
  /** Where to, if not to the order's own ipnUrl. */
  readonly url: string | null;
}

/** Plans one forged delivery. Null where it is on its way, else why it is not. */
export function forge(sim: Sim, forgery: Forgery): string | null {
  const order = orderOfReference(sim, forgery.reference);
  if (order === null) return 'No order has that reference.';
  const url = forgery.url ?? order.ipnUrl;
  if (url === null) return 'The order names no ipnUrl; name a url.';
  const amount = forgery.amount === null ? order.amount : readAmount(order, forgery.amount);
  if (amount === null) return 'amount must be a decimal text.';
  const { reference, transactionNo } = order;
  planForged(sim, order, url, { amount, reference, status: forgery.status, transactionNo }, forgery.signed);
  return null;
}

/** Sends the last webhook of an order again, byte for byte. False where it never had one. */
export function replay(sim: Sim, reference: string): boolean {
  const order = orderOfReference(sim, reference);
  const last = order === null ? null : lastWebhook(sim.sql, order.transactionNo);
  if (last?.url == null || last.body === null) return false;
  planOnce(sim, last.transactionNo, last.url, last.body);
  return true;
}

function orderOfReference(sim: Sim, reference: string): Order | null {
  const [row] = sim.sql.all('SELECT * FROM orders WHERE reference = ? ORDER BY rowid DESC LIMIT 1', [
    reference,
  ]);
  return row === undefined ? null : readOrder(row);
}

function readAmount(order: Order, text: string): Money | null {
  const { currency } = order.amount;
  const read = isCurrency(currency) ? parseDecimal(text, currency) : null;
  return read?.ok === true ? read.money : null;
}
