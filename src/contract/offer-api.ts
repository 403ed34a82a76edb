/** `POST /api/offer`: what a till tells a ledger of another epoch. */
import * as v from 'valibot';
import type { SaleId } from '../core/ids.ts';
import type { Money } from '../core/money/money.ts';
import {
  attemptSnapshotSchema,
  epochSchema,
  moneySchema,
  referenceSchema,
  refundSchema,
  saleIdSchema,
  saleNumberSchema,
  settledSchema,
  timeSchema,
  walletSchema,
} from './shapes.ts';
import { feedPositionSchema } from './feed-position.ts';
import { realmSchema } from './shop-api.ts';

/** The most sales one re-offer carries. */
export const OFFER_MOST_SALES = 100;
/** The most attempts of one sale, and refunds of one attempt: the latest of each. */
export const OFFER_MOST_ATTEMPTS = 50;
/** See above. */
export const OFFER_MOST_REFUNDS = 20;
/** The longest re-offer, characters of its JSON: a week of a busy shop goes in a few dozen requests. */
export const OFFER_MOST_CHARS = 64_000;

/** One attempt of a re-offer. `sent`: its `pay` had begun, so the ledger must ask the gateway about it. */
const offeredAttempt = v.object({
  reference: referenceSchema,
  amount: moneySchema,
  sent: v.boolean(),
  /** server time at which its `pay` began, as well as the till knows */
  sentAt: v.nullable(timeSchema),
  transactionNo: v.nullable(v.pipe(v.string(), v.regex(/^\d{1,32}$/))),
  wallet: v.nullable(walletSchema),
  /** a success is not wanted any more, or "Not charged" was said */
  condemned: v.boolean(),
  /** what a success after the end, or after the cash, has taken and had not given back when last heard of; null: none */
  owed: v.optional(v.nullable(moneySchema), null),
  /** another sum than was asked that a person has kept; null: none */
  kept: v.optional(v.nullable(moneySchema), null),
  /** the ledger's last word this till has: a record that knows less was set back */
  known: v.optional(
    v.nullable(v.object({ epoch: epochSchema, version: v.pipe(v.number(), v.integer(), v.minValue(1)) })),
    null,
  ),
  /** a refund was asked for here of which no word has come: the lost part of a record may have sent it */
  refundAsked: v.optional(v.boolean(), false),
  /** every refund this till has heard of */
  refunds: v.optional(v.pipe(v.array(refundSchema), v.maxLength(OFFER_MOST_REFUNDS), v.readonly()), []),
});
/** One attempt of a re-offer. */
export type OfferedAttempt = v.InferOutput<typeof offeredAttempt>;
/** One sale of a re-offer. */
export interface OfferedSale {
  readonly saleId: SaleId;
  readonly number: string;
  readonly amount: Money;
  readonly settled: v.InferOutput<typeof settledSchema> | null;
  /** it was another till's and goes on here */
  readonly takenOver: boolean;
  readonly attempts: readonly OfferedAttempt[];
}
const offeredSaleSchema: v.GenericSchema<unknown, OfferedSale> = v.object({
  saleId: saleIdSchema,
  number: saleNumberSchema,
  amount: moneySchema,
  settled: v.nullable(settledSchema),
  takenOver: v.optional(v.boolean(), false),
  attempts: v.pipe(v.array(offeredAttempt), v.maxLength(OFFER_MOST_ATTEMPTS)),
});
/** `POST /api/offer`: what a till knows of its last 7 days, told to a ledger of another epoch. */
export const offerRequestSchema: v.GenericSchema<unknown, OfferRequest> = v.object({
  realm: realmSchema,
  sales: v.pipe(v.array(offeredSaleSchema), v.maxLength(OFFER_MOST_SALES)),
});
/** A re-offer. */
export interface OfferRequest {
  readonly realm: string;
  readonly sales: readonly OfferedSale[];
}

/** Answer of a re-offer: every attempt named, as the ledger has it now. */
export const offerAnswerSchema = v.object({
  epoch: epochSchema,
  attempts: v.array(attemptSnapshotSchema),
  head: feedPositionSchema,
  serverTime: timeSchema,
});
/** Answer of a re-offer. */
export type OfferAnswer = v.InferOutput<typeof offerAnswerSchema>;
