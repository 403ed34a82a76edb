/** Answers as they stand on the wire: exact names, nesting, nulls and trailing blanks (pockyt.md §2). */
import { exponentOf, money, toDecimal, type Money } from '../core/money/money.ts';
import type { Sim } from './context.ts';
import { giveBackOf } from './movements.ts';
import type { Order } from './orders.ts';
import { wireTime } from './clock-utc8.ts';

/** The codes this gateway answers (pockyt.md §2). 000100 = processed, not: paid. */
export type RetCode = '000000' | '000020' | '000021' | '000022' | '000023' | '000040' | '000080' | '000100';

/** One answer's JSON. */
export interface Answer {
  readonly result?: Readonly<Record<string, unknown>>;
  readonly ret_code: string;
  readonly ret_msg: string;
}

/** "No", with the code and the words. */
export function refusal(code: RetCode, words: string): Answer {
  return { ret_code: code, ret_msg: words };
}

/** The order object of `add` and `pay`: `transactionStatus`, and null for what is not known. */
export function orderAnswer(sim: Sim, order: Order): Answer {
  const zero = money(0, order.amount.currency);
  return {
    result: {
      amount: wireAmount(sim, order.amount),
      createTime: wireTime(order.createdAt),
      currency: order.amount.currency,
      merchantNo: order.merchantNo,
      originalTransactionNo: null,
      paymentTime: order.paidAt === null ? null : wireTime(order.paidAt),
      reference: order.reference,
      refundAmount: wireAmount(sim, zero),
      settleCurrency: order.settleCurrency,
      storeAdminNo: order.storeAdminNo,
      storeNo: order.storeNo,
      transactionNo: order.transactionNo,
      transactionStatus: order.status,
      transactionType: 'payment',
      voidAmount: wireAmount(sim, zero),
    },
    ret_code: '000100',
    ret_msg: reasonOr(sim, order, 'add success'), // `pay` says so too (trap 5)
  };
}

/** `tran-query`: `status`. What a cancel gave back is shown in voidAmount and refundInfo [I]. */
export function queryAnswer(sim: Sim, order: Order): Answer {
  return {
    result: {
      amount: wireAmount(sim, order.amount),
      currency: order.amount.currency,
      reference: order.reference,
      settleCurrency: order.settleCurrency,
      status: order.status,
      transactionNo: order.transactionNo,
      transactionType: 'payment',
      ...givenBack(sim, order),
    },
    ret_code: '000100',
    ret_msg: reasonOr(sim, order, 'query success '),
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

/** Two decimals, or as many as the currency has; yen by setting. */
export function wireAmount(sim: Sim, amount: Money): string {
  const padded = exponentOf(amount.currency) === 0 && sim.settings.zeroDecimal === 'two-places';
  return padded ? `${toDecimal(amount)}.00` : toDecimal(amount);
}

function givenBack(sim: Sim, order: Order): Readonly<Record<string, unknown>> {
  const move = giveBackOf(sim.sql, order.transactionNo);
  if (move === null) return {};
  const amount = wireAmount(sim, money(move.amountMinor, order.amount.currency));
  return {
    voidAmount: amount,
    refundInfo: [
      {
        refundTransactionId: move.movementNo,
        refundReference: null,
        refundAmount: amount,
        refundRmbAmount: null,
        currency: order.amount.currency,
        settleCurrency: order.settleCurrency,
      },
    ],
  };
}

/** No field for a decline's reason is published; `ret_msg` is our guess [I], and a setting. */
function reasonOr(sim: Sim, order: Order, words: string): string {
  const shown = sim.settings.declineReason === 'ret_msg' && order.status === 'failed';
  return shown ? (order.reason ?? words) : words;
}
