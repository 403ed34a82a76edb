/** Answers as they stand on the wire: exact names, nesting, nulls and trailing blanks (pockyt.md §2). */
import { exponentOf, money, toDecimal, type Money } from '../core/money/money.ts';
import { wireTime } from './clock-utc8.ts';
import type { Sim } from './context.ts';
import { giveBacksOf, sumOf, type Movement } from './movements.ts';
import type { Order } from './orders.ts';
import type { Refund } from './refunds.ts';

/** The codes this gateway answers (pockyt.md §2). 000100 = processed, not: paid. */
export type RetCode = '000000' | '000020' | '000021' | '000022' | '000023' | '000040' | '000080' | '000100';

/** One answer's JSON. */
export interface Answer {
  readonly result?: Readonly<Record<string, unknown>>;
  readonly ret_code: string;
  readonly ret_msg: string;
}

/** "No", with the code and the words. */
export function refusal(code: string, words: string): Answer {
  return { ret_code: code, ret_msg: words };
}

/** The order object of `add` and `pay`: `transactionStatus`, and null for what is not known. */
export function orderAnswer(sim: Sim, order: Order): Answer {
  return {
    result: orderFields(sim, order, backOf(sim, order)),
    ret_code: '000100',
    ret_msg: reasonOr(sim, order, 'add success'), // `pay` says so too (trap 5)
  };
}

/** The order object, with what went back by refunds and by a cancel. */
export function orderFields(sim: Sim, order: Order, back: readonly Movement[]): Record<string, unknown> {
  const sum = (moves: readonly Movement[]): string =>
    wireAmount(sim, money(sumOf(moves), order.amount.currency));
  return {
    amount: wireAmount(sim, order.amount),
    createTime: wireTime(order.createdAt),
    currency: order.amount.currency,
    merchantNo: order.merchantNo,
    originalTransactionNo: null,
    paymentTime: order.paidAt === null ? null : wireTime(order.paidAt),
    reference: order.reference,
    refundAmount: sum(back.filter((move) => move.refundNo !== null)),
    settleCurrency: order.settleCurrency,
    storeAdminNo: order.storeAdminNo,
    storeNo: order.storeNo,
    transactionNo: order.transactionNo,
    transactionStatus: order.status,
    transactionType: 'payment',
    voidAmount: sum(back.filter((move) => move.refundNo === null)),
  };
}

/** `tran-query`: `status`, and `refundInfo` once money went back. */
export function queryAnswer(sim: Sim, order: Order): Answer {
  const seen = asSeen(sim, order);
  return {
    result: {
      amount: wireAmount(sim, order.amount),
      currency: order.amount.currency,
      reference: order.reference,
      settleCurrency: order.settleCurrency,
      status: seen.status,
      transactionNo: order.transactionNo,
      transactionType: 'payment',
      ...evidence(sim, order, seen.back),
    },
    ret_code: '000100',
    ret_msg: seen.isStale ? 'query success ' : reasonOr(sim, order, 'query success '),
  };
}

/** `cancel`: `status`, and the amount as a JSON number. */
export function cancelAnswer(order: Order, status: string): Answer {
  return {
    result: {
      amount: Number(toDecimal(order.amount)),
      currency: order.amount.currency,
      reference: order.reference,
      status,
      transactionNo: order.transactionNo,
    },
    ret_code: '000100',
    ret_msg: 'cancel success ',
  };
}

/** `refund`: the order's two numbers and the refund's own. */
export function refundAnswer(sim: Sim, order: Order, refund: Refund): Answer {
  const { currency } = order.amount;
  const refundAmount = wireAmount(sim, money(refund.amountMinor, currency));
  return {
    result: {
      amount: sim.settings.refundAnswerAmount === 'refund' ? refundAmount : wireAmount(sim, order.amount),
      currency,
      reference: order.reference,
      refundAmount,
      refundReference: refund.refundReference,
      refundTransactionNo: refund.refundNo,
      settleCurrency: order.settleCurrency,
      status: refund.status,
      transactionNo: order.transactionNo,
    },
    ret_code: '000100',
    ret_msg: 'refund success ',
  };
}

/** Two decimals, or as many as the currency has; yen by setting. */
export function wireAmount(sim: Sim, amount: Money): string {
  const padded = exponentOf(amount.currency) === 0 && sim.settings.zeroDecimal === 'two-places';
  return padded ? `${toDecimal(amount)}.00` : toDecimal(amount);
}

/** What went back; an order that was never charged is not asked for. */
function backOf(sim: Sim, order: Order): Movement[] {
  return order.paidAt === null ? [] : giveBacksOf(sim.sql, order.transactionNo);
}

/** The order as a query sees it: a gateway that reads from a copy does not know the last change yet. */
function asSeen(sim: Sim, order: Order): { status: string; back: Movement[]; isStale: boolean } {
  const { changedAt, earlierStatus, staleUntil } = order;
  const back = backOf(sim, order);
  const now = sim.clock.now();
  const { queryLagMs } = sim.settings;
  // Without a lag the clock is not asked: one that was set back would make every order stale.
  const lagsUntil = changedAt === null || queryLagMs === 0 ? 0 : changedAt + queryLagMs;
  const isStale = now < Math.max(staleUntil ?? 0, lagsUntil);
  if (!isStale || earlierStatus === null || changedAt === null)
    return { status: order.status, back, isStale: false };
  return { status: earlierStatus, back: back.filter((move) => move.at < changedAt), isStale };
}

/** refundInfo is documented for refunds; that a cancel's give-back shows in it, or in voidAmount, is assumed [I]. */
function evidence(sim: Sim, order: Order, back: readonly Movement[]): Readonly<Record<string, unknown>> {
  const how = sim.settings.cancelEvidence;
  const voided = back.filter((move) => move.refundNo === null);
  const listed =
    how === 'both' || how === 'refund-info' ? back : back.filter((move) => move.refundNo !== null);
  const isVoidShown = voided.length > 0 && (how === 'both' || how === 'void-amount');
  const amount = (minor: number): string => wireAmount(sim, money(minor, order.amount.currency));
  const refundInfo = listed.map((move) => ({
    refundTransactionId: move.refundNo ?? move.movementNo,
    refundReference: move.refundReference,
    refundAmount: amount(move.amountMinor),
    refundRmbAmount: null,
    currency: order.amount.currency,
    settleCurrency: order.settleCurrency,
  }));
  return {
    ...(isVoidShown && { voidAmount: amount(sumOf(voided)) }),
    ...(refundInfo.length > 0 && { refundInfo }),
  };
}

/** No field for a decline's reason is published; `ret_msg` is our guess [I], and a setting. */
function reasonOr(sim: Sim, order: Order, words: string): string {
  const shown = sim.settings.declineReason === 'ret_msg' && order.status === 'failed';
  return shown ? (order.reason ?? words) : words;
}
