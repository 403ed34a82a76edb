/** The ledger's own facts: one text a name. */
import type { Sql } from '../../sql/sql.ts';

/** The value under `key`; null where there is none. */
export function readMeta(sql: Sql, key: string): string | null {
  const value = sql.all('SELECT value FROM meta WHERE key = ?', [key])[0]?.['value'];
  return typeof value === 'string' ? value : null;
}

/** Writes `value` under `key`; null takes it away. */
export function writeMeta(sql: Sql, key: string, value: string | null): void {
  if (value === null) sql.run('DELETE FROM meta WHERE key = ?', [key]);
  else
    sql.run(
      'INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
      [key, value],
    );
}
