/** Several pieces of work that each want a transaction of their own, in one. */
import type { Sql } from './sql.ts';

/** The same database from inside of a transaction that is open: work joins it, and is undone with it. */
export function joinTransaction(sql: Sql): Sql {
  return {
    run: (text, values) => sql.run(text, values),
    all: (text, values) => sql.all(text, values),
    transaction: (work) => work(),
    flushed: () => sql.flushed(),
  };
}
