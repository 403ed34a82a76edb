/** What both adapters refuse: values that one SQLite or the other would bend without a word. */
import type { SqlRow, SqlValue } from './sql.ts';

/** The values as they may be bound. Throws TypeError for `true` (Durable Objects bind it as text), NaN (NULL), 2^53 + 1 (its neighbour). */
export function checkedValues(values: readonly unknown[]): SqlValue[] {
  return values.map((value, index) => {
    if (value === null || typeof value === 'string') return value;
    if (typeof value !== 'number')
      throw new TypeError(`Value ${index + 1}: ${typeof value} cannot be bound.`);
    if (!Number.isFinite(value)) throw new TypeError(`Value ${index + 1}: not a finite number.`);
    if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
      throw new TypeError(`Value ${index + 1}: an integer beyond 2^53 is no longer itself.`);
    }
    return value;
  });
}

/** The row as it may be read. Throws TypeError for blobs, RangeError for integers beyond 2^53. */
export function readableRow(row: Readonly<Record<string, unknown>>): SqlRow {
  if (isReadable(row)) return row;
  throw new TypeError('Only text, numbers and null are read.');
}

function isReadable(row: Readonly<Record<string, unknown>>): row is SqlRow {
  for (const name in row) {
    const value = row[name];
    if (typeof value === 'string' || value === null) continue;
    if (typeof value !== 'number') return false;
    if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
      throw new RangeError(`Column ${name}: an integer beyond 2^53 is no longer itself.`);
    }
  }
  return true;
}

/** What a transaction begun inside another one throws. */
export function nestedTransaction(): Error {
  return new Error('A transaction is open already; transactions do not nest.');
}

/** The result of a transaction's work. Throws TypeError where that would go on after the commit. */
export function finishedWork<T>(result: T): T {
  if (result instanceof Promise)
    throw new TypeError('A transaction cannot wait: its work must not be async.');
  return result;
}

/** What a text of several statements throws. */
export function severalStatements(): TypeError {
  return new TypeError('One statement a call.');
}
