/** The ladder's refunds: an id fixed first, written before it leaves, sent once, repeated only where the gateway shows none (law 10). */
import type { Reference } from '../../core/ids.ts';
import type { EpochMs } from '../../core/ports.ts';
import {
  askRefund,
  changeRefund,
  leftToRefund,
  refundedSum,
  refundId,
  unfinishedRefund,
  type Refund,
} from '../../core/refund.ts';
import type { GatewayAnswer } from '../gateway/client.ts';
import { isRefundAccepted, isRefusal } from '../gateway/news.ts';
import type { AttemptRow } from '../ledger/attempt-row.ts';
import type { Book, Change } from '../ledger/book.ts';
import { isOwedBack } from './gone-back.ts';
import { nextStep } from './next-step.ts';
import type { StepDeps } from './steps.ts';

/** Another attempt of the sale has a refund on its way: this one waits its turn, ms. */
const TURN_MS = 3_000;

/** Writes down the give-back by refund of a charge whose cancel was refused. Nothing leaves yet. */
export function openRefund({ ledger }: StepDeps, reference: Reference): void {
  ledger.change(reference, (row, now) => {
    if (nextStep(row, now).do !== 'open-refund') return null;
    const amount = leftToRefund(row);
    if (amount.minor > 0)
      return { refunds: askRefund(row, { amount, by: 'ladder', reason: '' }, now).refunds };
    // Nothing is left for a refund: all of it is proven to be back, or nobody knows where a part of it is.
    const isBack = refundedSum(row).minor >= (row.taken ?? row.amount).minor;
    return { events: [{ type: isBack ? 'given-back' : 'unreturnable' }] };
  });
}

/** `sent` is written before it leaves (law 2), and only while no other refund of the sale is unfinished. */
export async function sendRefund(deps: StepDeps, reference: Reference): Promise<void> {
  const { ledger, client, clock, stopped } = deps;
  const begun = ledger.transact((book) => beginRefund(book, reference));
  // The turn is waited for in memory: a restart looks again at once.
  if (begun === 'not-its-turn') ledger.note(reference, { restUntil: clock.now() + TURN_MS });
  const refund = begun !== null && begun !== 'not-its-turn' ? unfinishedRefund(begun) : null;
  if (begun === null || begun === 'not-its-turn' || refund?.state !== 'sent') return;
  const { n, amount } = refund;
  const answer = await client.refund({ ...begun, refundId: refundId(reference, n), amount });
  if (!stopped.aborted) ledger.change(reference, (current, now) => judgeRefund(current, n, answer, now));
}

function beginRefund(book: Book, reference: Reference): AttemptRow | 'not-its-turn' | null {
  const row = book.find(reference);
  const refund = row && unfinishedRefund(row);
  if (!row || !refund || nextStep(row, book.now).do !== 'send-refund') return null;
  // A cancel that came late after all may have given it back while this one waited, or a record that was set back has
  // learnt of another refund since: then nothing must leave any more, and what has left finds nothing to take.
  if ((refund.by === 'ladder' && !isOwedBack(row)) || !fitsBesideDone(row, refund))
    return book.apply(row, { refunds: changeRefund(row, refund.n, { state: 'refused' }).refunds });
  const others = book.ofSale(row.saleId).filter((other) => other.reference !== reference);
  if (others.some((other) => unfinishedRefund(other)?.state === 'sent')) return 'not-its-turn';
  const left = { state: 'sent', sentAt: book.now, tries: refund.tries + 1 } as const;
  const { refunds } = changeRefund(row, refund.n, { ...left, refusedAt: null, absentAt: null });
  return book.apply(row, { refunds });
}

/** True while it and all that is proven to be back are no more than was taken. */
function fitsBesideDone(row: AttemptRow, refund: Refund): boolean {
  return refundedSum(row).minor + refund.amount.minor <= (row.taken ?? row.amount).minor;
}

/** The answer is a word only: a yes is waited for, anything else is asked about, and the gateway's list proves it. */
function judgeRefund(row: AttemptRow, n: number, answer: GatewayAnswer, now: EpochMs): Change | null {
  const refund = row.refunds.find((each) => each.n === n);
  if (refund?.state !== 'sent') return null;
  const said = isRefundAccepted(answer, refundId(row.reference, n))
    ? { acceptedAt: now }
    : isRefusal(answer)
      ? { refusedAt: now }
      : {};
  return {
    refunds: changeRefund(row, n, said).refunds,
    facts: { askNow: true, leg: answer === 'silent' ? 'gateway-silent' : 'ok' },
  };
}

/** Time or the gateway's no has ended a refund without its proof. */
export function endRefund(
  { ledger }: StepDeps,
  reference: Reference,
  what: 'list-refund' | 'refund-refused',
): void {
  ledger.change(reference, (row, now) => {
    const refund = unfinishedRefund(row);
    if (!refund || nextStep(row, now).do !== what) return null;
    const state = what === 'list-refund' ? 'listed' : 'refused';
    // A machine that slept through its ten minutes comes here without a question in between; and what was refused may be
    // another refund under its number, of a record that was set back: the whole is looked at once more.
    return { refunds: changeRefund(row, refund.n, { state }).refunds, facts: { askNow: true } };
  });
}
