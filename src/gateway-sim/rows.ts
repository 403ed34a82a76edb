/** Reads columns with their types checked: a wrong column is a broken database, so it throws. */
import type { SqlRow } from '../sql/sql.ts';

/** A text column. */
export function text(row: SqlRow, name: string): string {
  const value = row[name];
  if (typeof value !== 'string') throw new TypeError(`Column ${name} is not text.`);
  return value;
}

/** A number column. */
export function int(row: SqlRow, name: string): number {
  const value = row[name];
  if (typeof value !== 'number') throw new TypeError(`Column ${name} is not a number.`);
  return value;
}

/** A text column that may be null. */
export function textOrNull(row: SqlRow, name: string): string | null {
  return row[name] === null ? null : text(row, name);
}

/** A number column that may be null. */
export function intOrNull(row: SqlRow, name: string): number | null {
  return row[name] === null ? null : int(row, name);
}
