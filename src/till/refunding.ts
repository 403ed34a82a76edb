/** A manager's refund: written before it leaves, sent once under its own number, and asked about when its answer is lost. */
import type { ProblemCode } from '../contract/problem-codes.ts';
import type { AttemptAnswer } from '../contract/till-api.ts';
import type { Reference, SaleId } from '../core/ids.ts';
import { money } from '../core/money/money.ts';
import { leftToRefund, nextRefundNo, unfinishedRefund } from '../core/refund.ts';
import type { AskedRefund, Sale, TillAttempt } from '../core/sale.ts';
import { answerBy, type Result } from '../sync/transport.ts';
import { callsOf } from '../sync/calls.ts';
import { takeAnswer } from './acts.ts';
import { sellingOf, type Selling, type TillContext } from './context.ts';
import { notNow, valueInTurn } from './outcome.ts';
import { refundable } from './refund-choices.ts';
import type { ManagersWord, Outcome } from './till.ts';

/** Longest reason the contract takes, characters. */
const REASON_LENGTH = 120;

/** A refund as it is written in the journal. */
interface Asked {
  readonly sale: Sale;
  readonly attempt: TillAttempt;
  readonly refund: AskedRefund;
  /** An earlier request with this number may have arrived: a refusal of this one proves nothing about it. */
  readonly isRepeat: boolean;
}

/** Gives a part or all of a paid sale back. */
export async function refund(
  context: TillContext,
  saleId: SaleId,
  amountMinor: number,
  { reason, pin }: ManagersWord,
): Promise<Outcome> {
  const selling = sellingOf(context);
  if (!selling) return notNow();
  const words = reason.trim().slice(0, REASON_LENGTH);
  if (words === '') return { isDone: false, code: 'malformed-request' };
  const asked = await valueInTurn<Asked | ProblemCode | null>(context, null, () =>
    writeAsk(context, selling, saleId, { amountMinor, reason: words }),
  );
  return follow(context, selling, asked, pin);
}

async function follow(
  context: TillContext,
  selling: Selling,
  asked: Asked | ProblemCode | null,
  pin: string,
): Promise<Outcome> {
  if (asked === null) return { isDone: false, code: 'cannot-save' };
  if (typeof asked === 'string') return { isDone: false, code: asked };
  const { sale, attempt, refund: wish, isRepeat } = asked;
  const { outbox } = selling.realm.sync;
  const body = {
    ...outbox.claim(sale, attempt),
    n: wish.n,
    refundMinor: wish.amount.minor,
    reason: wish.reason,
    sendBy: wish.sendBy,
    pin,
  };
  const { reference } = attempt;
  const { refunding, link } = context;
  refunding.add(reference);
  const result = await callsOf(link.transport)
    .refund(reference, body)
    .finally(() => refunding.delete(reference));
  if (result.kind !== 'answer' && !isRepeat && provesNotTaken(result))
    await context.inTurn(() => drop(selling, sale.id, reference, wish.n));
  else if (result.kind !== 'answer') outbox.look(reference, false);
  const isUnknown = result.kind === 'problem' && !provesNotTaken(result);
  return isUnknown ? { isDone: false, code: 'silent' } : takeAnswer(context, selling, sale.id, result);
}

/**
 * Writes the refund down (law 2), or says why not. The one that is being asked for may be asked for again, and no other.
 * It ends when the till stops waiting for its answer: what arrives later is not taken, so that a look can tell.
 */
async function writeAsk(
  { link, refunding }: TillContext,
  { realm }: Selling,
  saleId: SaleId,
  wish: { readonly amountMinor: number; readonly reason: string },
): Promise<Asked | ProblemCode> {
  let problem: ProblemCode | null = 'not-now';
  let isRepeat = false;
  const after = await realm.sales.write(saleId, (sale) => {
    const attempt = sale && refundable(sale);
    problem = attempt ? problemOf(attempt, wish.amountMinor) : 'not-now';
    if (!attempt || problem !== null || refunding.has(attempt.reference)) return null;
    isRepeat = attempt.refundAsked !== null;
    const refund = attempt.refundAsked ?? newRefund(attempt, wish);
    // The ledger's clock; where it was never heard the ledger refuses, and is heard by that. An earlier request ends as it said.
    const sendBy = Math.max(refund.sendBy, answerBy(link.serverClock));
    return { events: [{ type: 'refund-asked', reference: attempt.reference, ...refund, sendBy }] };
  });
  if (problem !== null) return problem;
  const attempt = after && refundable(after);
  const isFree = attempt && !refunding.has(attempt.reference);
  if (!isFree || !attempt.refundAsked) return 'not-now';
  return { sale: after, attempt, refund: attempt.refundAsked, isRepeat };
}

function newRefund(
  attempt: TillAttempt,
  { amountMinor, reason }: { readonly amountMinor: number; readonly reason: string },
): AskedRefund {
  const amount = money(amountMinor, leftToRefund(attempt).currency);
  return { n: nextRefundNo(attempt), amount, reason, sendBy: 0 };
}

function problemOf(attempt: TillAttempt, amountMinor: number): ProblemCode | null {
  const { refundAsked } = attempt;
  if (!Number.isInteger(amountMinor) || amountMinor <= 0) return 'amount-zero';
  if (unfinishedRefund(attempt)) return 'not-now';
  if (refundAsked) return refundAsked.amount.minor === amountMinor ? null : 'not-now';
  return amountMinor > leftToRefund(attempt).minor ? 'refund-too-much' : null;
}

/** A refusal is the ledger's word that it wrote nothing; one that broke on the way may have written. */
function provesNotTaken(result: Result<AttemptAnswer>): boolean {
  return result.kind === 'problem' && result.code !== 'internal-error' && result.code !== 'ledger-unwell';
}

async function drop({ realm }: Selling, id: SaleId, reference: Reference, n: number): Promise<void> {
  await realm.sales.write(id, (sale) => {
    const asked = sale?.attempts.find((each) => each.reference === reference)?.refundAsked;
    return asked?.n === n ? { events: [{ type: 'refund-dropped', reference, n }] } : null;
  });
}
