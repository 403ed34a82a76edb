/** Databases without their process: emptied for the next story, copied, and set back. */
import type { Sql, SqlRow, SqlValue } from '../../src/sql/sql.ts';

/** Every table's rows, in the order in which the tables were made. */
export type Backup = readonly { readonly table: string; readonly rows: readonly SqlRow[] }[];

/** Copies everything. */
export function copyTables(sql: Sql): Backup {
  return tablesOf(sql).map((table) => ({ table, rows: sql.all(`SELECT * FROM ${table}`) }));
}

/** Puts a copy in place of everything. */
export function pasteTables(sql: Sql, backup: Backup): void {
  sql.transaction(() => {
    for (const table of tablesOf(sql).reverse()) sql.run(`DELETE FROM ${table}`);
    for (const { table, rows } of backup) for (const row of rows) insert(sql, table, row);
  });
}

/** Takes every row out, last table first, for later ones refer to earlier ones. `kept`: tables left alone. */
export function emptyTables(sql: Sql, kept: readonly string[]): void {
  sql.transaction(() => {
    for (const table of tablesOf(sql).reverse()) if (!kept.includes(table)) sql.run(`DELETE FROM ${table}`);
  });
}

function tablesOf(sql: Sql): string[] {
  return sql
    .all("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY rowid")
    .map(({ name }) => String(name));
}

function insert(sql: Sql, table: string, row: SqlRow): void {
  const names = Object.keys(row);
  const values = names.map((name): SqlValue => row[name] ?? null);
  sql.run(`INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`, values);
}
