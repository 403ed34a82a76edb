/** What till and proxy say to each other (DESIGN §4). Every answer carries `serverTime` and the feed's head. */
import * as v from 'valibot';
import { feedPositionSchema } from './feed-position.ts';
import {
  attemptSnapshotSchema,
  currencySchema,
  epochSchema,
  minorSchema,
  moneySchema,
  referenceSchema,
  saleIdSchema,
  saleNumberSchema,
  settledSchema,
  tillIdSchema,
  timeSchema,
  walletSchema,
  shortText,
} from './shapes.ts';
import { realmSchema } from './shop-api.ts';

/** Carried by every change: a difference from what was written down is `409 mismatch`. */
export const claim = {
  saleId: saleIdSchema,
  number: saleNumberSchema,
  amountMinor: minorSchema,
  currency: currencySchema,
  realm: realmSchema,
  /** the ledger the till believes it speaks to: another one must hear the till's offer first */
  epoch: v.optional(epochSchema),
};

/** `POST /api/attempts` */
export const openRequestSchema = v.object({ reference: referenceSchema, ...claim });
/** Opens an attempt. */
export type OpenRequest = v.InferOutput<typeof openRequestSchema>;

/** `POST /api/attempts/:reference/pay`: carries the opening fields too. */
export const payRequestSchema = v.object({
  ...claim,
  code: v.pipe(v.string(), v.minLength(8), v.maxLength(512), v.regex(/^[\x21-\x7e]+$/)),
  wallet: walletSchema,
  /** server time after which this code must not be sent (law 5) */
  sendBy: timeSchema,
});
/** Sends a code. */
export type PayRequest = v.InferOutput<typeof payRequestSchema>;

/** `POST …/close`: the fence. `payBegun`: its `pay` had begun at the till, which heard no word of it. */
export const closeRequestSchema = v.object({
  ...claim,
  why: v.picklist(['withdrawn', 'expired']),
  payBegun: v.optional(v.boolean(), false),
});
/** Asks for the fence. */
export type CloseRequest = v.InferOutput<typeof closeRequestSchema>;

/** `POST …/cancel` and `POST …/extend` */
export const changeRequestSchema = v.object(claim);
/** A change that needs nothing but the claim. */
export type ChangeRequest = v.InferOutput<typeof changeRequestSchema>;

/**
 * `POST /api/sales/:id/settle`: names the references the till knows; all of the sale are condemned, by `trust` none.
 * `begun`: those whose `pay` had begun at the till.
 */
export const settleRequestSchema = v.object({
  ...claim,
  how: settledSchema,
  references: v.pipe(v.array(referenceSchema), v.maxLength(50)),
  begun: v.optional(v.pipe(v.array(referenceSchema), v.maxLength(50)), []),
});
/** Tells the ledger how a person ended the sale. */
export type SettleRequest = v.InferOutput<typeof settleRequestSchema>;

/** `POST /api/sales/:id/take` */
export const takeRequestSchema = v.object({ realm: realmSchema });

/** A sale as the ledger knows it: what another till needs to go on with it. */
export const saleRecordSchema = v.object({
  saleId: saleIdSchema,
  number: saleNumberSchema,
  amount: moneySchema,
  openedAt: timeSchema,
  settled: v.nullable(settledSchema),
  till: v.object({ id: tillIdSchema, name: shortText(40) }),
  attempts: v.array(attemptSnapshotSchema),
});
/** A sale as the ledger knows it. */
export type SaleRecord = v.InferOutput<typeof saleRecordSchema>;

/** Answer of `POST /api/sales/:id/take`. */
export const takeAnswerSchema = v.object({
  sale: saleRecordSchema,
  head: feedPositionSchema,
  serverTime: timeSchema,
});
/** Answer of a take-over. */
export type TakeAnswer = v.InferOutput<typeof takeAnswerSchema>;

/**
 * Answer of `GET /api/sales?day=YYYY-MM-DD`: the shop's sales of that day (none named: today), and unfinished ones of any;
 * newest first. With `mine=1` those of the till that asks, and those with a number of its that others have taken.
 */
export const salesAnswerSchema = v.object({
  sales: v.array(saleRecordSchema),
  head: feedPositionSchema,
  serverTime: timeSchema,
});
/** The shop's sales. */
export type SalesAnswer = v.InferOutput<typeof salesAnswerSchema>;

/** `POST /api/pair` */
export const pairRequestSchema = v.object({
  code: v.pipe(v.string(), v.minLength(1), v.maxLength(40)),
  name: v.optional(shortText(40)),
});
/** Pairs a tablet. */
export type PairRequest = v.InferOutput<typeof pairRequestSchema>;

/** Answer of `POST /api/pair`, beside the shop. */
export const pairAnswerSchema = v.object({
  /** the tablet took the place of a till that was there before: its sales are in the ledger */
  isBack: v.optional(v.boolean(), false),
});
/** Whose place was taken. */
export type PairAnswer = v.InferOutput<typeof pairAnswerSchema>;

/** Answer about one attempt. */
export const attemptAnswerSchema = v.object({
  attempt: attemptSnapshotSchema,
  head: feedPositionSchema,
  serverTime: timeSchema,
});
/** Answer about one attempt. */
export type AttemptAnswer = v.InferOutput<typeof attemptAnswerSchema>;

/** Answer to a settle: every condemned attempt as it is now. */
export const settleAnswerSchema = v.object({
  attempts: v.array(attemptSnapshotSchema),
  head: feedPositionSchema,
  serverTime: timeSchema,
});
/** Answer to a settle. */
export type SettleAnswer = v.InferOutput<typeof settleAnswerSchema>;
