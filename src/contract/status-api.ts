/** `POST /api/status`: how the shop's computer and the links behind it fare, for a manager. No sums, no codes, no names. */
import * as v from 'valibot';
import { feedPositionSchema } from './feed-position.ts';
import { pinSchema } from './manager-api.ts';
import { epochSchema, timeSchema, walletSchema } from './shapes.ts';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** Asks how things stand; the PIN makes it a manager who asks. */
export const statusRequestSchema = v.object({ pin: pinSchema });
/** Asks how things stand. */
export type StatusRequest = v.InferOutput<typeof statusRequestSchema>;

/** The last durations of one kind, ms; null: there were none in this run. */
const spread = v.nullable(v.object({ count, p50: count, p95: count }));

/** Answer of `POST /api/status`. What is counted in memory begins with the run of the proxy (`since`). */
export const statusAnswerSchema = v.object({
  since: timeSchema,
  gateway: v.object({ lastAnswerAt: v.nullable(timeSchema), silentInARow: count }),
  /** by wallet: how long the answer to `pay` took, and how long the customer took to confirm */
  wallets: v.array(v.object({ wallet: walletSchema, pay: spread, confirm: spread })),
  /** attempts that have not ended, by state's name; `oldestAt`: when the oldest was opened */
  unfinished: v.array(v.object({ state: v.string(), count, oldestAt: timeSchema })),
  webhooks: v.object({
    accepted: count,
    repeated: count,
    badSignature: count,
    malformed: count,
    lastAt: v.nullable(timeSchema),
  }),
  /** `bytes`: null where the machine does not say */
  ledger: v.object({ version: count, epoch: epochSchema, attempts: count, bytes: v.nullable(count) }),
  /** of Pling, and of what runs it; null where it is not told */
  versions: v.object({ pling: v.nullable(v.string()), runtime: v.nullable(v.string()) }),
  head: feedPositionSchema,
  serverTime: timeSchema,
});
/** How things stand. */
export type StatusAnswer = v.InferOutput<typeof statusAnswerSchema>;
