/** A backup of the running ledger, and how it is put back: as `npm run restore` will. */
import { renewEpoch } from '../../src/proxy/ledger/schema.ts';
import type { Sql, SqlRow } from '../../src/sql/sql.ts';
import { makeSeededRandom } from '../fakes/random.ts';
import type { World } from './world.ts';

/** The rows of every table. */
export type Copy = ReadonlyMap<string, readonly SqlRow[]>;

/** What a backup of the running database holds. */
export function copyOf(sql: Sql): Copy {
  const tables = sql
    .all("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    .map((row) => String(row['name']));
  return new Map(tables.map((table) => [table, sql.all(`SELECT * FROM ${table}`)]));
}

/** Puts it back, as a restore does: the proxy is down, and the epoch is new (`seed` makes it). */
export function putBack(world: World, copy: Copy, seed = 99): Promise<void> {
  return world.restart(() => {
    pasteRows(world.sql, copy);
    renewEpoch(world.sql, makeSeededRandom(seed));
  });
}

/** Puts it in the file's place without a word, as somebody does who copies files by hand: the epoch stays. */
export function putBackByHand(world: World, copy: Copy): Promise<void> {
  return world.restart(() => pasteRows(world.sql, copy));
}

function pasteRows(sql: Sql, copy: Copy): void {
  for (const [table, rows] of copy) {
    sql.run(`DELETE FROM ${table}`);
    for (const row of rows) {
      const names = Object.keys(row);
      const marks = names.map(() => '?').join(', ');
      sql.run(`INSERT INTO ${table} (${names.join(', ')}) VALUES (${marks})`, Object.values(row));
    }
  }
}
