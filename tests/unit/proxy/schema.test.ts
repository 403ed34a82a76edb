/** Ledgers of earlier versions are brought up to date with all they hold; a step that fails leaves the file as it was. */
import { afterEach, describe, expect, it } from 'vitest';
import { LEDGER_VERSION, LedgerRefused, MIGRATIONS, openSchema } from '../../../src/proxy/ledger/schema.ts';
import { Ledger } from '../../../src/proxy/ledger/ledger.ts';
import { openNodeSql, type NodeSql } from '../../../src/server/node-sql.ts';
import type { Sql, SqlRow } from '../../../src/sql/sql.ts';
import { makeSeededRandom } from '../../fakes/random.ts';
import { makeManualTime } from '../../fakes/timers.ts';

const open: NodeSql[] = [];
afterEach(() => {
  for (const sql of open.splice(0)) sql.close();
});

const REALM = '0123456789abcdef';
const PAID = '3kq9v7ta0mxe21bd8w5n6c4h0z';

/** A ledger as Pling of that version has left it, with a paid sale, a till, a settled sale and a stray. */
function ledgerOf(version: number): NodeSql {
  const sql = openNodeSql(':memory:');
  open.push(sql);
  sql.run('CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT');
  for (const statement of MIGRATIONS.slice(0, version).flat()) sql.run(statement);
  const meta = { schema_version: String(version), realm: REALM, epoch: 'thefirstepoch' };
  for (const pair of Object.entries(meta)) sql.run('INSERT INTO meta (key, value) VALUES (?, ?)', pair);
  insert(sql, 'attempts', {
    reference: PAID,
    saleId: 'sale1',
    number: 'A-0001',
    till: 'till1',
    version: 4,
    amountMinor: 1250,
    currency: 'USD',
    state: '{"name":"paid"}',
    wanted: 'keep',
    giveBack: 'none',
    openedAt: 1_000,
    endedAt: 2_000,
    receiptToken: 'a'.repeat(26),
    transactionNo: '297553638241892410',
    wallet: 'alipay',
    codeHash: 'f00d',
    sentAt: 1_500,
    sendBy: 60_000,
    calledAt: 1_500,
    orderEndsAt: 300_000,
    addSentAt: 1_100,
    addTries: 1,
    addMissing: 0,
    orderLeft: 0,
    asked: 1,
    askNow: 0,
    extensions: 0,
    cancelAsked: 0,
    cancelTries: 0,
    leg: 'ok',
  });
  insert(sql, 'feed', { seq: 7, reference: PAID });
  insert(sql, 'tills', { id: 'till1', letter: 'A', name: 'Till A', tokenHash: 'beef', pairedAt: 500 });
  insert(sql, 'sales', {
    saleId: 'sale0',
    number: 'A-0000',
    till: 'till1',
    amountMinor: 100,
    currency: 'USD',
    how: 'cash',
    settledAt: 900,
  });
  insert(sql, 'strays', { transactionNo: '9', status: 'success', receivedAt: 800 });
  return sql;
}

function insert(sql: Sql, table: string, row: SqlRow): void {
  const marks = Object.keys(row).map(() => '?');
  sql.run(
    `INSERT INTO ${table} (${Object.keys(row).join(', ')}) VALUES (${marks.join(', ')})`,
    Object.values(row),
  );
}

/** All a database holds: its tables' making and every row. */
function dump(sql: Sql): unknown {
  const made = sql.all('SELECT name, sql FROM sqlite_master ORDER BY name');
  const tables = sql
    .all("SELECT name FROM sqlite_master WHERE type = 'table'")
    .map((row) => String(row['name']));
  return { made, rows: tables.map((table) => [table, sql.all(`SELECT * FROM ${table}`)]) };
}

const VERSIONS = Array.from({ length: LEDGER_VERSION }, (_, index) => index + 1);

describe('a ledger of an earlier version', () => {
  it.each(VERSIONS)('%i is brought up to date, and everything is found again', (version) => {
    const sql = ledgerOf(version);
    const before = sql.all('SELECT * FROM tills, sales, strays');
    const { clock } = makeManualTime();
    const ledger = new Ledger({ sql, clock, random: makeSeededRandom(1), realm: REALM, timeZone: 'UTC' });
    expect(ledger.epoch).toBe('thefirstepoch');
    expect(ledger.seq).toBe(7);
    expect(ledger.findReceipt('a'.repeat(26))).toMatchObject({
      reference: PAID,
      state: { name: 'paid' },
      amount: { minor: 1250, currency: 'USD' },
      refunds: [],
      kept: false,
    });
    const [after] = sql.all('SELECT * FROM tills, sales, strays');
    expect(after).toMatchObject(before[0] ?? {});
    expect(sql.all("SELECT value FROM meta WHERE key = 'schema_version'")).toEqual([
      { value: String(LEDGER_VERSION) },
    ]);
  });

  it('is the same as a fresh one then, table by table', () => {
    const [fresh, old] = [openNodeSql(':memory:'), ledgerOf(1)];
    open.push(fresh);
    for (const sql of [fresh, old]) openSchema(sql, REALM, makeSeededRandom(1));
    const columns = (sql: Sql): unknown =>
      sql
        .all("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        .map(({ name }) => [
          name,
          sql.all(`SELECT name, type, "notnull", pk FROM pragma_table_info(?)`, [name ?? '']),
        ]);
    expect(columns(old)).toEqual(columns(fresh));
  });

  it('stays as it was where a step fails', () => {
    const sql = ledgerOf(1);
    // Somebody has put a table of that name there: the second step stumbles in its middle.
    sql.run('CREATE TABLE takes (nonsense TEXT) STRICT');
    const before = dump(sql);
    expect(() => openSchema(sql, REALM, makeSeededRandom(1))).toThrow(/takes/);
    expect(dump(sql)).toEqual(before);
  });
});

describe('a file that is not this shop’s ledger', () => {
  const refusals: readonly (readonly [string, (sql: Sql) => void, RegExp])[] = [
    [
      'is of a newer Pling',
      (sql) => sql.run("UPDATE meta SET value = '99' WHERE key = 'schema_version'"),
      /newer Pling \(version 99/,
    ],
    [
      'is another shop’s',
      (sql) => sql.run("UPDATE meta SET value = 'x' WHERE key = 'realm'"),
      /another merchant/,
    ],
    ['has lost its facts', (sql) => sql.run('DROP TABLE meta'), /not a ledger of Pling/],
  ];
  it.each(refusals)('because it %s is refused by name and left as it was', (_, spoil, words) => {
    const sql = ledgerOf(LEDGER_VERSION);
    spoil(sql);
    const before = dump(sql);
    const opening = (): string => openSchema(sql, REALM, makeSeededRandom(1));
    expect(opening).toThrow(LedgerRefused);
    expect(opening).toThrow(words);
    expect(dump(sql)).toEqual(before);
  });
});
