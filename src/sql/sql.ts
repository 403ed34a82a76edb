/** The SQL port: synchronous SQLite as `node:sqlite` and Durable Objects both offer it. */

/** What may be bound or read. Integers beyond 2^53 and booleans are refused by the adapters, never bent. */
export type SqlValue = string | number | null;

/** One row, by column name. */
export type SqlRow = Readonly<Record<string, SqlValue>>;

/** One database. Every call is synchronous; a failed statement throws and changes nothing. */
export interface Sql {
  /** Runs one statement; returns how many rows it changed, to be read before the next one runs. */
  run(sql: string, values?: readonly SqlValue[]): { changes: number };
  /** Runs one query and returns all its rows. */
  all(sql: string, values?: readonly SqlValue[]): SqlRow[];
  /**
   * Runs `work` in one transaction: committed when it returns, rolled back when it throws. A commit survives the death of
   * the process at once, and a power cut once `flushed` resolves.
   * Not nestable. `work` must not be async: nothing may come between its statements.
   */
  transaction<T>(work: () => T): T;
  /**
   * Resolves once everything committed before this call survives a power cut; many may wait for one write to the disk.
   * Whoever acts on a commit outside of the database (a call, an answer) waits for it. Rejects where the disk does not take it.
   */
  flushed(): Promise<void>;
}
