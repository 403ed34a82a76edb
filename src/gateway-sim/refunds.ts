/** Refunds as this gateway tells of them. Whether their money moved stands in the movements alone. */
import type { Sql, SqlRow } from '../sql/sql.ts';
import { int, text, textOrNull } from './rows.ts';

const STATUSES = ['success', 'pending', 'failed'] as const;
/** `pending`: the money moves later. `failed`: it could not any more, a cancel was first. */
export type RefundStatus = (typeof STATUSES)[number];

/** One refund; `amountMinor` in the order's currency, `createdAt` epoch ms. */
export interface Refund {
  /** The gateway's own number: refundTransactionNo. */
  readonly refundNo: string;
  readonly transactionNo: string;
  readonly merchantNo: string;
  /** The shop's own id for it, if it gave one. */
  readonly refundReference: string | null;
  readonly amountMinor: number;
  readonly status: RefundStatus;
  readonly ipnUrl: string | null;
  readonly createdAt: number;
}

/** Writes a new refund. */
export function insertRefund(sql: Sql, refund: Refund): void {
  sql.run(
    `INSERT INTO refunds (refund_no, transaction_no, merchant_no, refund_reference, amount_minor, status, ipn_url,
      created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      refund.refundNo,
      refund.transactionNo,
      refund.merchantNo,
      refund.refundReference,
      refund.amountMinor,
      refund.status,
      refund.ipnUrl,
      refund.createdAt,
    ],
  );
}

/** Moves a refund on. */
export function updateRefund(sql: Sql, refund: Refund, status: RefundStatus): Refund {
  sql.run('UPDATE refunds SET status = ? WHERE refund_no = ?', [status, refund.refundNo]);
  return { ...refund, status };
}

/** The refund of that number. Throws if there is none: only for numbers the database gave. */
export function refundOf(sql: Sql, refundNo: string): Refund {
  const [row] = sql.all('SELECT * FROM refunds WHERE refund_no = ?', [refundNo]);
  if (row === undefined) throw new Error(`No refund ${refundNo}.`);
  return readRefund(row);
}

/** The merchant's first refund with this refundReference, or null. */
export function refundByReference(sql: Sql, merchantNo: string, refundReference: string): Refund | null {
  const [row] = sql.all(
    'SELECT * FROM refunds WHERE merchant_no = ? AND refund_reference = ? ORDER BY rowid LIMIT 1',
    [merchantNo, refundReference],
  );
  return row === undefined ? null : readRefund(row);
}

/** All refunds of an order that were not refused, oldest first. */
export function refundsOf(sql: Sql, transactionNo: string): Refund[] {
  return sql
    .all(`SELECT * FROM refunds WHERE transaction_no = ? AND status <> 'failed' ORDER BY rowid`, [
      transactionNo,
    ])
    .map(readRefund);
}

/** One row as a refund. */
export function readRefund(row: SqlRow): Refund {
  const status = STATUSES.find((one) => one === text(row, 'status'));
  if (status === undefined) throw new TypeError('A refund row is damaged.');
  return {
    refundNo: text(row, 'refund_no'),
    transactionNo: text(row, 'transaction_no'),
    merchantNo: text(row, 'merchant_no'),
    refundReference: textOrNull(row, 'refund_reference'),
    amountMinor: int(row, 'amount_minor'),
    status,
    ipnUrl: textOrNull(row, 'ipn_url'),
    createdAt: int(row, 'created_at'),
  };
}
