/** Rows an earlier Pling wrote: what it did not know yet is filled in, so that an update loses no sale (law 8). */
import * as v from 'valibot';
import { NO_TILL } from './no-till.ts';

/** What a snapshot did not carry before epochs, take-over and refunds. Epoch `0` is no ledger's. */
const SNAPSHOT = {
  epoch: '0',
  till: NO_TILL,
  taken: null,
  refunds: [],
  mayOverrideAt: null,
  overridden: false,
};

/** A schema for rows of this and of earlier versions; what a row has is never replaced. */
export function orEarlier<T>(
  schema: v.GenericSchema<unknown, T>,
  defaults: Readonly<Record<string, unknown>>,
): v.GenericSchema<unknown, T> {
  const filled = v.transform((row: unknown) => (isRecord(row) ? { ...defaults, ...row } : row));
  return v.pipe(v.unknown(), filled, schema);
}

/** The same for a snapshot. */
export function orEarlierSnapshot<T>(schema: v.GenericSchema<unknown, T>): v.GenericSchema<unknown, T> {
  return orEarlier(schema, SNAPSHOT);
}

/** An entry with its snapshot filled in; any other entry as it is. */
export function fillEntry(row: unknown): unknown {
  if (!isRecord(row)) return row;
  const { event } = row;
  if (!isRecord(event) || !isRecord(event['snapshot'])) return row;
  return { ...row, event: { ...event, snapshot: { ...SNAPSHOT, ...event['snapshot'] } } };
}

function isRecord(row: unknown): row is Record<string, unknown> {
  return typeof row === 'object' && row !== null;
}
