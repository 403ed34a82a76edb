/** The boundary of the database: what is read is parsed, and what does not parse is corrupt and left as it lies. */
import * as v from 'valibot';
import { journalEntrySchema, type JournalEntry } from '../contract/journal-entry.ts';
import {
  attemptSnapshotSchema,
  attemptStateSchema,
  moneySchema,
  reasonSchema,
  referenceSchema,
  refundEndSchema,
  refundSchema,
  saleIdSchema,
  saleNumberSchema,
  settledSchema,
  timeSchema,
  walletSchema,
} from '../contract/shapes.ts';
import { fillEntry, orEarlier, orEarlierSnapshot } from './earlier-rows.ts';
import { JournalError, type DayTotals, type KeptSale } from './journal.ts';

const countFromOne = v.pipe(v.number(), v.integer(), v.minValue(1));

const tillAttemptSchema = v.object({
  reference: referenceSchema,
  amount: moneySchema,
  state: attemptStateSchema,
  wanted: v.picklist(['keep', 'return']),
  giveBack: v.picklist(['none', 'owed', 'done', 'listed']),
  taken: v.nullable(moneySchema),
  refunds: v.array(refundSchema),
  openedAt: timeSchema,
  wallet: v.nullable(walletSchema),
  readAt: v.nullable(timeSchema),
  codeLifeMs: v.nullable(timeSchema),
  sendBy: v.nullable(timeSchema),
  payBegunAt: v.nullable(timeSchema),
  cancelAsked: v.boolean(),
  cancelTold: v.boolean(),
  extensionsAsked: timeSchema,
  fenceOwed: v.nullable(v.picklist(['withdrawn', 'expired'])),
  refundAsked: v.nullable(
    v.object({ n: countFromOne, amount: moneySchema, reason: reasonSchema, sendBy: refundEndSchema }),
  ),
  ledger: v.nullable(orEarlierSnapshot(attemptSnapshotSchema)),
  contradiction: v.boolean(),
});

const EARLIER_ATTEMPT = { taken: null, refunds: [], refundAsked: null, cancelTold: false };

const saleSchema = v.object({
  id: saleIdSchema,
  number: saleNumberSchema,
  day: v.string(),
  amount: moneySchema,
  note: v.string(),
  openedAt: timeSchema,
  changedAt: timeSchema,
  attempts: v.array(orEarlier(tillAttemptSchema, EARLIER_ATTEMPT)),
  settled: v.nullable(settledSchema),
  settleTold: v.boolean(),
  onRoll: v.boolean(),
  takenAway: v.boolean(),
  takenOver: v.boolean(),
  revision: v.optional(countFromOne),
});

const totalsSchema = v.object({
  count: v.pipe(v.number(), v.integer()),
  paidMinor: v.pipe(v.number(), v.integer()),
  unfinished: v.pipe(v.number(), v.integer()),
});

/** Reads a sale. Throws JournalError `corrupt`. */
export function readSale(row: unknown): KeptSale {
  return parse(orEarlier(saleSchema, { takenAway: false, takenOver: false }), row, 'sale');
}

/** Reads an entry. Throws JournalError `corrupt`. */
export function readEntry(row: unknown): JournalEntry {
  return parse(journalEntrySchema, fillEntry(row), 'entry');
}

/** Reads a day's figures. Throws JournalError `corrupt`. */
export function readTotals(row: unknown): DayTotals {
  return parse(totalsSchema, row, 'day');
}

function parse<T>(schema: v.GenericSchema<unknown, T>, row: unknown, what: string): T {
  const result = v.safeParse(schema, row);
  if (result.success) return result.output;
  // The issues name paths and types only: no value of a row is put into a message.
  const where = result.issues.map((issue) => v.getDotPath(issue) ?? what).join(', ');
  throw new JournalError('corrupt', `A ${what} in the journal cannot be read: ${where}`);
}
