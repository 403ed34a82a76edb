/** One statement or several: what a Durable Object would run without a word, and what Node's SQLite would forget. */
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isOneStatement } from '../../../src/sql/one-statement.ts';

const TRIGGER =
  "CREATE TRIGGER t BEFORE INSERT ON kept WHEN NEW.value = 'a;b' BEGIN SELECT 1; SELECT CASE 1 WHEN 1 THEN 2 END; END";

test.each([
  'SELECT 1',
  'SELECT 1;',
  ' SELECT 1 ;\n -- that was all; really\n /* ; */ ',
  'SELECT \'a;b\', "c;d" FROM [e;f], `g;h`',
  "SELECT 'it''s; fine'",
  TRIGGER,
  `${TRIGGER};`,
  '',
])('one: %s', (sql) => {
  expect(isOneStatement(sql)).toBe(true);
});

test.each([
  'SELECT 1; SELECT 2',
  'SELECT 1;;',
  "SELECT 'a'; --\nSELECT 2",
  'DELETE FROM kept; DELETE FROM kept;',
  `${TRIGGER}; DROP TABLE kept`,
  '; SELECT 1',
])('several: %s', (sql) => {
  expect(isOneStatement(sql)).toBe(false);
});

test('SQLite itself reads no further where it is one, and leaves something where it is not', () => {
  const database = new DatabaseSync(':memory:');
  const piece = fc.constantFrom(
    'SELECT 1',
    'SELECT 2',
    ' ',
    '\n',
    "';'",
    ' -- ;\n',
    '/* ; */',
    ', ',
    ';',
    '";"',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
      const text = `SELECT 0${pieces.join('')}`;
      const left = leftBySqlite(database, text);
      if (left !== null) {
        expect(isOneStatement(text)).toBe(left.replaceAll(/--.*\n|\/\*.*?\*\//g, '').trim() === '');
      }
    }),
    { numRuns: 1000 },
  );
  database.close();
});

/** What stands after the statement SQLite has prepared; null for what it cannot read. */
function leftBySqlite(database: DatabaseSync, text: string): string | null {
  try {
    return text.slice(database.prepare(text).sourceSQL.length);
  } catch {
    return null;
  }
}
