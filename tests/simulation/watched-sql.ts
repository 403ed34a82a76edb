/** A database that outlives its process: every call may be the last one, and every row that is written is noticed. */
import type { Sql, SqlValue } from '../../src/sql/sql.ts';
import type { Life } from './machine.ts';
import { Killed } from './machine.ts';

/** One written row, by column. */
export type Written = Readonly<Record<string, SqlValue>>;

/** Who watches. */
export interface SqlWatcher {
  /** Called at every call of the port, before and after a commit; may end the life. */
  touch(): void;
  /** Rows of watched tables, after their commit. */
  wrote(table: string, row: Written): void;
}

interface Shape {
  readonly table: string;
  readonly columns: readonly string[];
}

const shapes = new Map<string, Shape | null>();

/** The base database, as one process sees it. `tables`: those whose rows are watched. */
export function watchSql(base: Sql, life: Life, tables: ReadonlySet<string>, watcher: SqlWatcher): Sql {
  let written: { table: string; row: Written }[] = [];
  let isIn = false;
  const alive = (): void => {
    if (!life.isAlive) throw new Killed('This process was killed');
  };
  const touch = (): void => {
    alive();
    watcher.touch();
    alive();
  };
  const tell = (): void => {
    for (const { table, row } of written.splice(0)) watcher.wrote(table, row);
  };
  return {
    flushed: () => base.flushed(),
    run: (sql, values = []) => {
      if (isIn) alive();
      else touch();
      const done = base.run(sql, values);
      const shape = shapeOf(sql);
      if (shape !== null && tables.has(shape.table) && done.changes > 0) {
        written.push({ table: shape.table, row: rowOf(shape, values) });
        if (!isIn) tell();
      }
      return done;
    },
    all: (sql, values = []) => {
      if (isIn) alive();
      else touch();
      return base.all(sql, values);
    },
    transaction: (work) => {
      touch();
      written = [];
      isIn = true;
      try {
        const result = base.transaction(work);
        isIn = false;
        tell();
        touch();
        return result;
      } finally {
        isIn = false;
        written = [];
      }
    },
  };
}

/** Which table and columns a statement writes; null: it writes none that could be told. */
function shapeOf(sql: string): Shape | null {
  const known = shapes.get(sql);
  if (known !== undefined) return known;
  const made = readShape(sql);
  shapes.set(sql, made);
  return made;
}

function readShape(sql: string): Shape | null {
  const insert = /^\s*INSERT (?:OR \w+ )?INTO (\w+)\s*\(([^)]*)\)\s*VALUES\s*\(([^)]*)\)/.exec(sql);
  if (insert) {
    const [, table = '', names = '', marks = ''] = insert;
    const columns = names.split(',').map((name) => name.trim());
    const isPlain = marks.split(',').every((mark) => mark.trim() === '?');
    return isPlain ? { table, columns } : { table, columns: [] };
  }
  const update = /^\s*UPDATE (\w+)\s+SET\s+([\s\S]*?)(?:\s+WHERE\s+([\s\S]*))?$/.exec(sql);
  if (!update) return null;
  const [, table = '', sets = '', where = ''] = update;
  const columns = [...`${sets} ${where}`.matchAll(/(\w+)\s*=\s*\?/g)].map(([, column = '']) => column);
  return { table, columns };
}

function rowOf({ columns }: Shape, values: readonly SqlValue[]): Written {
  const row: Record<string, SqlValue> = {};
  columns.forEach((column, index) => {
    const value = values[index];
    if (value !== undefined) row[column] = value;
  });
  return row;
}
