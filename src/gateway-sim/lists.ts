/** `trans-list` and `settle-list`: what happened from one day to another, by the gateway's own days (UTC+8). */
import { money } from '../core/money/money.ts';
import { orderFields, refusal, wireAmount, type Answer } from './answer.ts';
import { startOfDay, wireTime, dayOf } from './clock-utc8.ts';
import type { Sim } from './context.ts';
import { allMovements, type Movement } from './movements.ts';
import { readOrder, type Order } from './orders.ts';
import { no, type Checked, type SignedCall } from './request.ts';
import { textOrNull } from './rows.ts';

/** `endDate` must be less than this after `startDate` (SDKs; pockyt.md §2). */
const MAX_DAYS = 15;
const DAY_MS = 86_400_000;

type Item = Readonly<Record<string, unknown>>;

/** Handles one `trans-list`: payments, refunds and voids, oldest first. The list stands beside `ret_code`. */
export function transList(sim: Sim, call: SignedCall): Answer {
  const span = readSpan(call);
  if (!span.ok) return span.answer;
  const isIn = (at: number): boolean => at >= span.value.from && at < span.value.to;
  const items = ordersOf(sim, call).flatMap(({ order, vendor, back }) => [
    ...(isIn(order.createdAt) ? [{ at: order.createdAt, item: paymentItem(sim, order, vendor, back) }] : []),
    ...back
      .filter((move) => isIn(move.at))
      .map((move) => ({ at: move.at, item: backItem(sim, order, vendor, move) })),
  ]);
  const transactions = items.toSorted((a, b) => a.at - b.at).map(({ item }) => item);
  return listAnswer({ transactions, size: transactions.length });
}

/** Handles one `settle-list`: one line a day and currency, once the day is over. Its fields are made up [I]. */
export function settleList(sim: Sim, call: SignedCall): Answer {
  const span = readSpan(call);
  if (!span.ok) return span.answer;
  const today = startOfDay(dayOf(sim.clock.now())) ?? 0;
  const moves = ordersOf(sim, call)
    .flatMap(movesOf)
    .filter(({ at }) => at >= span.value.from && at < Math.min(span.value.to, today));
  const lines = Map.groupBy(moves, ({ at, order }) =>
    [dayOf(at), order.settleCurrency, order.amount.currency].join(' '),
  );
  const settlements = [...lines]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, line]) => settleItem(sim, line));
  return listAnswer({ settlements, size: settlements.length });
}

/** One movement of an order: charged, or back, in minor units. */
interface Move {
  readonly order: Order;
  readonly at: number;
  readonly charged: number;
  readonly back: number;
}

function movesOf({ order, back }: { order: Order; back: readonly Movement[] }): Move[] {
  const charge =
    order.paidAt === null ? [] : [{ order, at: order.paidAt, charged: order.amount.minor, back: 0 }];
  return [...charge, ...back.map(({ at, amountMinor }) => ({ order, at, charged: 0, back: amountMinor }))];
}

function settleItem(sim: Sim, line: readonly Move[]): Item {
  const [first] = line;
  if (first === undefined) return {};
  const { order, at } = first;
  const charged = line.reduce((sum, move) => sum + move.charged, 0);
  const back = line.reduce((sum, move) => sum + move.back, 0);
  const amount = (minor: number): string => wireAmount(sim, money(minor, order.amount.currency));
  const sign = charged < back ? '-' : '';
  return {
    settlementDate: dayOf(at),
    merchantNo: order.merchantNo,
    storeNo: order.storeNo,
    currency: order.amount.currency,
    settleCurrency: order.settleCurrency,
    transactionCount: line.length,
    amount: amount(charged),
    refundAmount: amount(back),
    settlementAmount: `${sign}${amount(Math.abs(charged - back))}`,
  };
}

/** This store's orders, with the wallet each was paid from and what went back. */
function ordersOf(sim: Sim, call: SignedCall): { order: Order; vendor: string | null; back: Movement[] }[] {
  const back = Map.groupBy(
    allMovements(sim.sql).filter((move) => move.kind === 'give-back'),
    (move) => move.transactionNo,
  );
  const admin = call.value('storeAdminNo');
  return sim.sql
    .all(
      `SELECT o.*, coalesce(c.wallet, o.vendor) AS paid_with FROM orders o LEFT JOIN codes c ON c.id = o.code_id
       WHERE o.merchant_no = ? AND o.store_no = ? AND (? IS NULL OR o.store_admin_no = ?) ORDER BY o.rowid`,
      [call.merchant.merchantNo, call.merchant.storeNo, admin, admin],
    )
    .map((row) => {
      const order = readOrder(row);
      return { order, vendor: textOrNull(row, 'paid_with'), back: back.get(order.transactionNo) ?? [] };
    });
}

function paymentItem(sim: Sim, order: Order, vendor: string | null, back: readonly Movement[]): Item {
  return { ...orderFields(sim, order, back), exchangeRate: null, vendor };
}

/** A refund or, where a cancel gave back, a void: its own number, and the payment's as the original. */
function backItem(sim: Sim, order: Order, vendor: string | null, move: Movement): Item {
  const isRefund = move.refundNo !== null;
  return {
    ...paymentItem(sim, order, vendor, []),
    amount: wireAmount(sim, money(move.amountMinor, order.amount.currency)),
    createTime: wireTime(move.at),
    paymentTime: wireTime(move.at),
    originalTransactionNo: order.transactionNo,
    reference: isRefund ? move.refundReference : order.reference,
    transactionNo: move.refundNo ?? move.movementNo,
    transactionStatus: 'success',
    transactionType: isRefund ? 'refund' : 'void',
  };
}

function readSpan(call: SignedCall): Checked<{ from: number; to: number }> {
  const [start, end] = [call.value('startDate'), call.value('endDate')];
  if (start === null || end === null) {
    return no(refusal('000020', `parameter missing : ${start === null ? 'startDate' : 'endDate'}`));
  }
  const [from, last] = [startOfDay(start), startOfDay(end)];
  if (from === null || last === null)
    return no(refusal('000023', `format : ${from === null ? 'startDate' : 'endDate'}`));
  const days = (last - from) / DAY_MS;
  return days < 0 || days >= MAX_DAYS
    ? no(refusal('000022', 'parameters do not match : startDate, endDate'))
    : { ok: true, value: { from, to: last + DAY_MS } };
}

function listAnswer(lists: Item): Answer & Item {
  return { ...lists, ret_code: '000100', ret_msg: 'query success ' };
}
