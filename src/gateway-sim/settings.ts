/** Everything about Pockyt that nobody could verify, as switches with the likeliest answer (pockyt.md §8). */
import type { WalletName } from './wallets.ts';

/** Behaviour of the practice gateway where the real one's is unknown. Durations in ms. */
export interface SimSettings {
  /** Name the wallet page asks the customer to pay. */
  readonly shopName: string;
  /** Which rule for empty values a signature may follow; SDKs disagree. */
  readonly emptyValues: 'either' | 'keep' | 'drop';
  /** HTTP status of a refused call. */
  readonly refusalHttpStatus: 200 | 400;
  /** How yen and won are written: "100" or "100.00". */
  readonly zeroDecimal: 'plain' | 'two-places';
  /** ret_code of a second `add` with a known reference. */
  readonly duplicateReference: '000023' | '000022';
  /** What a `pay` with an unknown, used or expired code does: fails the order, or answers a ret_code. */
  readonly badCode: 'failed' | '000080' | '000023';
  /** What a `vendor` that is not the code's wallet does. */
  readonly wrongVendor: '000022' | 'ignored';
  /** Where a decline's reason goes: no field is published, so `ret_msg` is our guess. */
  readonly declineReason: 'ret_msg' | 'nowhere';
  /** How long a query does not see the last change: a gateway that reads from a copy. */
  readonly queryLagMs: number;
  /** Whether a customer who was asked can still confirm after the order was closed, and is charged then. */
  readonly afterClosed: 'stays-closed' | 'may-still-pay';
  /** What `cancel` does to an unpaid order. `says-so-only`: 000100, and the customer can still confirm. */
  readonly cancelUnpaid: 'closes' | 'refused' | 'says-so-only';
  /** What `cancel` does to a paid order. `says-so-only` is the lie a till must survive. */
  readonly cancelPaid: 'gives-back' | 'refused' | 'says-so-only';
  /** Until when a paid order can be cancelled: Alipay's rule is 24:00 UTC+8 of the payment's day (pockyt.md §5). */
  readonly cancelUntil: 'same-day' | 'always';
  /** How a query shows that a cancel gave money back: no field is published for it. */
  readonly cancelEvidence: 'both' | 'refund-info' | 'void-amount' | 'none';
  /** What `refund` does. `slow`: answers `pending`, the money moves later. `says-so-only`: it never does. */
  readonly refund: 'gives-back' | 'refused' | 'says-so-only' | 'slow';
  /** How long a slow refund takes. */
  readonly refundSlowMs: number;
  /** A refundReference used before: nothing published says that it makes the call idempotent. */
  readonly repeatedRefund: 'same-answer' | '000023' | 'refunds-again';
  /** ret_code of a refund beyond what is left. */
  readonly overRefund: '000023' | '000040';
  /** Status of an order whose whole amount was refunded. */
  readonly afterFullRefund: 'success' | 'closed' | 'refunded';
  /** Which sum the answer of `refund` calls `amount`: the only sample has both alike. */
  readonly refundAnswerAmount: 'order' | 'refund';
  /** The webhook of a refund: like the payment's, with the refund's amount; with the refund's own numbers; or none. */
  readonly refundWebhook: 'payment-shape' | 'refund-fields' | 'none';
  /** Whether `add` remembers an `ipnUrl` (only the Go SDK lists it). */
  readonly addTakesIpnUrl: boolean;
  /** Whether `ipnUrl` may be http on this machine's own addresses: practice has no certificate. */
  readonly ipnHttpLoopback: boolean;
  /** Which endings send a webhook. */
  readonly webhookOn: readonly ('success' | 'failed' | 'closed')[];
  /** From the change to the first delivery. */
  readonly webhookDelayMs: number;
  /** Gaps between deliveries; their count + 1 is the most deliveries there are (8 in two hours). */
  readonly webhookGapsMs: readonly number[];
  /** How long a delivery may take before it counts as not acknowledged. */
  readonly webhookTimeoutMs: number;
  /** `timeout` of an order that names none, minutes. */
  readonly orderTimeoutMin: number;
  /** Whether create-trans-qrcode gives a picture when `needQrcode` is not named (the documents disagree). */
  readonly needQrcode: boolean;
  /** Life of a code, by wallet. */
  readonly codeLifeMs: Readonly<Record<WalletName, number>>;
  /** How long a slow wallet takes, and one that confirms late, where the code names no other. */
  readonly slowMs: number;
  readonly lateMs: number;
  /** How long a hanging call is held before the connection is given up with 504. */
  readonly hangMs: number;
}

const MINUTE = 60_000;

/** The likeliest gateway. */
export const DEFAULT_SETTINGS: SimSettings = {
  shopName: 'Corner Store',
  emptyValues: 'either',
  refusalHttpStatus: 200,
  zeroDecimal: 'plain',
  duplicateReference: '000023',
  badCode: 'failed',
  wrongVendor: '000022',
  declineReason: 'ret_msg',
  queryLagMs: 0,
  afterClosed: 'stays-closed',
  cancelUnpaid: 'closes',
  cancelPaid: 'gives-back',
  cancelUntil: 'same-day',
  cancelEvidence: 'both',
  refund: 'gives-back',
  refundSlowMs: 30_000,
  repeatedRefund: 'same-answer',
  overRefund: '000023',
  afterFullRefund: 'success',
  refundAnswerAmount: 'order',
  refundWebhook: 'payment-shape',
  addTakesIpnUrl: true,
  ipnHttpLoopback: true,
  webhookOn: ['success', 'failed', 'closed'],
  webhookDelayMs: 250,
  webhookGapsMs: [15_000, 30_000, MINUTE, 3 * MINUTE, 10 * MINUTE, 30 * MINUTE, 60 * MINUTE],
  webhookTimeoutMs: 10_000,
  orderTimeoutMin: 120,
  needQrcode: true,
  // 60 s Alipay, Alipay+ and WeChat (pockyt.md §5); the others publish none.
  codeLifeMs: {
    alipay: MINUTE,
    'alipay-plus': MINUTE,
    wechat: MINUTE,
    unionpay: MINUTE,
    paypal: MINUTE,
    venmo: MINUTE,
    cashapp: MINUTE,
  },
  slowMs: 8_000,
  lateMs: 20_000,
  hangMs: 2 * MINUTE,
};
