/** What a till needs to start: the shop, and how its feed begins and goes on. Kept apart, for the first load parses no more. */
import * as v from 'valibot';
import { feedPositionSchema } from './feed-position.ts';
import {
  attemptSnapshotSchema,
  currencySchema,
  epochSchema,
  minorSchema,
  tillIdSchema,
  timeSchema,
  walletSchema,
  shortText,
} from './shapes.ts';

/** Hash of gateway address, merchant and store. */
export const realmSchema = v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/));
/** One enrolled tablet. */
export const tillSchema = v.object({
  id: tillIdSchema,
  letter: v.pipe(v.string(), v.regex(/^[A-Z]{1,2}$/)),
  name: shortText(40),
});
/** One enrolled tablet. */
export type TillIdentity = v.InferOutput<typeof tillSchema>;

/**
 * How a page asks for it: where it is not paired, that problem comes with 200, because a browser writes every 401 into its
 * console as an error, and a tablet without a shop is none. An older proxy says it with 401.
 */
export const SHOP_PATH = '/api/shop?ask';

/** `GET /api/shop`: all a till needs to know, cached for a start with no network. */
export const shopSchema = v.object({
  name: shortText(60),
  /** hash of gateway address, merchant and store: practice and live never mix */
  realm: realmSchema,
  mode: v.picklist(['practice', 'live']),
  currency: currencySchema,
  limitPerSaleMinor: minorSchema,
  orderTimeoutMin: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(120)),
  codeLifeMs: v.record(walletSchema, v.pipe(v.number(), v.integer(), v.minValue(1000))),
  /** IANA name; defines "today" */
  timeZone: shortText(60),
  address: v.nullable(v.pipe(v.string(), v.maxLength(200))),
  /** Origin under which a customer's phone reaches this proxy; null where none beyond localhost is known. */
  publicUrl: v.nullable(v.pipe(v.string(), v.regex(/^https?:\/\/[^\s]+$/))),
  till: tillSchema,
  /** the most that may be let go on a customer's word; 0: nothing */
  trustLimitMinor: v.optional(minorSchema, 0),
  /** a manager has chosen a PIN */
  hasPin: v.optional(v.boolean(), false),
  epoch: epochSchema,
  head: feedPositionSchema,
  serverTime: timeSchema,
});
/** A shop as a till sees it. */
export type Shop = v.InferOutput<typeof shopSchema>;

/** What any answer says of the ledger that gives it; the shop's and the feed's first event, `hello`, name the realm. */
export const headedSchema = v.object({
  head: feedPositionSchema,
  realm: v.optional(realmSchema),
  serverTime: v.optional(timeSchema),
});
/** `data` of the SSE event named `hello`, which a feed begins with. */
export type HelloEvent = v.InferOutput<typeof headedSchema>;

/** `data` of an SSE event named `attempt`; its id is the feed position. */
export const liveEventSchema = v.object({ attempt: attemptSnapshotSchema, serverTime: timeSchema });
/** One piece of live news. */
export type LiveEvent = v.InferOutput<typeof liveEventSchema>;
