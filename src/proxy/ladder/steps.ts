/** The ladder's steps: each is written before it leaves, each answer is judged against the row as it is then. */
import { isFinal } from '../../core/attempt.ts';
import type { Reference } from '../../core/ids.ts';
import type { Clock, EpochMs } from '../../core/ports.ts';
import type { GatewayClient } from '../gateway/client.ts';
import { mayBeDuplicate } from '../gateway/news.ts';
import type { AttemptFacts, AttemptRow } from '../ledger/attempt-row.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { judgeAdd, judgeCancel, judgeQuery } from './answers.ts';
import { nextStep } from './next-step.ts';

/** What the steps need. */
export interface StepDeps {
  readonly ledger: Ledger;
  readonly client: GatewayClient;
  readonly clock: Clock;
  /** life of an order at the gateway, from its add */
  readonly orderTimeoutMs: number;
  /** Aborted when the proxy stops: answers that come later are dropped, the next start asks again. */
  readonly stopped: AbortSignal;
}

/**
 * Asks the gateway. What moves nothing is only noted: a question every 3 s need not be written to the disk. Those of the
 * after-watch are few, and are written: each start would else ask them all again.
 */
export async function query(deps: StepDeps, reference: Reference): Promise<void> {
  const { ledger, client, clock, stopped } = deps;
  const row = ledger.find(reference);
  if (row === null) return;
  ledger.note(reference, { askedAt: clock.now(), asked: row.asked + 1, askNow: false });
  const answer = await client.query(row);
  const asked = ledger.find(reference);
  if (stopped.aborted || asked === null) return;
  const { isNews, facts } = judgeQuery(asked, answer, clock.now());
  const isWatched = asked.nextAt !== null;
  const isKept = isFinal(asked.state) && facts.answerAt !== undefined;
  if (isNews || (isWatched && (isKept || isLast(asked, facts, clock.now()))))
    ledger.change(reference, (current, now) => judgeQuery(current, answer, now));
  else ledger.note(reference, facts);
}

/** Nothing more is to be asked: a row that does not say so would wake at every start. */
function isLast(row: AttemptRow, facts: Partial<AttemptFacts>, now: EpochMs): boolean {
  return nextStep({ ...row, ...facts }, now).do === 'nothing';
}

/** `cancel-left` is written before it leaves (law 2), and only if the row as it is then still wants it. */
export async function cancel(deps: StepDeps, reference: Reference): Promise<void> {
  const { ledger, client, stopped } = deps;
  let leaves = false;
  const row = ledger.change(reference, (current, now) => {
    leaves = nextStep(current, now).do === 'cancel';
    const cancelFirstAt = current.cancelFirstAt ?? now;
    const facts = { cancelSentAt: now, cancelTries: current.cancelTries + 1, cancelFirstAt };
    return leaves ? { events: [{ type: 'cancel-left' }], facts } : null;
  });
  if (!leaves) return;
  const answer = await client.cancel(row);
  if (!stopped.aborted) ledger.change(reference, (current, now) => judgeCancel(current, answer, now));
}

/** Cancels an order nobody can pay any more. Any answer at all is enough: there is no money behind it. */
export async function dropOrder(deps: StepDeps, reference: Reference): Promise<void> {
  const { ledger, client, stopped } = deps;
  const row = ledger.change(reference, ({ cancelTries }, now) => ({
    facts: { cancelSentAt: now, cancelTries: cancelTries + 1 },
  }));
  const answer = await client.cancel(row);
  if (stopped.aborted || answer === 'silent') return;
  ledger.change(reference, () => ({ facts: { orderLeft: false } }));
}

/** Writes that an add leaves now; sendAdd then sends it. */
export function beginAdd({ ledger, orderTimeoutMs }: StepDeps, reference: Reference): AttemptRow {
  return ledger.change(reference, ({ addTries }, now) => ({
    facts: {
      addSentAt: now,
      addTries: addTries + 1,
      addMissing: 0,
      askNow: false,
      orderEndsAt: now + orderTimeoutMs,
    },
  }));
}

/** Sends the add of a row beginAdd has written, and asks by reference where its refusal may mean "duplicate". */
export async function sendAdd({ ledger, client, stopped }: StepDeps, row: AttemptRow): Promise<void> {
  const answer = await client.add(row);
  const found = mayBeDuplicate(answer) ? await client.query({ ...row, transactionNo: null }) : null;
  if (stopped.aborted) return;
  ledger.change(row.reference, (current, now) => judgeAdd(current, answer, found, now));
}

/** What time alone brings: written where the row as it is now still says so. */
export function letTimePass(
  { ledger }: StepDeps,
  reference: Reference,
  what: 'overdue' | 'order-ran-out' | 'unreturnable' | 'give-up-code',
): void {
  ledger.change(reference, (row, now) => {
    if (nextStep(row, now).do !== what) return null;
    if (what === 'give-up-code') return { events: [{ type: 'never-accepted', why: 'expired' }] };
    // A machine that slept through it all comes here without a question in between: the list's first is asked now.
    return { events: [{ type: what }], facts: { askNow: what !== 'order-ran-out' || row.askNow } };
  });
}
