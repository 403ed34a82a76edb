/** Orders: one `add` each, found by transactionNo or reference within their store. */
import { isCurrency, money, type Money } from '../core/money/money.ts';
import type { Sql, SqlRow } from '../sql/sql.ts';
import type { Merchant } from './ports.ts';
import { int, intOrNull, text, textOrNull } from './rows.ts';

const STATUSES = ['init', 'dealing', 'pending', 'success', 'failed', 'closed'] as const;
/** The published table (pockyt.md §2). success, failed and closed are final, but for a cancel of success. */
export type OrderStatus = (typeof STATUSES)[number];

/** One order. Times are epoch ms. */
export interface Order {
  readonly transactionNo: string;
  readonly merchantNo: string;
  readonly storeNo: string;
  readonly storeAdminNo: string | null;
  readonly reference: string | null;
  readonly amount: Money;
  readonly settleCurrency: string;
  readonly status: OrderStatus;
  /** For people: why it ended. */
  readonly reason: string | null;
  readonly ipnUrl: string | null;
  readonly codeId: string | null;
  readonly createdAt: number;
  readonly closesAt: number;
  readonly paidAt: number | null;
}

/** Writes a new order. Throws where its number or reference is taken. */
export function insertOrder(sql: Sql, order: Order): void {
  sql.run(
    `INSERT INTO orders (transaction_no, merchant_no, store_no, store_admin_no, reference, amount_minor, currency,
      settle_currency, status, reason, ipn_url, code_id, created_at, closes_at, paid_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      order.transactionNo,
      order.merchantNo,
      order.storeNo,
      order.storeAdminNo,
      order.reference,
      order.amount.minor,
      order.amount.currency,
      order.settleCurrency,
      order.status,
      order.reason,
      order.ipnUrl,
      order.codeId,
      order.createdAt,
      order.closesAt,
      order.paidAt,
    ],
  );
}

/** Moves an order on; what is not named stays. */
export function updateOrder(
  sql: Sql,
  order: Order,
  to: Partial<Pick<Order, 'status' | 'reason' | 'codeId' | 'paidAt'>>,
): Order {
  const next = { ...order, ...to };
  sql.run('UPDATE orders SET status = ?, reason = ?, code_id = ?, paid_at = ? WHERE transaction_no = ?', [
    next.status,
    next.reason,
    next.codeId,
    next.paidAt,
    next.transactionNo,
  ]);
  return next;
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

/** True where this merchant has used the reference before, in any of its stores. */
export function isReferenceTaken(sql: Sql, merchantNo: string, reference: string): boolean {
  return (
    sql.all('SELECT 1 FROM orders WHERE merchant_no = ? AND reference = ?', [merchantNo, reference]).length >
    0
  );
}

/** One row as an order. */
export function readOrder(row: SqlRow): Order {
  const currency = text(row, 'currency');
  const status = STATUSES.find((one) => one === text(row, 'status'));
  if (!isCurrency(currency) || status === undefined) throw new TypeError('An order row is damaged.');
  return {
    transactionNo: text(row, 'transaction_no'),
    merchantNo: text(row, 'merchant_no'),
    storeNo: text(row, 'store_no'),
    storeAdminNo: textOrNull(row, 'store_admin_no'),
    reference: textOrNull(row, 'reference'),
    amount: money(int(row, 'amount_minor'), currency),
    settleCurrency: text(row, 'settle_currency'),
    status,
    reason: textOrNull(row, 'reason'),
    ipnUrl: textOrNull(row, 'ipn_url'),
    codeId: textOrNull(row, 'code_id'),
    createdAt: int(row, 'created_at'),
    closesAt: int(row, 'closes_at'),
    paidAt: intOrNull(row, 'paid_at'),
  };
}
