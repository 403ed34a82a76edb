/** What only a person can end: decisions, refunds, the manager's list, strays and the PIN. */
import * as v from 'valibot';
import { attemptSnapshotSchema, minorSchema, reasonSchema, saleNumberSchema, timeSchema } from './shapes.ts';
import { feedPositionSchema } from './feed-position.ts';
import { claim } from './till-api.ts';

/** A manager's PIN: 4 to 8 digits. */
export const pinSchema = v.pipe(v.string(), v.regex(/^\d{4,8}$/));

/**
 * `POST …/decide`: a person's word on an attempt. `keep` and `return`: a success that differs, or that came after a cancel
 * was asked for. `closed` (manager): the portal says how it ended. `override` (manager): the next attempt may open (law 7).
 */
export const decideRequestSchema = v.object({
  ...claim,
  decision: v.picklist(['keep', 'return', 'closed', 'override']),
  /** needed by `closed` and `override`, as the PIN is */
  reason: v.optional(reasonSchema),
  pin: v.optional(pinSchema),
  /** server time from which on it must not be taken: the person has been told by then that it was not */
  sendBy: timeSchema,
});
/** A person's word on an attempt. */
export type DecideRequest = v.InferOutput<typeof decideRequestSchema>;

/** `POST …/refunds`: `n` names the refund, so that the same request again is the same refund. */
export const refundRequestSchema = v.object({
  ...claim,
  n: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(99)),
  refundMinor: minorSchema,
  reason: reasonSchema,
  pin: pinSchema,
  /** server time from which on it must not be taken: the till may have said by then that it was not sent */
  sendBy: timeSchema,
});
/** A manager's refund. */
export type RefundRequest = v.InferOutput<typeof refundRequestSchema>;

/** A success the gateway told of that no attempt of this ledger knows. Texts are the gateway's own. */
export const straySchema = v.object({
  transactionNo: v.string(),
  status: v.string(),
  reference: v.nullable(v.string()),
  amount: v.nullable(v.string()),
  currency: v.nullable(v.string()),
  receivedAt: timeSchema,
});
/** A stray. */
export type Stray = v.InferOutput<typeof straySchema>;

/** Answer of `GET /api/list`: everything only a person can end. `number`: as the till wrote it. */
export const listAnswerSchema = v.object({
  attempts: v.array(v.object({ number: saleNumberSchema, attempt: attemptSnapshotSchema })),
  strays: v.array(straySchema),
  head: feedPositionSchema,
  serverTime: timeSchema,
});
/** The manager's list. */
export type ListAnswer = v.InferOutput<typeof listAnswerSchema>;

/** `POST /api/strays/:transactionNo/close`: a manager has seen to it in the portal. */
export const strayCloseRequestSchema = v.object({ reason: reasonSchema, pin: pinSchema });
/** A stray seen to. */
export type StrayCloseRequest = v.InferOutput<typeof strayCloseRequestSchema>;

/** `POST /api/pin`: checks a PIN; with `newPin` sets it (`pin` is needed where one is set already). */
export const pinRequestSchema = v.object({ pin: v.optional(pinSchema), newPin: v.optional(pinSchema) });
/** Checks or sets the manager's PIN. */
export type PinRequest = v.InferOutput<typeof pinRequestSchema>;

/** An answer that says only that it was done. */
export const doneAnswerSchema = v.object({ head: feedPositionSchema, serverTime: timeSchema });
/** Done. */
export type DoneAnswer = v.InferOutput<typeof doneAnswerSchema>;
