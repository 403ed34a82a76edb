/** From a database to the lines of a shop's file, a part of a table at a time. */
import type { Sql, SqlRow } from '../../sql/sql.ts';
import { readMeta } from '../ledger/meta.ts';
import { LineSum, secretMark, SHOP_FILE_FORMAT, ShopFileRefused } from './shop-file.ts';

/** Rows read at once. */
const BATCH = 500;
/** Good for minutes and for the machine that gave them out. */
const LEFT_BEHIND: ReadonlySet<string> = new Set(['pairing']);

/**
 * The shop's whole record. The database must be sealed or at rest: between two parts nothing may be written. Throws
 * ShopFileRefused where it is no ledger.
 */
export function* writeShop(sql: Sql, secret: Uint8Array): Generator<string, void, void> {
  const sum = new LineSum();
  const line = (value: unknown): string => sum.add(JSON.stringify(value));
  const realm = readMeta(sql, 'realm');
  const ledger = Number(readMeta(sql, 'schema_version'));
  if (realm === null || ledger === 0) throw new ShopFileRefused('This is no ledger of Pling.');
  const head = { pling: 'shop', format: SHOP_FILE_FORMAT, ledger, realm, secret: secretMark(secret, realm) };
  yield line(head);
  for (const table of tablesOf(sql).filter((name) => !LEFT_BEHIND.has(name))) {
    let columns: readonly string[] | null = null;
    for (const row of rowsOf(sql, table)) {
      if (columns === null) {
        columns = Object.keys(row);
        yield line({ table, columns });
      }
      yield line(columns.map((name) => row[name]));
    }
  }
  yield JSON.stringify(sum.end());
}

/** The ledger's tables; SQLite's own and the platform's begin with a mark of theirs. */
export function tablesOf(sql: Sql): string[] {
  return sql
    .all("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY rowid")
    .map((row) => String(row['name']))
    .filter((table) => /^[A-Za-z]/.test(table) && !table.startsWith('sqlite_'));
}

/** In the order in which they were written: what is read later by its place keeps it. */
function* rowsOf(sql: Sql, table: string): Generator<SqlRow, void, void> {
  let after = -1;
  for (;;) {
    const rows = sql.all(
      `SELECT rowid AS "rowid at", * FROM "${table}" WHERE rowid > ? ORDER BY rowid LIMIT ${BATCH}`,
      [after],
    );
    for (const { 'rowid at': at, ...row } of rows) {
      after = Number(at);
      yield row;
    }
    if (rows.length < BATCH) return;
  }
}
