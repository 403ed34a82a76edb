/** What is still to happen, as rows: an order that runs out, a wallet or a refund that takes its time, a webhook. */
import type { Sql, SqlRow } from '../sql/sql.ts';
import type { Sim } from './context.ts';
import { int, intOrNull, text, textOrNull } from './rows.ts';

const KINDS = ['close-order', 'wallet-answers', 'refund-moves', 'webhook'] as const;
/** The things that happen by themselves. */
export type JobKind = (typeof KINDS)[number];

/** One job. `dueAt` is epoch ms, or null for a webhook that is done with. */
export interface Job {
  readonly id: number;
  readonly kind: JobKind;
  readonly transactionNo: string;
  readonly refundNo: string | null;
  readonly dueAt: number | null;
  /** Deliveries begun. */
  readonly tries: number;
  readonly url: string | null;
  readonly body: string | null;
  readonly ackedAt: number | null;
}

/** One webhook to plan. `early`: before the answer of the call that caused it. `tries`: deliveries already used up. */
export interface WebhookPlan {
  readonly transactionNo: string;
  readonly url: string;
  readonly body: string;
  readonly dueAt: number;
  readonly early?: boolean;
  readonly tries?: number;
}

/** Plans an order's own end, its wallet's answer, or the money of a slow refund. */
export function planJob(
  sim: Sim,
  kind: Exclude<JobKind, 'webhook'>,
  of: { readonly transactionNo: string; readonly refundNo?: string },
  dueAt: number,
): void {
  sim.sql.run('INSERT INTO jobs (kind, transaction_no, refund_no, due_at) VALUES (?, ?, ?, ?)', [
    kind,
    of.transactionNo,
    of.refundNo ?? null,
    dueAt,
  ]);
  sim.alarm.by(dueAt);
}

/** Plans a webhook's first delivery. */
export function planWebhook(sim: Sim, hook: WebhookPlan): void {
  const early = hook.early ?? false;
  sim.sql.run(
    `INSERT INTO jobs (kind, transaction_no, url, body, due_at, early, tries) VALUES ('webhook', ?, ?, ?, ?, ?, ?)`,
    [hook.transactionNo, hook.url, hook.body, hook.dueAt, early ? 1 : 0, hook.tries ?? 0],
  );
  sim.alarm.by(hook.dueAt);
  if (early) sim.alarm.early.add(hook.transactionNo);
}

/** The order has ended: it runs out no more, and its wallet answers no more (where `wallet` says so). */
export function dropJobs(sql: Sql, transactionNo: string, wallet: boolean): void {
  const kinds = wallet ? `'close-order', 'wallet-answers'` : `'close-order'`;
  sql.run(`DELETE FROM jobs WHERE transaction_no = ? AND kind IN (${kinds})`, [transactionNo]);
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

/** The last webhooks, newest first, at most 500: the record for people and tests. */
export function webhookJobs(sql: Sql): Job[] {
  return sql.all(`SELECT * FROM jobs WHERE kind = 'webhook' ORDER BY id DESC LIMIT 500`).map(readJob);
}

/** The last webhook planned for an order, or null. */
export function lastWebhook(sql: Sql, transactionNo: string): Job | null {
  const [row] = sql.all(
    `SELECT * FROM jobs WHERE transaction_no = ? AND kind = 'webhook' ORDER BY id DESC LIMIT 1`,
    [transactionNo],
  );
  return row === undefined ? null : readJob(row);
}

/** When the next thing is due, epoch ms, or null. */
export function nextDue(sql: Sql): number | null {
  const [row] = sql.all('SELECT min(due_at) AS due FROM jobs WHERE due_at IS NOT NULL');
  return row === undefined ? null : intOrNull(row, 'due');
}

/** Counts a delivery as begun and plans the next (null: this is the last). False where somebody else began it. */
export function beginDelivery(sim: Sim, job: Job, nextAt: number | null): boolean {
  const begun = sim.sql.run(
    'UPDATE jobs SET tries = tries + 1, due_at = ? WHERE id = ? AND tries = ? AND due_at IS NOT NULL',
    [nextAt, job.id, job.tries],
  );
  if (nextAt !== null) sim.alarm.by(nextAt);
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
    refundNo: textOrNull(row, 'refund_no'),
    dueAt: intOrNull(row, 'due_at'),
    tries: int(row, 'tries'),
    url: textOrNull(row, 'url'),
    body: textOrNull(row, 'body'),
    ackedAt: intOrNull(row, 'acked_at'),
  };
}
