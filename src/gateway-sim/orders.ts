/** Orders: one `add` each, found by transactionNo or reference within their store. */
import { isCurrency, money, type Money } from '../core/money/money.ts';
import type { Sql, SqlRow } from '../sql/sql.ts';
import type { Sim } from './context.ts';
import type { Merchant } from './ports.ts';
import { int, intOrNull, text, textOrNull } from './rows.ts';

const STATUSES = ['init', 'dealing', 'pending', 'success', 'failed', 'closed', 'refunded'] as const;
/** The published table (pockyt.md §2); `refunded` only by a setting. A success can still be given back. */
export type OrderStatus = (typeof STATUSES)[number];

/** One order. Times are epoch ms. */
export interface Order {
  readonly transactionNo: string;
  readonly merchantNo: string;
  readonly storeNo: string;
  readonly storeAdminNo: string | null;
  readonly reference: string | null;
  /** What was asked for; once charged, what was charged (a fault can make them differ). */
  readonly amount: Money;
  readonly settleCurrency: string;
  readonly status: OrderStatus;
  /** For people: why it ended. */
  readonly reason: string | null;
  readonly ipnUrl: string | null;
  /** The wallet named by an order that is paid by scanning the shop's own code. */
  readonly vendor: string | null;
  /** What the shop's own QR code says, for an order that is paid by scanning it. */
  readonly deepLink: string | null;
  readonly codeId: string | null;
  readonly createdAt: number;
  readonly closesAt: number;
  /** When it was charged; it stays when the money has gone back. */
  readonly paidAt: number | null;
  /** The status before the last change, and when that was. */
  readonly earlierStatus: OrderStatus | null;
  readonly changedAt: number | null;
  /** Until then queries see it as it was before its last change. */
  readonly staleUntil: number | null;
  /** Until then queries do not find it. */
  readonly hiddenUntil: number | null;
  /** Closed, and yet its customer can still pay. */
  readonly paysLate: boolean;
}

/** A new order: nothing has happened to it. */
export type NewOrder = Omit<
  Order,
  | 'status'
  | 'reason'
  | 'codeId'
  | 'paidAt'
  | 'earlierStatus'
  | 'changedAt'
  | 'staleUntil'
  | 'hiddenUntil'
  | 'paysLate'
>;

/** Writes a new order, or null where this merchant has used its reference before, in any of its stores. */
export function insertOrder(sim: Sim, order: NewOrder): Order | null {
  const { changes } = sim.sql.run(
    `INSERT INTO orders (transaction_no, merchant_no, store_no, store_admin_no, reference, amount_minor, currency,
      settle_currency, status, ipn_url, vendor, deep_link, created_at, closes_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'init', ?, ?, ?, ?, ?) ON CONFLICT (merchant_no, reference) DO NOTHING`,
    [
      order.transactionNo,
      order.merchantNo,
      order.storeNo,
      order.storeAdminNo,
      order.reference,
      order.amount.minor,
      order.amount.currency,
      order.settleCurrency,
      order.ipnUrl,
      order.vendor,
      order.deepLink,
      order.createdAt,
      order.closesAt,
    ],
  );
  if (changes === 0) return null;
  sim.revision.count += 1;
  return {
    ...order,
    status: 'init',
    reason: null,
    codeId: null,
    paidAt: null,
    earlierStatus: null,
    changedAt: null,
    staleUntil: null,
    hiddenUntil: null,
    paysLate: false,
  };
}

/** What can change of an order. */
export type OrderChange = Partial<
  Pick<Order, 'status' | 'reason' | 'codeId' | 'paidAt' | 'amount' | 'paysLate'>
>;

/** Moves an order on; what is not named stays. The status before is kept for queries that see the past. */
export function updateOrder(sim: Sim, order: Order, to: OrderChange): Order {
  const next = { ...order, ...to, earlierStatus: order.status, changedAt: sim.clock.now() };
  sim.sql.run(
    `UPDATE orders SET status = ?, reason = ?, code_id = ?, paid_at = ?, amount_minor = ?, currency = ?,
      pays_late = ?, earlier_status = ?, changed_at = ? WHERE transaction_no = ?`,
    [
      next.status,
      next.reason,
      next.codeId,
      next.paidAt,
      next.amount.minor,
      next.amount.currency,
      next.paysLate ? 1 : 0,
      next.earlierStatus,
      next.changedAt,
      next.transactionNo,
    ],
  );
  sim.revision.count += 1;
  return next;
}

/** Queries do not find the order until `until` (`hidden`), or see it as it was (`stale`). No change of the order. */
export function blindQueries(sim: Sim, order: Order, how: 'hidden' | 'stale', until: number): Order {
  sim.sql.run(`UPDATE orders SET ${how}_until = ? WHERE transaction_no = ?`, [until, order.transactionNo]);
  return { ...order, [`${how}Until`]: until };
}

/** The order of that number, whoever's it is. Throws if there is none: only for numbers the database gave. */
export function orderOf(sql: Sql, transactionNo: string): Order {
  const [row] = sql.all('SELECT * FROM orders WHERE transaction_no = ?', [transactionNo]);
  if (row === undefined) throw new Error(`No order ${transactionNo}.`);
  return readOrder(row);
}

/** A store's own order by either handle, or null. Another store's is not found. */
export function findOrder(
  sql: Sql,
  merchant: Merchant,
  by: 'transactionNo' | 'reference',
  value: string,
): Order | null {
  const column = by === 'reference' ? 'reference' : 'transaction_no';
  const [row] = sql.all(`SELECT * FROM orders WHERE merchant_no = ? AND store_no = ? AND ${column} = ?`, [
    merchant.merchantNo,
    merchant.storeNo,
    value,
  ]);
  return row === undefined ? null : readOrder(row);
}

/** One row as an order. */
export function readOrder(row: SqlRow): Order {
  const currency = text(row, 'currency');
  if (!isCurrency(currency)) throw new TypeError('An order row is damaged.');
  const earlier = textOrNull(row, 'earlier_status');
  return {
    transactionNo: text(row, 'transaction_no'),
    merchantNo: text(row, 'merchant_no'),
    storeNo: text(row, 'store_no'),
    storeAdminNo: textOrNull(row, 'store_admin_no'),
    reference: textOrNull(row, 'reference'),
    amount: money(int(row, 'amount_minor'), currency),
    settleCurrency: text(row, 'settle_currency'),
    status: readStatus(text(row, 'status')),
    reason: textOrNull(row, 'reason'),
    ipnUrl: textOrNull(row, 'ipn_url'),
    vendor: textOrNull(row, 'vendor'),
    deepLink: textOrNull(row, 'deep_link'),
    codeId: textOrNull(row, 'code_id'),
    createdAt: int(row, 'created_at'),
    closesAt: int(row, 'closes_at'),
    paidAt: intOrNull(row, 'paid_at'),
    earlierStatus: earlier === null ? null : readStatus(earlier),
    changedAt: intOrNull(row, 'changed_at'),
    staleUntil: intOrNull(row, 'stale_until'),
    hiddenUntil: intOrNull(row, 'hidden_until'),
    paysLate: int(row, 'pays_late') === 1,
  };
}

function readStatus(status: string): OrderStatus {
  const known = STATUSES.find((one) => one === status);
  if (known === undefined) throw new TypeError('An order row is damaged.');
  return known;
}
