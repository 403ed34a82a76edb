/** The SQL port over `node:sqlite`: one file, one process, every commit on the disk before anybody acts on it. */
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { openLogFlush } from './log-flush.ts';
import { isOneStatement } from '../sql/one-statement.ts';
import type { Sql } from '../sql/sql.ts';
import {
  checkedValues,
  finishedWork,
  nestedTransaction,
  readableRow,
  severalStatements,
} from '../sql/values.ts';

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
 * `onRefused` hears that the disk has not taken the log: from then on nothing is flushed.
 */
export function openNodeSql(path: string, onRefused: (error: Error) => void = () => undefined): NodeSql {
  const database = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS, enableForeignKeyConstraints: true });
  try {
    requireWal(database, path);
    database.exec('PRAGMA synchronous = NORMAL');
  } catch (cause) {
    database.close(); // a file that is no database must not stay locked behind the error
    throw cause;
  }
  const prepare = prepareOnce(database);
  const log = path === ':memory:' ? null : openLogFlush(`${path}-wal`, onRefused);
  const isWriting = (): void => log?.written();
  return {
    run: (sql, values = []) => {
      const { changes } = prepare(sql).run(...checkedValues(values));
      isWriting();
      return { changes: Number(changes) };
    },
    // Integers beyond 2^53 have thrown a RangeError (`ERR_OUT_OF_RANGE`) before a row is looked at.
    all: (sql, values = []) =>
      prepare(sql)
        .all(...checkedValues(values))
        .map(readableRow),
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

/** SQLite keeps another journal without a word where a file system cannot have this one; commits would then not be flushed. */
function requireWal(database: DatabaseSync, path: string): void {
  const mode = database.prepare('PRAGMA journal_mode = WAL').get()?.['journal_mode'];
  if (mode !== 'wal' && path !== ':memory:')
    throw new Error('this file system cannot keep its write-ahead log');
}

function prepareOnce(database: DatabaseSync): (sql: string) => StatementSync {
  const prepared = new Map<string, StatementSync>();
  return (sql) => {
    const known = prepared.get(sql);
    if (known) return known;
    // SQLite prepares the first statement and forgets the rest of the text without a word.
    if (!isOneStatement(sql)) throw severalStatements();
    const statement = database.prepare(sql);
    const [oldest] = prepared.keys();
    if (prepared.size >= MAX_PREPARED && oldest !== undefined) prepared.delete(oldest);
    prepared.set(sql, statement);
    return statement;
  };
}

function runTransaction<T>(
  database: DatabaseSync,
  prepare: (sql: string) => StatementSync,
  work: () => T,
): T {
  if (database.isTransaction) throw nestedTransaction();
  prepare('BEGIN IMMEDIATE').run();
  try {
    const result = finishedWork(work());
    prepare('COMMIT').run();
    return result;
  } catch (cause) {
    // A full disk rolls back by itself; a second ROLLBACK would hide the first error.
    if (database.isTransaction) prepare('ROLLBACK').run();
    throw cause;
  }
}
