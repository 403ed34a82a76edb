/** What the gateway's words mean for an attempt (DESIGN §3, News): only an equal success, failed or closed ends it. */
import {
  ACCEPTED,
  NO_RECORD,
  WALLET_FAULT,
  type GatewayResult,
  type GatewayWord,
} from '../../contract/gateway-api.ts';
import type { GatewayLeg } from '../../core/attempt-snapshot.ts';
import type { AttemptEvent } from '../../core/attempt.ts';
import { readDeclineReason } from '../../core/decline-reason.ts';
import { isCurrency, parseDecimal, sameMoney, type Money } from '../../core/money/money.ts';
import type { GatewayAnswer } from './client.ts';

/** The order as we wrote it down: what news must match. */
export interface ExpectedOrder {
  readonly reference: string;
  /** null until an answer has named it */
  readonly transactionNo: string | null;
  readonly amount: Money;
  /** what it is known to have taken; absent or null while nothing is */
  readonly taken?: Money | null;
}

/** What an answer says of an order, for the ladder; `null` where it says nothing that can be trusted. */
export type AnsweredStatus = 'init' | 'pending' | 'success' | 'other' | null;

/** An answer, judged. */
export interface News {
  readonly event: AttemptEvent;
  readonly status: AnsweredStatus;
  /** The gateway's number, from an answer that is about this order. */
  readonly transactionNo: string | null;
  readonly leg: GatewayLeg;
  /** The gateway answered that it has no such order. */
  readonly isMissing: boolean;
  /** What it shows as gone back; null where it says nothing that can be trusted. */
  readonly back: GoneBack | null;
}

/** What a question shows as gone back to the customer. */
export interface GoneBack {
  /** refunds that are there by their ids, in minor units of what was taken; 0 where no sum can be read */
  readonly refunds: readonly { readonly id: string; readonly minor: number }[];
  /** all of it, in minor units of what was taken */
  readonly minor: number;
}

const NO_NEWS: AttemptEvent = { type: 'no-news' };
const NOTHING = { event: NO_NEWS, status: null, transactionNo: null, isMissing: false, back: null } as const;

/** Judges an answer to pay or tran-query. Silence, a bad ret_code and another order's words are no news. */
export function readNews(answer: GatewayAnswer, expected: ExpectedOrder): News {
  if (answer === 'silent') return { ...NOTHING, leg: 'gateway-silent' };
  if (answer.retCode === WALLET_FAULT) return { ...NOTHING, leg: 'wallet-silent' };
  // "No record" is an answer for the ladder's question "does the gateway talk", but it moves nothing.
  if (answer.retCode === NO_RECORD) return { ...NOTHING, status: 'other', isMissing: true, leg: 'ok' };
  if (answer.retCode !== ACCEPTED || answer.result === null) return { ...NOTHING, leg: 'ok' };
  return { ...readResult(answer.result, answer.retMsg, expected), isMissing: false, leg: 'ok' };
}

/** Judges a result whose signature or connection is trusted. `words`: where a decline's reason may stand. */
export function readResult(
  result: GatewayResult,
  words: string,
  expected: ExpectedOrder,
): Pick<News, 'event' | 'status' | 'transactionNo' | 'back'> {
  if (!isAbout(result, expected)) return NOTHING;
  return { ...readStatus(result, words, expected), back: readBack(result, expected) };
}

function readStatus(
  result: GatewayResult,
  words: string,
  expected: ExpectedOrder,
): Pick<News, 'event' | 'status' | 'transactionNo'> {
  const { transactionNo } = result;
  const status = (result.transactionStatus ?? result.status ?? '').trim();
  const answered = { status: 'other', transactionNo } as const;
  switch (status) {
    case 'init':
      return { event: NO_NEWS, status: 'init', transactionNo };
    case 'pending':
      return { event: { type: 'pending' }, status: 'pending', transactionNo };
    case 'success': {
      const amount = readAmount(result);
      if (amount === null) return NOTHING;
      return { event: { type: 'success', amount }, status: 'success', transactionNo };
    }
    case 'failed': {
      const event: AttemptEvent = { type: 'failed', reason: readDeclineReason(words) };
      return isSameSum(result, expected) ? { event, ...answered } : { event: NO_NEWS, ...answered };
    }
    case 'closed': {
      const event: AttemptEvent = { type: 'gateway-closed', charged: hasMovedMoney(result) };
      const isOurs = isSameSum(result, expected) || isWhollyBack(result, expected);
      return { event: isOurs ? event : NO_NEWS, ...answered };
    }
    default:
      return { event: NO_NEWS, ...answered };
  }
}

/** True where an answer to `pay` leaves open what became of it, so that the ledger must ask at once. */
export function isUnclear(news: News): boolean {
  return news.status === null || news.isMissing;
}

/** True where a processed cancel was confirmed (`000100`). Only a query's `closed` ends the attempt. */
export function isCancelAccepted(answer: GatewayAnswer): boolean {
  return answer !== 'silent' && answer.retCode === ACCEPTED;
}

/** True where the gateway said yes to this very refund. Only a question that shows it proves that money moved. */
export function isRefundAccepted(answer: GatewayAnswer, id: string): boolean {
  if (answer === 'silent' || answer.retCode !== ACCEPTED) return false;
  const named = answer.result?.refundReference ?? null;
  return named === null || named === id;
}

/** ret_codes that are the gateway's "no" to what was asked; the rest (system error, wallet's fault) may pass. */
const REFUSALS = new Set(['000010', '000020', '000021', '000022', '000023', '000030', '000040']);

/** True where the gateway said a plain no; a bad signature (`000000 … verifySign`) never gets better by itself. */
export function isRefusal(answer: GatewayAnswer): answer is GatewayWord {
  if (answer === 'silent') return false;
  return REFUSALS.has(answer.retCode) || (answer.retCode === '000000' && /verifySign/i.test(answer.retMsg));
}

/** True where a refused add may mean that the reference exists already (which of the codes says so is unpublished). */
export function mayBeDuplicate(answer: GatewayAnswer): boolean {
  return answer !== 'silent' && ['000022', '000023', '000040'].includes(answer.retCode);
}

/** Both ids are the attempt's, and it is the payment itself, not a refund or void of it. */
function isAbout(result: GatewayResult, expected: ExpectedOrder): boolean {
  const isOurNumber =
    expected.transactionNo === null
      ? /^\d{1,32}$/.test(result.transactionNo ?? '')
      : result.transactionNo === expected.transactionNo;
  const isPayment = result.transactionType === null || result.transactionType === 'payment';
  return isOurNumber && isPayment && result.reference === expected.reference;
}

/** Refunds by name, and the sum; a cancel's money stands in `voidAmount` where no list does. */
function readBack({ refundInfo, voidAmount }: GatewayResult, { amount, taken }: ExpectedOrder): GoneBack {
  const { currency } = taken ?? amount;
  const minorOf = (text: string | null): number => {
    const read = text === null ? null : parseDecimal(text, currency);
    return read?.ok === true ? read.money.minor : 0;
  };
  const shown = (refundInfo ?? []).map(({ refundReference: id, refundAmount }) => ({
    id,
    minor: minorOf(refundAmount),
  }));
  const listed = shown.reduce((sum, { minor }) => sum + minor, 0);
  const refunds = shown.flatMap(({ id, minor }) => (id === null ? [] : { id, minor }));
  return { refunds, minor: Math.max(listed, minorOf(voidAmount)) };
}

function readAmount({ amount, currency }: GatewayResult): Money | null {
  if (amount === null || currency === null || !isCurrency(currency)) return null;
  const read = parseDecimal(amount, currency);
  return read.ok ? read.money : null;
}

/** An end may leave the sum out; one that names neither what was asked nor what was taken is not about this attempt. */
function isSameSum(result: GatewayResult, { amount, taken = null }: ExpectedOrder): boolean {
  if (result.amount === null && result.currency === null) return true;
  const read = readAmount(result);
  return read !== null && (sameMoney(read, amount) || (taken !== null && sameMoney(read, taken)));
}

/** Another sum than was asked had been taken, as a record that was set back may have forgotten: all of it has gone back. */
function isWhollyBack(result: GatewayResult, expected: ExpectedOrder): boolean {
  const read = readAmount(result);
  return read !== null && read.minor > 0 && readBack(result, expected).minor >= read.minor;
}

/** Evidence that money had moved and went back. */
function hasMovedMoney({ refundInfo, voidAmount, refundAmount }: GatewayResult): boolean {
  const isPositive = (text: string | null): boolean =>
    /^\d*\.?\d*$/.test(text ?? '') && /[1-9]/.test(text ?? '');
  return (refundInfo?.length ?? 0) > 0 || isPositive(voidAmount) || isPositive(refundAmount);
}
