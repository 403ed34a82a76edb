/** Work that wants a transaction of its own, inside of another. */
import { expect, test } from 'vitest';
import { openNodeSql } from '../../../src/server/node-sql.ts';
import { joinTransaction } from '../../../src/sql/join-transaction.ts';

test('what joined is undone with the whole', () => {
  const sql = openNodeSql(':memory:');
  sql.run('CREATE TABLE a (x INTEGER) STRICT');
  const inside = joinTransaction(sql);
  const both = (): void =>
    sql.transaction(() => {
      expect(inside.transaction(() => inside.run('INSERT INTO a VALUES (?)', [1]).changes)).toBe(1);
      expect(inside.all('SELECT x FROM a')).toEqual([{ x: 1 }]);
      throw new Error('late');
    });
  expect(both).toThrow('late');
  expect(sql.all('SELECT x FROM a')).toEqual([]);
  sql.close();
});
