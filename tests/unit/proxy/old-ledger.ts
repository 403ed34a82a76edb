/** A ledger's file as an earlier Pling left it. */
import { MIGRATIONS } from '../../../src/proxy/ledger/schema.ts';
import type { Sql } from '../../../src/sql/sql.ts';

/** Makes the empty database a ledger of that version. */
export function makeOldLedger(sql: Sql, version: number, realm: string): void {
  sql.run('CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT');
  for (const statement of MIGRATIONS.slice(0, version).flat()) sql.run(statement);
  for (const [key, value] of [
    ['schema_version', String(version)],
    ['realm', realm],
    ['epoch', 'old'],
  ] as const)
    sql.run('INSERT INTO meta (key, value) VALUES (?, ?)', [key, value]);
}
