/** What is still to happen, as rows: an order that runs out, a wallet that answers later, a webhook to deliver. */
import type { Sql, SqlRow } from '../sql/sql.ts';
import { int, intOrNull, text, textOrNull } from './rows.ts';

const KINDS = ['close-order', 'wallet-answers', 'webhook'] as const;
/** The three things that happen by themselves. */
export type JobKind = (typeof KINDS)[number];

/** One job. `dueAt` is epoch ms, or null for a webhook that is done with. */
export interface Job {
  readonly id: number;
  readonly kind: JobKind;
  readonly transactionNo: string;
  readonly dueAt: number | null;
  /** Deliveries begun. */
  readonly tries: number;
  readonly url: string | null;
  readonly body: string | null;
  readonly ackedAt: number | null;
}

/** Plans an order's own end or its wallet's answer. */
export function planJob(sql: Sql, kind: JobKind, transactionNo: string, dueAt: number): void {
  sql.run('INSERT INTO jobs (kind, transaction_no, due_at) VALUES (?, ?, ?)', [kind, transactionNo, dueAt]);
}

/** Plans a webhook's first delivery. `early`: before the answer of the call that caused it. */
export function planWebhook(
  sql: Sql,
  hook: { transactionNo: string; url: string; body: string; dueAt: number; early: boolean },
): void {
  sql.run(
    `INSERT INTO jobs (kind, transaction_no, url, body, due_at, early) VALUES ('webhook', ?, ?, ?, ?, ?)`,
    [hook.transactionNo, hook.url, hook.body, hook.dueAt, hook.early ? 1 : 0],
  );
}

/** Nothing more happens to this order by itself (its webhooks still go out). */
export function dropJobs(sql: Sql, transactionNo: string): void {
  sql.run(`DELETE FROM jobs WHERE transaction_no = ? AND kind <> 'webhook'`, [transactionNo]);
}

/** Removes one job that was done. False where it is gone already. */
export function takeJob(sql: Sql, id: number): boolean {
  return sql.run('DELETE FROM jobs WHERE id = ?', [id]).changes === 1;
}

/** Everything due, oldest first. */
export function dueJobs(sql: Sql, now: number): Job[] {
  return sql.all('SELECT * FROM jobs WHERE due_at <= ? ORDER BY due_at, id', [now]).map(readJob);
}

/** Webhooks of an order that must arrive before the answer does. */
export function earlyWebhooks(sql: Sql, transactionNo: string): Job[] {
  return sql
    .all('SELECT * FROM jobs WHERE transaction_no = ? AND early = 1 AND tries = 0 AND due_at IS NOT NULL', [
      transactionNo,
    ])
    .map(readJob);
}

/** Every webhook of one order, or all, oldest first: the record for people and tests. */
export function webhookJobs(sql: Sql): Job[] {
  return sql.all(`SELECT * FROM jobs WHERE kind = 'webhook' ORDER BY id DESC LIMIT 500`).map(readJob);
}

/** When the next thing is due, epoch ms, or null. */
export function nextDue(sql: Sql): number | null {
  const [row] = sql.all('SELECT min(due_at) AS due FROM jobs WHERE due_at IS NOT NULL');
  return row === undefined ? null : intOrNull(row, 'due');
}

/** Counts a delivery as begun and plans the next (null: this is the last). False where somebody else began it. */
export function beginDelivery(sql: Sql, job: Job, nextAt: number | null): boolean {
  const begun = sql.run(
    'UPDATE jobs SET tries = tries + 1, due_at = ? WHERE id = ? AND tries = ? AND due_at IS NOT NULL',
    [nextAt, job.id, job.tries],
  );
  return begun.changes === 1;
}

/** The shop has said `success`: never again. */
export function acknowledge(sql: Sql, job: Job, now: number): void {
  sql.run('UPDATE jobs SET due_at = NULL, acked_at = ? WHERE id = ?', [now, job.id]);
}

function readJob(row: SqlRow): Job {
  const kind = KINDS.find((one) => one === text(row, 'kind'));
  if (kind === undefined) throw new TypeError('A job row is damaged.');
  return {
    id: int(row, 'id'),
    kind,
    transactionNo: text(row, 'transaction_no'),
    dueAt: intOrNull(row, 'due_at'),
    tries: int(row, 'tries'),
    url: textOrNull(row, 'url'),
    body: textOrNull(row, 'body'),
    ackedAt: intOrNull(row, 'acked_at'),
  };
}
