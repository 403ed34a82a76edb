/** The SQL adapter of Node: what it keeps, what it refuses, what a crash leaves. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { openNodeSql, type NodeSql } from '../../../src/server/node-sql.ts';
import type { SqlValue } from '../../../src/sql/sql.ts';

const undo: (() => void)[] = [];
afterEach(() => {
  for (const step of undo.splice(0).reverse()) step();
});

function setup(path = ':memory:'): NodeSql {
  const sql = openNodeSql(path);
  undo.push(() => sql.close());
  sql.run('CREATE TABLE IF NOT EXISTS kept (id INTEGER PRIMARY KEY, value ANY) STRICT');
  return sql;
}

function filePath(): string {
  const folder = mkdtempSync(join(tmpdir(), 'pling-sql-'));
  undo.push(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'kept.sqlite');
}

const insert = 'INSERT INTO kept (value) VALUES (?)';

describe('values', () => {
  test('text, numbers and null come back as they went in', () => {
    const sql = setup();
    const bindable = fc.oneof(
      fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\0')),
      fc.maxSafeInteger(),
      fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e15, max: 1e15 }),
      fc.constant(null),
    );
    fc.assert(
      fc.property(bindable, (value) => {
        const [row] = sql.all('SELECT ? AS value', [value]);
        expect(row?.['value'] === value || (row?.['value'] === 0 && value === 0)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  test.each<[string, unknown]>([
    ['a boolean', true],
    ['a bigint', 1n],
    ['undefined', undefined],
    ['NaN', Number.NaN],
    ['infinity', Number.POSITIVE_INFINITY],
    ['an integer beyond 2^53', 2 ** 53],
    ['bytes', new Uint8Array(1)],
    ['an object', {}],
  ])('%s is refused before it is bound', (_name, value) => {
    const sql = setup();
    expect(() => sql.run(insert, [value as SqlValue])).toThrow(TypeError);
    expect(sql.all('SELECT * FROM kept')).toEqual([]);
  });

  test('an integer beyond 2^53 in the file throws when it is read, never a neighbour', () => {
    const sql = setup();
    sql.run('INSERT INTO kept (value) VALUES (9007199254740993)');
    expect(() => sql.all('SELECT value FROM kept')).toThrow(RangeError);
  });

  test('bytes in the file throw when they are read', () => {
    const sql = setup();
    sql.run("INSERT INTO kept (value) VALUES (x'00')");
    expect(() => sql.all('SELECT value FROM kept')).toThrow(TypeError);
  });

  test('a second statement in one text is refused, not forgotten', () => {
    const sql = setup();
    expect(() => sql.run('DELETE FROM kept; DELETE FROM kept')).toThrow(/One statement/);
    expect(sql.run('DELETE FROM kept;\n').changes).toBe(0);
  });
});

describe('transactions', () => {
  test('what returns is committed and counted', () => {
    const sql = setup();
    expect(sql.transaction(() => sql.run(insert, ['a']).changes)).toBe(1);
    expect(sql.all('SELECT value FROM kept')).toEqual([{ value: 'a' }]);
  });

  test('what throws changes nothing and throws on', () => {
    const sql = setup();
    const work = (): never => {
      sql.run(insert, ['a']);
      throw new Error('no');
    };
    expect(() => sql.transaction(work)).toThrow('no');
    expect(sql.all('SELECT value FROM kept')).toEqual([]);
    expect(sql.transaction(() => 1)).toBe(1);
  });

  test('they do not nest, and the outer one is rolled back', () => {
    const sql = setup();
    const nested = (): void => {
      sql.run(insert, ['a']);
      sql.transaction(() => 0);
    };
    expect(() => sql.transaction(nested)).toThrow(/do not nest/);
    expect(sql.all('SELECT value FROM kept')).toEqual([]);
  });

  test('work that waits is refused and rolled back', () => {
    const sql = setup();
    expect(() => sql.transaction(() => Promise.resolve(sql.run(insert, ['a'])))).toThrow(TypeError);
    expect(sql.all('SELECT value FROM kept')).toEqual([]);
  });
});

describe('files', () => {
  test('the file is in WAL, written to the disk by who acts on it, with foreign keys and patience', () => {
    const sql = setup(filePath());
    expect(sql.all('PRAGMA journal_mode')).toEqual([{ journal_mode: 'wal' }]);
    expect(sql.all('PRAGMA synchronous')).toEqual([{ synchronous: 1 }]);
    expect(sql.all('PRAGMA foreign_keys')).toEqual([{ foreign_keys: 1 }]);
    expect(sql.all('PRAGMA busy_timeout')).toEqual([{ timeout: 5000 }]);
  });

  test('a second handle sees what the first committed and not what it did not', () => {
    const path = filePath();
    const first = setup(path);
    first.run(insert, ['committed']);
    first.run('BEGIN');
    first.run(insert, ['open']);
    expect(setup(path).all('SELECT value FROM kept')).toEqual([{ value: 'committed' }]);
    first.run('ROLLBACK');
  });

  test('a file that is no database is named by SQLite and left as it was', () => {
    const path = filePath();
    writeFileSync(
      path,
      'this is a shopping list, not a database, and it is long enough to be read as a page',
    );
    expect(() => openNodeSql(path)).toThrow(/not a database/);
  });
});
