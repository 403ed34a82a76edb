/** The SQL port over `node:sqlite`: one file, one process, every commit on the disk before anybody acts on it. */
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { openLogFlush } from './log-flush.ts';
import type { Sql, SqlRow, SqlValue } from '../sql/sql.ts';

/** An open database file. `close` may be called once; every later call throws. */
export interface NodeSql extends Sql {
  close(): void;
}

/** Statements kept prepared. The code has far fewer; the bound only stops a caller that glues values into text. */
const MAX_PREPARED = 256;
/** How long a statement waits for another process's lock, ms (a backup reading the same file). */
const BUSY_TIMEOUT_MS = 5000;

/**
 * Opens (or creates) the database at `path`; `:memory:` gives one that dies with the handle. Throws where SQLite does.
 * WAL with `synchronous=NORMAL`: a committed transaction survives kill −9 at once. What a power cut might take is written
 * by `flushed`, one fsync of the log for all who wait: a fsync a commit (FULL) would hold every till up for every other.
 */
export function openNodeSql(path: string): NodeSql {
  const database = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS, enableForeignKeyConstraints: true });
  try {
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL');
  } catch (cause) {
    database.close(); // a file that is no database must not stay locked behind the error
    throw cause;
  }
  const prepare = prepareOnce(database);
  const log = path === ':memory:' ? null : openLogFlush(`${path}-wal`);
  const isWriting = (): void => log?.written();
  return {
    run: (sql, values = []) => {
      const { changes } = prepare(sql).run(...checked(values));
      isWriting();
      return { changes: Number(changes) };
    },
    all: (sql, values = []) => {
      const rows: SqlRow[] = [];
      for (const row of prepare(sql).all(...checked(values))) if (isReadable(row)) rows.push(row);
      return rows;
    },
    transaction: (work) => {
      const result = runTransaction(database, prepare, work);
      isWriting();
      return result;
    },
    flushed: () => log?.flushed() ?? Promise.resolve(),
    close: () => {
      log?.close();
      database.close();
    },
  };
}

function prepareOnce(database: DatabaseSync): (sql: string) => StatementSync {
  const prepared = new Map<string, StatementSync>();
  return (sql) => {
    const known = prepared.get(sql);
    if (known) return known;
    const statement = database.prepare(sql);
    // SQLite prepares the first statement and forgets the rest of the text without a word.
    if (sql.slice(statement.sourceSQL.length).trim() !== '') {
      throw new TypeError('One statement a call: SQLite would not run the rest.');
    }
    const [oldest] = prepared.keys();
    if (prepared.size >= MAX_PREPARED && oldest !== undefined) prepared.delete(oldest);
    prepared.set(sql, statement);
    return statement;
  };
}

/** Refuses what SQLite would bend: `true` to an error deep inside, NaN to NULL, 2^53 + 1 to its neighbour. */
function checked(values: readonly unknown[]): SqlValue[] {
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

/** Integers beyond 2^53 have thrown a RangeError (`ERR_OUT_OF_RANGE`) before this; blobs throw here. */
function isReadable(row: Record<string, unknown>): row is Record<string, SqlValue> {
  for (const name in row) {
    const value = row[name];
    if (value !== null && typeof value !== 'string' && typeof value !== 'number') {
      throw new TypeError(`Column ${name}: only text, numbers and null are read.`);
    }
  }
  return true;
}

function runTransaction<T>(
  database: DatabaseSync,
  prepare: (sql: string) => StatementSync,
  work: () => T,
): T {
  if (database.isTransaction) throw new Error('A transaction is open already; transactions do not nest.');
  prepare('BEGIN IMMEDIATE').run();
  try {
    const result = work();
    if (result instanceof Promise)
      throw new TypeError('A transaction cannot wait: its work must not be async.');
    prepare('COMMIT').run();
    return result;
  } catch (cause) {
    // A full disk rolls back by itself; a second ROLLBACK would hide the first error.
    if (database.isTransaction) prepare('ROLLBACK').run();
    throw cause;
  }
}
