/** `/api/tills` and `/api/audit`: which tablets may sell, and what managers did. */
import * as v from 'valibot';
import { feedPositionSchema } from './feed-position.ts';
import { pinSchema } from './manager-api.ts';
import { moneySchema, tillIdSchema, timeSchema } from './shapes.ts';
import { tillSchema } from './shop-api.ts';

const stamp = { head: feedPositionSchema, serverTime: timeSchema };

/** A till's name, as a manager types it. */
export const tillNameSchema = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(40));

/** `POST /api/tills/codes`: a code for a new tablet; with `till` for one that takes that till's place. */
export const tillCodeRequestSchema = v.object({ pin: pinSchema, till: v.optional(tillIdSchema) });
/** Answer: the code, once, with the address that carries it. `expiresAt`: server time. */
export const tillCodeAnswerSchema = v.object({
  code: v.string(),
  link: v.string(),
  expiresAt: timeSchema,
  ...stamp,
});
/** A till code. */
export type TillCodeAnswer = v.InferOutput<typeof tillCodeAnswerSchema>;

const listedTillSchema = v.object({
  ...tillSchema.entries,
  pairedAt: timeSchema,
  /** the last request it made; null: none yet that is known */
  lastSeenAt: v.nullable(timeSchema),
  /** since when it may do nothing here; null: it may */
  revokedAt: v.nullable(timeSchema),
  isMe: v.boolean(),
});
/** One till of the shop, as a manager sees it. */
export type ListedTill = v.InferOutput<typeof listedTillSchema>;

/** Answer of `GET /api/tills`: every till the shop ever had, by letter. */
export const tillsAnswerSchema = v.object({ tills: v.array(listedTillSchema), ...stamp });
/** The shop's tills. */
export type TillsAnswer = v.InferOutput<typeof tillsAnswerSchema>;

/** `POST /api/tills/:id/rename` */
export const renameRequestSchema = v.object({ name: tillNameSchema, pin: pinSchema });

/** `POST /api/tills/:id/revoke` */
export const revokeRequestSchema = v.object({ pin: pinSchema });

/** What a manager, or who sits at the server's console, may have done. */
export const AUDIT_DEEDS = [
  'pin-chosen',
  'pin-changed',
  'pin-forgotten',
  'pin-locked',
  'refund',
  'paid-unwanted',
  'closed-by-hand',
  'override',
  'stray-closed',
  'shop-opened',
  'shop-left',
  'ledger-restored',
  'code-made',
  'till-enrolled',
  'till-re-enrolled',
  'till-renamed',
  'till-revoked',
] as const;
/** One of them. */
export type AuditDeed = (typeof AUDIT_DEEDS)[number];

/** `POST /api/audit`: a page of what managers did, newest first. `before`: the `n` of the last line that was read. */
export const auditRequestSchema = v.object({
  pin: pinSchema,
  before: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
});

const auditLineSchema = v.object({
  n: v.number(),
  at: timeSchema,
  /** null: the server's console */
  till: v.nullable(v.object({ letter: v.string(), name: v.string() })),
  /** one of `AUDIT_DEEDS`, or one a newer proxy knows */
  deed: v.string(),
  /** a sale's number, a till's letter, a stray's transaction */
  about: v.nullable(v.string()),
  reference: v.nullable(v.string()),
  amount: v.nullable(moneySchema),
  /** the manager's words; a till's new name */
  reason: v.nullable(v.string()),
});
/** One thing a manager did. */
export type AuditLine = v.InferOutput<typeof auditLineSchema>;

/** Answer of `POST /api/audit`. */
export const auditAnswerSchema = v.object({ lines: v.array(auditLineSchema), isLast: v.boolean(), ...stamp });
/** A page of what managers did. */
export type AuditAnswer = v.InferOutput<typeof auditAnswerSchema>;
