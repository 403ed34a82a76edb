/** One line of the till's append-only journal. A payment code is never in it (law 9). */
import * as v from 'valibot';
import {
  attemptSnapshotSchema,
  attemptSnapshotsSchema,
  moneySchema,
  reasonSchema,
  referenceSchema,
  refundEndSchema,
  saleIdSchema,
  saleNumberSchema,
  settledSchema,
  timeSchema,
  walletSchema,
} from './shapes.ts';

const of = v.object;
const about = { reference: referenceSchema };

/** What happened to a sale (core/sale.ts SaleEvent). */
export const saleEventSchema = v.variant('type', [
  of({
    type: v.literal('sale-opened'),
    number: saleNumberSchema,
    day: v.pipe(v.string(), v.isoDate()),
    amount: moneySchema,
    note: v.pipe(v.string(), v.maxLength(60)),
  }),
  of({ type: v.literal('sale-amended'), amount: moneySchema, note: v.pipe(v.string(), v.maxLength(60)) }),
  of({ type: v.literal('attempt-opened'), ...about }),
  of({
    type: v.literal('code-read'),
    ...about,
    wallet: walletSchema,
    codeLifeMs: timeSchema,
    sendBy: v.nullable(timeSchema),
  }),
  of({ type: v.literal('send-by-known'), ...about, sendBy: timeSchema }),
  of({ type: v.literal('pay-begun'), ...about }),
  of({ type: v.literal('code-too-old'), ...about }),
  of({ type: v.literal('backed-out'), ...about }),
  of({ type: v.literal('cancel-asked'), ...about }),
  /** the ledger has heard of a cancel that came after the success, and answered */
  of({ type: v.literal('cancel-told'), ...about }),
  of({ type: v.literal('extension-asked'), ...about }),
  of({ type: v.literal('settled'), how: settledSchema }),
  of({ type: v.literal('settle-told') }),
  of({ type: v.literal('moved-to-roll') }),
  /** a manager asks for a refund: written before it leaves (law 2) */
  of({
    type: v.literal('refund-asked'),
    ...about,
    n: v.pipe(v.number(), v.integer(), v.minValue(1)),
    amount: moneySchema,
    reason: reasonSchema,
    sendBy: refundEndSchema,
  }),
  /** the ledger does not have that refund and will not get it */
  of({ type: v.literal('refund-dropped'), ...about, n: v.pipe(v.number(), v.integer(), v.minValue(1)) }),
  /** begins a sale here that another till had begun */
  of({
    type: v.literal('taken-over'),
    number: saleNumberSchema,
    day: v.pipe(v.string(), v.isoDate()),
    amount: moneySchema,
    from: v.string(),
    settled: v.nullable(settledSchema),
    attempts: attemptSnapshotsSchema,
    openedAt: v.optional(timeSchema),
  }),
  /** another till goes on with this sale */
  of({ type: v.literal('taken-away') }),
  of({ type: v.literal('news'), snapshot: attemptSnapshotSchema }),
]);

/** A line of the journal. `seq` is given by the journal and only ever grows. */
export const journalEntrySchema = v.object({
  seq: v.pipe(v.number(), v.integer(), v.minValue(1)),
  /** wall time of the till */
  at: timeSchema,
  saleId: saleIdSchema,
  event: saleEventSchema,
});
/** A line of the journal. */
export type JournalEntry = v.InferOutput<typeof journalEntrySchema>;
/** A line before the journal has numbered it. */
export type NewEntry = Omit<JournalEntry, 'seq'>;
