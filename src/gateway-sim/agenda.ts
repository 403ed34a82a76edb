/** Does what is due and sets one timer for the next: all plans are rows, so a kill loses none of them. */
import type { Sim } from './context.ts';
import { dueJobs, earlyWebhooks, nextDue, takeJob, type Job } from './jobs.ts';
import { orderOf } from './orders.ts';
import { close, isOpen, succeed } from './settle.ts';
import { deliver } from './webhook.ts';

/** The longest nap, ms: a wall clock that was set is noticed within it. */
const LONGEST_NAP_MS = 60_000;

/** The gateway's own will. */
export interface Agenda {
  /** Does everything due now, and sets the timer for the next. Called at start, after every change and by the timer. */
  wake(): void;
  /** Delivers the webhooks of this order that must arrive before its answer; resolves when they have been tried. */
  deliverEarly(transactionNo: string): Promise<void>;
  /** Sets no more timers; resolves when the deliveries on their way have ended. */
  stop(): Promise<void>;
}

/** Makes an agenda; it sleeps until the first `wake`. */
export function createAgenda(sim: Sim): Agenda {
  const onTheWay = new Set<Promise<void>>();
  let undo = (): void => undefined;
  let stopped = false;

  const send = (job: Job): Promise<void> => {
    const delivery = deliver(sim, job).finally(() => onTheWay.delete(delivery));
    onTheWay.add(delivery);
    return delivery;
  };
  const nap = (): void => {
    undo();
    const due = nextDue(sim.sql);
    if (due === null) return;
    undo = sim.timers.after(Math.min(Math.max(due - sim.clock.now(), 0), LONGEST_NAP_MS), wake);
  };
  function wake(): void {
    if (stopped) return;
    for (const job of dueJobs(sim.sql, sim.clock.now())) {
      if (job.kind === 'webhook') void send(job);
      else sim.sql.transaction(() => finish(sim, job));
    }
    nap();
  }
  return {
    wake,
    deliverEarly: async (transactionNo) => {
      await Promise.all(earlyWebhooks(sim.sql, transactionNo).map(send));
    },
    stop: async () => {
      stopped = true;
      undo();
      await Promise.all(onTheWay);
    },
  };
}

/** An order runs out, or its wallet answers at last. The row may have been dropped by a cancel in between. */
function finish(sim: Sim, job: Job): void {
  if (!takeJob(sim.sql, job.id)) return;
  const order = orderOf(sim.sql, job.transactionNo);
  if (!isOpen(order)) return;
  if (job.kind === 'close-order') close(sim, order, 'Timed out.');
  else if (order.codeId !== null) succeed(sim, order, order.codeId);
}
