/** Messages of the gateway that were taken in, by their signature: whoever has overheard one moves nothing with it. */
import type { EpochMs } from '../../core/ports.ts';
import type { Sql } from '../../sql/sql.ts';

/** Kept: a day of a busy shop. The gateway itself repeats a message for two hours at most (pockyt.md §3). */
export const MOST_HEARD = 5_000;

/** True where this very message comes for the first time. Within the transaction that takes it in. */
export function hearOnce(sql: Sql, signature: string, at: EpochMs): boolean {
  const { changes } = sql.run('INSERT INTO heard (signature, at) VALUES (?, ?) ON CONFLICT DO NOTHING', [
    signature,
    at,
  ]);
  if (changes === 0) return false;
  sql.run('DELETE FROM heard WHERE rowid <= (SELECT max(rowid) FROM heard) - ?', [MOST_HEARD]);
  return true;
}
