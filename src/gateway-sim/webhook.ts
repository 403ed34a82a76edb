/** Webhooks: form-encoded, signed, repeated until the shop answers exactly `success` (pockyt.md §3). */
import { wireAmount } from './answer.ts';
import { webhookTime } from './clock-utc8.ts';
import type { Sim } from './context.ts';
import { takeWebhookFault } from './faults.ts';
import { acknowledge, beginDelivery, planWebhook, type Job } from './jobs.ts';
import type { Order } from './orders.ts';
import { sign, type Fields } from './signature.ts';

/** How late `webhook-late` is where the fault names no time, ms. */
const LATE_MS = 30_000;

/** Plans the webhooks of an order that has just ended, with whatever fault lies in wait for them. */
export function announce(sim: Sim, order: Order): void {
  const url = order.ipnUrl;
  if (url === null || !sim.settings.webhookOn.some((status) => status === order.status)) return;
  const fault = takeWebhookFault(sim, order.reference);
  if (fault?.kind === 'webhook-never') return;
  const early = fault?.kind === 'webhook-early';
  const extraMs = fault?.kind === 'webhook-late' ? (fault.ms ?? LATE_MS) : 0;
  const dueAt = sim.clock.now() + (early ? 0 : sim.settings.webhookDelayMs) + extraMs;
  const hook = { transactionNo: order.transactionNo, url, body: webhookBody(sim, order), dueAt, early };
  planWebhook(sim.sql, hook);
  if (fault?.kind === 'webhook-twice') planWebhook(sim.sql, hook);
}

/** The seven documented fields and their signature, form-encoded. */
export function webhookBody(sim: Sim, order: Order): string {
  const fields: Fields = new Map([
    ['amount', wireAmount(sim, order.amount)],
    ['currency', order.amount.currency],
    ...(order.reference === null ? [] : ([['reference', order.reference]] as const)),
    ['settleCurrency', order.settleCurrency],
    ['status', order.status],
    ['time', webhookTime(sim.clock.now())],
    ['transactionNo', order.transactionNo],
  ]);
  const merchant = sim.merchants.find(
    (one) => one.merchantNo === order.merchantNo && one.storeNo === order.storeNo,
  );
  const token = merchant?.token ?? ''; // a store taken out of the settings since: signed with nothing, refused
  return new URLSearchParams([...fields, ['verifySign', sign(fields, token)]]).toString();
}

/**
 * Delivers one webhook. The try and the next one are written first: a kill in mid-delivery costs a repetition, never
 * a webhook, and never a ninth. Never rejects.
 */
export async function deliver(sim: Sim, job: Job): Promise<void> {
  const gapMs = sim.settings.webhookGapsMs[job.tries];
  const nextAt = gapMs === undefined ? null : sim.clock.now() + gapMs;
  if (job.url === null || job.body === null || !beginDelivery(sim.sql, job, nextAt)) return;
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
