/** Webhooks: form-encoded, signed, repeated until the shop answers exactly `success` (pockyt.md §3). */
import { money, type Money } from '../core/money/money.ts';
import { wireAmount } from './answer.ts';
import { webhookTime } from './clock-utc8.ts';
import type { Sim } from './context.ts';
import { WEBHOOK_FAULTS } from './fault-kinds.ts';
import { acknowledge, beginDelivery, planWebhook, type Job } from './jobs.ts';
import type { Order } from './orders.ts';
import type { Refund } from './refunds.ts';
import { sign, type Fields } from './signature.ts';

/** How late `webhook-late` is where the fault names no time, ms. */
const LATE_MS = 30_000;

/** What one webhook says. */
export interface Told {
  readonly amount: Money;
  readonly reference: string | null;
  readonly status: string;
  readonly transactionNo: string;
}

/** Plans the webhooks of an order that has just ended, with whatever fault lies in wait for them. */
export function announce(sim: Sim, order: Order): void {
  if (!sim.settings.webhookOn.some((status) => status === order.status)) return;
  plan(sim, order, order.ipnUrl, order);
}

/** Plans the webhook of a refund. Its real shape is unknown: the likeliest looks like a second payment's. */
export function announceRefund(sim: Sim, order: Order, refund: Refund): void {
  const { refundWebhook } = sim.settings;
  if (refundWebhook === 'none') return;
  const own = refundWebhook === 'refund-fields';
  plan(sim, order, refund.ipnUrl ?? order.ipnUrl, {
    amount: money(refund.amountMinor, order.amount.currency),
    reference: own ? refund.refundReference : order.reference,
    status: 'success',
    transactionNo: own ? refund.refundNo : order.transactionNo,
  });
}

function plan(sim: Sim, order: Order, url: string | null, told: Told): void {
  if (url === null) return;
  const fault = sim.faults.take(WEBHOOK_FAULTS, null, order.reference);
  if (fault?.kind === 'webhook-never') return;
  if (fault?.kind === 'webhook-forged') planForged(sim, order, url, { ...told, status: 'success' }, true);
  const early = fault?.kind === 'webhook-early';
  const extraMs = fault?.kind === 'webhook-late' ? (fault.ms ?? LATE_MS) : 0;
  const dueAt = sim.clock.now() + (early ? 0 : sim.settings.webhookDelayMs) + extraMs;
  const body = webhookBody(sim, order, told);
  const hook = { transactionNo: order.transactionNo, url, body, dueAt, early };
  planWebhook(sim, hook);
  if (fault?.kind === 'webhook-twice') planWebhook(sim, hook);
}

/** Plans one delivery, now and not repeated, of a webhook that is not signed, or with another token. */
export function planForged(sim: Sim, order: Order, url: string, told: Told, signed: boolean): void {
  const token = signed ? `not-${tokenOf(sim, order)}` : null;
  planOnce(sim, order.transactionNo, url, webhookBody(sim, order, told, token));
}

/** Plans one delivery, now and not repeated, of a body that is there already. */
export function planOnce(sim: Sim, transactionNo: string, url: string, body: string): void {
  const tries = sim.settings.webhookGapsMs.length; // one more and it was the last
  planWebhook(sim, { transactionNo, url, body, dueAt: sim.clock.now(), tries });
}

/** The seven documented fields and their signature, form-encoded; `token` null: a signature of noughts. */
function webhookBody(sim: Sim, order: Order, told: Told, token: string | null = tokenOf(sim, order)): string {
  const fields: Fields = new Map([
    ['amount', wireAmount(sim, told.amount)],
    ['currency', told.amount.currency],
    ...(told.reference === null ? [] : ([['reference', told.reference]] as const)),
    ['settleCurrency', order.settleCurrency],
    ['status', told.status],
    ['time', webhookTime(sim.clock.now())],
    ['transactionNo', told.transactionNo],
  ]);
  const verifySign = token === null ? '0'.repeat(32) : sign(fields, token);
  return new URLSearchParams([...fields, ['verifySign', verifySign]]).toString();
}

function tokenOf(sim: Sim, order: Order): string {
  const merchant = sim.merchants.find(
    (one) => one.merchantNo === order.merchantNo && one.storeNo === order.storeNo,
  );
  return merchant?.token ?? ''; // a store taken out of the settings since: signed with nothing, refused
}

/**
 * Delivers one webhook. The try and the next one are written first: a kill in mid-delivery costs a repetition, never
 * a webhook, and never a ninth. Never rejects.
 */
export async function deliver(sim: Sim, job: Job): Promise<void> {
  const gapMs = sim.settings.webhookGapsMs[job.tries];
  const nextAt = gapMs === undefined ? null : sim.clock.now() + gapMs;
  if (job.url === null || job.body === null || !beginDelivery(sim, job, nextAt)) return;
  if (await isAcknowledged(sim, job.url, job.body)) acknowledge(sim.sql, job, sim.clock.now());
}

function isAcknowledged(sim: Sim, url: string, body: string): Promise<boolean> {
  return new Promise((resolve) => {
    const undo = sim.timers.after(sim.settings.webhookTimeoutMs, () => resolve(false));
    const answered = (acked: boolean): void => {
      undo();
      resolve(acked);
    };
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    sim.send(url, { method: 'POST', headers, body }).then(
      ({ status, text }) => answered(status === 200 && text === 'success'),
      () => answered(false), // nobody there: the next try is planned already
    );
  });
}
