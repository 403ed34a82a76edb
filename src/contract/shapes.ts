/** The small shapes that every boundary shares. */
import * as v from 'valibot';
import type { AttemptSnapshot } from '../core/attempt-snapshot.ts';
import { DECLINE_REASONS } from '../core/decline-reason.ts';
import { isReference, isSaleId, type Reference, type SaleId } from '../core/ids.ts';
import { currencies, isCurrency, MAX_MINOR, money, type Currency, type Money } from '../core/money/money.ts';
import { WALLETS } from '../core/wallet.ts';

/** A reference on the wire. */
export const referenceSchema = v.pipe(
  v.string(),
  v.check(isReference, 'not a reference'),
  v.transform((text) => text as Reference),
);
/** A sale identity on the wire. */
export const saleIdSchema = v.pipe(
  v.string(),
  v.check(isSaleId, 'not a sale id'),
  v.transform((text) => text as SaleId),
);
/** Integer minor units. */
export const minorSchema = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MAX_MINOR));
/** A currency Pling knows. */
export const currencySchema = v.pipe(
  v.string(),
  v.check(isCurrency, `not one of ${currencies().join(' ')}`),
  v.transform((text) => text as Currency),
);
/** An amount. */
export const moneySchema = v.pipe(
  v.object({ minor: minorSchema, currency: currencySchema }),
  v.transform(({ minor, currency }): Money => money(minor, currency)),
);
/** Milliseconds since 1970. */
export const timeSchema = v.pipe(v.number(), v.integer(), v.minValue(0));
/** A wallet hint. */
export const walletSchema = v.picklist(WALLETS);
/** `A-0017`. */
export const saleNumberSchema = v.pipe(v.string(), v.regex(/^[A-Z]{1,2}-\d{4,6}$/));

const cancelling = v.object({ name: v.literal('cancelling'), charged: v.boolean() });

/** An attempt's state (core/attempt.ts). */
export const attemptStateSchema = v.variant('name', [
  v.object({ name: v.literal('opening') }),
  v.object({ name: v.literal('ready') }),
  v.object({ name: v.literal('holding') }),
  v.object({ name: v.literal('sent') }),
  v.object({ name: v.literal('waiting') }),
  cancelling,
  v.object({ name: v.literal('differs'), found: moneySchema }),
  v.object({
    name: v.literal('unresolved'),
    before: v.variant('name', [
      v.object({ name: v.literal('sent') }),
      v.object({ name: v.literal('waiting') }),
      cancelling,
    ]),
  }),
  v.object({ name: v.literal('paid') }),
  v.object({ name: v.literal('declined'), reason: v.picklist(DECLINE_REASONS) }),
  v.object({ name: v.literal('returned') }),
  v.object({
    name: v.literal('closed'),
    why: v.picklist(['withdrawn', 'refused', 'timed-out', 'expired', 'cancelled', 'by-hand']),
  }),
]);

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const countFromOne = v.pipe(v.number(), v.integer(), v.minValue(1));

/** One refund of an attempt (core/refund.ts). */
export const refundSchema = v.object({
  n: countFromOne,
  amount: moneySchema,
  by: v.picklist(['ladder', 'manager']),
  reason: v.pipe(v.string(), v.maxLength(120)),
  state: v.picklist(['asked', 'sent', 'done', 'refused', 'listed']),
  askedAt: timeSchema,
  sentAt: v.nullable(timeSchema),
  tries: count,
  acceptedAt: v.optional(v.nullable(timeSchema), null),
  refusedAt: v.nullable(timeSchema),
  absentAt: v.nullable(timeSchema),
});

/** How a person ended a sale (core/sale.ts). */
export const settledSchema = v.picklist(['cash', 'abandoned', 'trust']);
/** A manager's words, kept with what was done. */
export const reasonSchema = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(120));
/** Server time from which on a refund is not taken. An earlier Pling's had no end: then the next look decides. */
export const refundEndSchema = v.optional(timeSchema, 0);
/** A ledger's identity. */
export const epochSchema = v.pipe(v.string(), v.regex(/^[0-9a-z]{1,40}$/));
/** A till's identity. */
export const tillIdSchema = v.pipe(v.string(), v.minLength(1), v.maxLength(40));

/** The ledger's row of an attempt (core/attempt-snapshot.ts). */
export const attemptSnapshotSchema = v.object({
  reference: referenceSchema,
  saleId: saleIdSchema,
  epoch: epochSchema,
  till: tillIdSchema,
  version: countFromOne,
  amount: moneySchema,
  state: attemptStateSchema,
  wanted: v.picklist(['keep', 'return']),
  giveBack: v.picklist(['none', 'owed', 'done', 'listed']),
  taken: v.nullable(moneySchema),
  refunds: v.pipe(v.array(refundSchema), v.readonly()),
  transactionNo: v.nullable(v.pipe(v.string(), v.regex(/^\d{1,32}$/))),
  wallet: v.nullable(walletSchema),
  openedAt: timeSchema,
  sentAt: v.nullable(timeSchema),
  endedAt: v.nullable(timeSchema),
  asked: count,
  nextAskAt: v.nullable(timeSchema),
  confirmBy: v.nullable(timeSchema),
  extensionsLeft: count,
  cancelAsked: v.boolean(),
  mayOverrideAt: v.nullable(timeSchema),
  overridden: v.boolean(),
  leg: v.picklist(['ok', 'gateway-silent', 'wallet-silent']),
  receiptToken: v.nullable(v.pipe(v.string(), v.regex(/^[0-9a-z]{26}$/))),
});

/** Several of them. */
export const attemptSnapshotsSchema: v.GenericSchema<unknown, readonly AttemptSnapshot[]> =
  v.array(attemptSnapshotSchema);

/** A text of one to `max` characters. */
export const shortText = (max: number) => v.pipe(v.string(), v.minLength(1), v.maxLength(max));
