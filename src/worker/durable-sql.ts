/** The SQL port over a Durable Object's own SQLite. */
import { isOneStatement } from '../sql/one-statement.ts';
import type { Sql, SqlValue } from '../sql/sql.ts';
import {
  checkedValues,
  finishedWork,
  nestedTransaction,
  readableRow,
  severalStatements,
} from '../sql/values.ts';
import type { ObjectStorage } from './platform.ts';

/** Texts known to be one statement. The code has far fewer; the bound only stops a caller that glues values into text. */
const MAX_KNOWN = 256;

/**
 * Makes the port; what it refuses is what `openNodeSql` refuses. BEGIN and PRAGMA are refused by the platform itself.
 *
 * Why a commit here is "written before sent" (DESIGN law 2): while a write is on its way to the disks, the platform
 * holds back whatever leaves the object after it, answers and calls to the gateway alike. Should the write fail, they
 * are thrown away and the object starts again from what is stored (output gates,
 * https://blog.cloudflare.com/durable-objects-easy-fast-correct-choose-three/). `flushed` waits for the same by name:
 * a stream that is open already is not said to be behind that gate.
 */
export function makeDurableSql(storage: ObjectStorage): Sql {
  const requireOne = makeRequireOne();
  const flush = makeFlush(storage);
  let statements = 0;
  const exec = (sql: string, values: readonly SqlValue[]): Record<string, unknown>[] => {
    requireOne(sql);
    statements += 1;
    return storage.sql.exec(sql, ...checkedValues(values)).toArray();
  };
  let isOpen = false;
  return {
    run: (sql, values = []) => {
      exec(sql, values);
      flush.written();
      const turn = statements;
      return {
        // Asked for only where somebody reads it; the cursor's own `rowsWritten` counts the rows of indexes as well.
        get changes() {
          if (statements !== turn)
            throw new Error('What a statement changed is read before the next one runs.');
          return Number(storage.sql.exec('SELECT changes() AS n').toArray()[0]?.['n']);
        },
      };
    },
    all: (sql, values = []) => {
      const rows = exec(sql, values).map(readableRow);
      if (!/^\s*SELECT\b/i.test(sql)) flush.written(); // RETURNING
      return rows;
    },
    transaction: (work) => {
      if (isOpen) throw nestedTransaction();
      isOpen = true;
      try {
        return storage.transactionSync(() => finishedWork(work()));
      } finally {
        isOpen = false;
      }
    },
    flushed: () => flush.flushed(),
  };
}

/** Waits for the disks only where something was written since the last wait began. */
function makeFlush(storage: Pick<ObjectStorage, 'sync'>): { written(): void; flushed(): Promise<void> } {
  let isWritten = false;
  let last = Promise.resolve();
  return {
    written: () => {
      isWritten = true;
    },
    flushed: () => {
      if (isWritten) last = storage.sync();
      isWritten = false;
      return last;
    },
  };
}

/** Throws TypeError for a text of several statements; each text is looked at once. */
function makeRequireOne(): (sql: string) => void {
  const known = new Set<string>();
  return (sql) => {
    if (known.has(sql)) return;
    if (!isOneStatement(sql)) throw severalStatements();
    if (known.size >= MAX_KNOWN) known.clear();
    known.add(sql);
  };
}
