/** A shop's file: all of the record goes in and comes out, and what is broken or somebody else's leaves nothing behind. */
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { readShop } from '../../../src/proxy/moving/read-shop.ts';
import { ShopFileRefused } from '../../../src/proxy/moving/shop-file.ts';
import { writeShop } from '../../../src/proxy/moving/write-shop.ts';
import { MIGRATIONS, openSchema } from '../../../src/proxy/ledger/schema.ts';
import { readSeal, writeSeal } from '../../../src/proxy/ledger/seal.ts';
import { openNodeSql, type NodeSql } from '../../../src/server/node-sql.ts';
import type { Sql } from '../../../src/sql/sql.ts';
import { makeSeededRandom } from '../../fakes/random.ts';

const open: NodeSql[] = [];
afterEach(() => {
  for (const sql of open.splice(0)) sql.close();
});

const REALM = '0123456789abcdef';
const OWNER = { realm: REALM, secret: new Uint8Array(32).fill(9) };

function emptyDatabase(): NodeSql {
  const sql = openNodeSql(':memory:');
  open.push(sql);
  return sql;
}

/** A sealed ledger with as many strays, and a pairing code that is still good. */
function ledger(strays = 3): NodeSql {
  const sql = emptyDatabase();
  openSchema(sql, REALM, makeSeededRandom(1));
  for (let n = 0; n < strays; n += 1)
    sql.run('INSERT INTO strays (transactionNo, status, reference, receivedAt) VALUES (?, ?, ?, ?)', [
      `${n} “é”\n`,
      'success',
      null,
      n,
    ]);
  sql.run('INSERT INTO feed (seq, reference) VALUES (12, ?)', ['r1']);
  sql.run("INSERT INTO pairing (codeHash, expiresAt) VALUES ('f00d', 9)");
  writeSeal(sql, 'moved');
  return sql;
}

const rowsOf = (sql: Sql): unknown =>
  sql
    .all(
      "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT IN ('meta', 'pairing') ORDER BY name",
    )
    .map(({ name }) => [name, sql.all(`SELECT * FROM ${String(name)}`)]);
const tablesOf = (sql: Sql): unknown => sql.all('SELECT name FROM sqlite_master');

describe('a shop’s file', () => {
  it('carries the whole record, also where a table is read in parts, and arrives sealed', () => {
    const from = ledger(1_203);
    const to = emptyDatabase();
    readShop(to, writeShop(from, OWNER.secret), OWNER);
    expect(rowsOf(to)).toEqual(rowsOf(from));
    expect(readSeal(to)).toBe('arrived');
    expect(openSchema(to, REALM, makeSeededRandom(5))).toBe(openSchema(from, REALM, makeSeededRandom(5)));
    expect(to.all('SELECT * FROM pairing')).toEqual([]);
    // The feed goes on after its last place, though an earlier one is free.
    to.run('INSERT INTO feed (reference) VALUES (?)', ['r2']);
    expect(to.all('SELECT max(seq) AS seq FROM feed')).toEqual([{ seq: 13 }]);
  });

  it('can be made again, line by line the same', () => {
    const from = ledger();
    expect([...writeShop(from, OWNER.secret)]).toEqual([...writeShop(from, OWNER.secret)]);
  });

  it('of an earlier Pling is brought up to date', () => {
    const old = emptyDatabase();
    old.run('CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT');
    for (const statement of MIGRATIONS.slice(0, 1).flat()) old.run(statement);
    for (const pair of [
      ['schema_version', '1'],
      ['realm', REALM],
      ['epoch', 'e1'],
    ])
      old.run('INSERT INTO meta (key, value) VALUES (?, ?)', pair);
    const to = emptyDatabase();
    readShop(to, writeShop(old, OWNER.secret), OWNER);
    expect(openSchema(to, REALM, makeSeededRandom(1))).toBe('e1');
    expect(to.all('SELECT count(*) AS n FROM lives')).toEqual([{ n: 0 }]);
  });

  it('holds nothing of the secret it was made under', () => {
    const text = [...writeShop(ledger(), OWNER.secret)].join('\n');
    expect(text).not.toContain(Buffer.from(OWNER.secret).toString('hex'));
  });
});

describe('a file that cannot be taken in', () => {
  const lines = (): string[] => [...writeShop(ledger(), OWNER.secret)];
  const refuse = (file: readonly string[], owner = OWNER): string => {
    const to = emptyDatabase();
    let said = 'taken in';
    try {
      readShop(to, file, owner);
    } catch (error) {
      if (!(error instanceof ShopFileRefused)) throw error;
      said = error.message;
    }
    if (said !== 'taken in') expect(tablesOf(to)).toEqual([]);
    return said;
  };
  const head = (change: object): string[] => {
    const [first = '{}', ...rest] = lines();
    return [JSON.stringify({ ...(JSON.parse(first) as object), ...change }), ...rest];
  };

  it('says why: another shop’s, another secret’s, a newer Pling’s, or none at all', () => {
    expect(refuse(lines(), { ...OWNER, realm: 'f'.repeat(16) })).toContain('another merchant');
    expect(refuse(lines(), { ...OWNER, secret: new Uint8Array(32) })).toContain('PLING_SECRET');
    expect(refuse(head({ ledger: 99 }))).toContain('newer Pling');
    expect(refuse(head({ format: 2 }))).toContain('newer Pling');
    expect(refuse(['shopping list'])).toContain('broken');
    expect(refuse(['{}'])).toContain('no file of a shop');
    expect(refuse([])).toContain('not whole');
  });

  it('is found out wherever a line is lost, doubled, changed or put elsewhere', () => {
    const whole = lines();
    fc.assert(
      fc.property(
        fc.nat(whole.length - 1),
        fc.constantFrom('lost', 'doubled', 'changed', 'cut'),
        (at, how) => {
          const line = whole[at] ?? '';
          const spoilt = {
            lost: [],
            doubled: [line, line],
            changed: [line.replace(/[a-z](?=[^a-z]*$)/, 'Q')],
            cut: [line.slice(0, -1)],
          };
          const file = [...whole.slice(0, at), ...spoilt[how], ...whole.slice(at + 1)];
          if (file.join('\n') === whole.join('\n')) return;
          expect(refuse(file)).not.toBe('taken in');
        },
      ),
    );
  });

  it('is found out where something stands behind its end', () => {
    expect(refuse([...lines(), '["1"]'])).toContain('not whole');
  });

  it('with a table or column nobody knows does nothing', () => {
    const whole = lines();
    const at = whole.findIndex((line) => line.includes('"table":"strays"'));
    const other = (line: string): string[] => [...whole.slice(0, at), line, ...whole.slice(at + 1)];
    expect(refuse(other('{"table":"wishes","columns":["a"]}'))).toContain('broken');
    expect(refuse(other('{"table":"strays","columns":["a","b","c","d","e","f","g","h"]}'))).toContain(
      'does not fit',
    );
    expect(refuse(other('{"table":"strays\\"; DROP TABLE meta; --","columns":["a"]}'))).toContain('broken');
  });
});
