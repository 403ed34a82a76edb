/** Does what is due and sets one timer for the next: all plans are rows, so a kill loses none of them. */
import { transact, type Sim } from './context.ts';
import { dueJobs, earlyWebhooks, nextDue, takeJob, type Job } from './jobs.ts';
import { orderOf } from './orders.ts';
import { refundOf } from './refunds.ts';
import { close, isOpen, settleRefund, succeed } from './settle.ts';
import { deliver } from './webhook.ts';

/** The longest nap, ms: a wall clock that was set is noticed within it. */
const LONGEST_NAP_MS = 60_000;

/** The gateway's own will. */
export interface Agenda {
  /** Does everything due now, and sets the timer for the next. Called at start, around every call and by the timer. */
  wake(): void;
  /** Delivers the webhooks of this order that must arrive before its answer; resolves when they have been tried. */
  deliverEarly(transactionNo: string): Promise<void>;
  /** Resolves when the deliveries on their way have ended. */
  settled(): Promise<void>;
  /** Sets no more timers; resolves when the deliveries on their way have ended. */
  stop(): Promise<void>;
}

/** Makes an agenda; it sleeps until the first `wake`. */
export function createAgenda(sim: Sim): Agenda {
  const onTheWay = new Set<Promise<void>>();
  /** Epoch ms the timer is set for, or null: there is none. */
  let napUntil: number | null = null;
  let undo = (): void => undefined;
  let stopped = false;

  const send = (job: Job): Promise<void> => {
    const delivery = deliver(sim, job).finally(() => onTheWay.delete(delivery));
    onTheWay.add(delivery);
    return delivery;
  };
  const nap = (now: number): void => {
    const { at } = sim.alarm;
    // A timer that goes off before the next thing is due sets the next by itself.
    if (at !== null && napUntil !== null && napUntil <= at) return;
    undo();
    napUntil = at === null ? null : Math.min(Math.max(at, now), now + LONGEST_NAP_MS);
    if (napUntil === null) return;
    undo = sim.timers.after(napUntil - now, () => {
      napUntil = null;
      wake();
    });
  };
  function wake(): void {
    if (stopped) return;
    const now = sim.clock.now();
    if (sim.alarm.at !== null && sim.alarm.at <= now) {
      for (const job of dueJobs(sim.sql, now)) {
        if (job.kind === 'webhook') void send(job);
        else transact(sim, () => finish(sim, job));
      }
      sim.alarm.set(nextDue(sim.sql));
    }
    nap(now);
    sim.onNextDue?.(sim.alarm.at);
  }
  const settled = async (): Promise<void> => {
    await Promise.all(onTheWay);
  };
  return {
    wake,
    deliverEarly: async (transactionNo) => {
      if (!sim.alarm.early.delete(transactionNo)) return;
      await Promise.all(earlyWebhooks(sim.sql, transactionNo).map(send));
    },
    settled,
    stop: () => {
      stopped = true;
      undo();
      return settled();
    },
  };
}

/** The order runs out, its wallet answers at last, its refund moves. The row may have been dropped in between. */
function finish(sim: Sim, job: Job): void {
  if (!takeJob(sim.sql, job.id)) return;
  const order = orderOf(sim.sql, job.transactionNo);
  if (job.refundNo !== null) settleRefund(sim, order, refundOf(sim.sql, job.refundNo));
  else if (job.kind === 'close-order' && isOpen(order)) close(sim, order, 'Timed out.');
  else if (job.kind === 'wallet-answers' && order.codeId !== null && (isOpen(order) || order.paysLate))
    succeed(sim, order, order.codeId);
}
