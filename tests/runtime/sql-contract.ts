/** What every adapter of the SQL port must do: run in Node here, in workerd inside an object. No test runner, no platform. */
import type { Sql, SqlValue } from '../../src/sql/sql.ts';

/** One rule. `run` throws where it does not hold. */
export interface SqlRule {
  readonly name: string;
  run(sql: Sql): void;
}

const INSERT = 'INSERT INTO kept (value) VALUES (?)';
const READ = 'SELECT value FROM kept ORDER BY id';

/** Every rule; each runs over an empty table `kept (id INTEGER PRIMARY KEY, value ANY)` with an index on value. */
export const SQL_RULES: readonly SqlRule[] = [
  {
    name: 'text, numbers and null come back as they went in',
    run: (sql) => {
      const values = [
        '',
        'Grüße 付款 🧾',
        "it's; -- fine",
        0,
        -1,
        1.5,
        2 ** 53 - 1,
        -(2 ** 53) + 1,
        1e-7,
        null,
      ];
      for (const value of values) {
        equal(sql.all('SELECT ? AS value', [value])[0]?.['value'], value);
        sql.run(INSERT, [value]);
      }
      equal(
        sql.all(READ).map(({ value }) => value),
        values,
      );
    },
  },
  ...refusedValues([
    ['true', true],
    ['a bigint', 1n],
    ['undefined', undefined],
    ['NaN', Number.NaN],
    ['infinity', Number.POSITIVE_INFINITY],
    ['an integer of 2^53', 2 ** 53],
    ['bytes', new Uint8Array(1)],
    ['an object', {}],
    ['a date', new Date(0)],
  ]),
  {
    name: 'an integer beyond 2^53 in the file throws when it is read, never a neighbour',
    run: (sql) => {
      sql.run('INSERT INTO kept (value) VALUES (9007199254740993)');
      throws(RangeError, () => sql.all(READ));
    },
  },
  {
    name: 'bytes in the file throw when they are read',
    run: (sql) => {
      sql.run("INSERT INTO kept (value) VALUES (x'00')");
      throws(TypeError, () => sql.all(READ));
    },
  },
  {
    name: 'a second statement in one text is refused, and the first not run',
    run: (sql) => {
      sql.run(INSERT, ['a']);
      throws(TypeError, () => sql.run('DELETE FROM kept; DELETE FROM kept'));
      throws(TypeError, () => sql.all('DELETE FROM kept RETURNING id; SELECT 1'));
      equal(sql.all(READ), [{ value: 'a' }]);
    },
  },
  {
    name: 'a trigger’s own semicolons are not taken for an end',
    run: (sql) => {
      sql.run(
        "CREATE TRIGGER no_b BEFORE INSERT ON kept WHEN NEW.value = 'b;' BEGIN SELECT RAISE(ABORT, 'no b'); END;",
      );
      throws(Error, () => sql.run(INSERT, ['b;']));
      sql.run(INSERT, ['a']);
      equal(sql.all(READ), [{ value: 'a' }]);
    },
  },
  {
    name: 'what was changed is counted by rows, not by the rows of indexes',
    run: (sql) => {
      equal(sql.run(INSERT, ['a']).changes, 1);
      equal(sql.run(INSERT, ['b']).changes, 1);
      equal(sql.run('UPDATE kept SET value = ?', ['c']).changes, 2);
      equal(sql.run('UPDATE kept SET value = ? WHERE value = ?', ['d', 'no such']).changes, 0);
      equal(sql.run('INSERT INTO kept (id, value) VALUES (1, ?) ON CONFLICT DO NOTHING', ['e']).changes, 0);
      equal(sql.run('DELETE FROM kept').changes, 2);
    },
  },
  {
    name: 'a broken rule of the table throws and changes nothing',
    run: (sql) => {
      sql.run('INSERT INTO kept (id, value) VALUES (1, 1)');
      throws(Error, () => sql.run('INSERT INTO kept (id, value) VALUES (1, 2)'));
      equal(sql.all(READ), [{ value: 1 }]);
    },
  },
  {
    name: 'foreign keys are kept',
    run: (sql) => {
      sql.run('CREATE TABLE child (of INTEGER NOT NULL REFERENCES kept) STRICT');
      throws(Error, () => sql.run('INSERT INTO child (of) VALUES (7)'));
    },
  },
  {
    name: 'a transaction that returns is kept, and its result handed on',
    run: (sql) => {
      equal(
        sql.transaction(() => sql.run(INSERT, ['a']).changes),
        1,
      );
      equal(sql.all(READ), [{ value: 'a' }]);
    },
  },
  {
    name: 'a transaction that throws changes nothing, also no table, and throws on',
    run: (sql) => {
      const no = new Error('no');
      const work = (): never => {
        sql.run(INSERT, ['a']);
        sql.run('CREATE TABLE other (id INTEGER PRIMARY KEY) STRICT');
        throw no;
      };
      equal(throws(Error, () => sql.transaction(work)) === no, true);
      equal(sql.all(READ), []);
      throws(Error, () => sql.all('SELECT * FROM other'));
      equal(
        sql.transaction(() => 1),
        1,
      );
    },
  },
  {
    name: 'transactions do not nest, and the outer one is rolled back',
    run: (sql) => {
      const nested = (): void => {
        sql.run(INSERT, ['a']);
        sql.transaction(() => 0);
      };
      equal(throws(Error, () => sql.transaction(nested)).message.includes('do not nest'), true);
      equal(sql.all(READ), []);
      sql.transaction(() => sql.run(INSERT, ['b']));
      equal(sql.all(READ), [{ value: 'b' }]);
    },
  },
  {
    name: 'work that waits is refused and rolled back',
    run: (sql) => {
      throws(TypeError, () => sql.transaction(() => Promise.resolve(sql.run(INSERT, ['a']))));
      equal(sql.all(READ), []);
    },
  },
];

/** `true` would be bound as text, NaN as NULL, 2^53 + 1 as its neighbour. */
function refusedValues(values: readonly (readonly [string, unknown])[]): SqlRule[] {
  return values.map(([name, value]) => ({
    name: `${name} is refused before it is bound`,
    run: (sql) => {
      throws(TypeError, () => sql.run(INSERT, [value as SqlValue]));
      throws(TypeError, () => sql.all('SELECT ? AS value', [value as SqlValue]));
      equal(sql.all(READ), []);
    },
  }));
}

/** Prepares the table for one rule and removes all that rules make. */
export function runRule(sql: Sql, rule: SqlRule): void {
  for (const table of ['child', 'other', 'kept']) sql.run(`DROP TABLE IF EXISTS ${table}`);
  sql.run('CREATE TABLE kept (id INTEGER PRIMARY KEY, value ANY) STRICT');
  sql.run('CREATE INDEX kept_by_value ON kept (value)');
  rule.run(sql);
}

function equal(found: unknown, wanted: unknown): void {
  const [left, right] = [JSON.stringify(found), JSON.stringify(wanted)];
  if (left !== right) throw new Error(`${left} is not ${right}`);
}

function throws(kind: typeof Error, work: () => unknown): Error {
  try {
    work();
  } catch (error) {
    if (error instanceof kind) return error;
    throw new Error(`Not a ${kind.name}: ${String(error)}`, { cause: error });
  }
  throw new Error(`No ${kind.name} was thrown`);
}
