/** Who was shut out, and the manager's PIN, carried over from the ledger that a restore replaces: a backup knows them as they were. */
import type { Sql, SqlRow } from '../../sql/sql.ts';

/** What a ledger knows of rights. */
export interface Rights {
  readonly tills: readonly SqlRow[];
  /** null: no PIN was chosen */
  readonly manager: SqlRow | null;
  /** the last line of the audit that says a PIN was forgotten at the console */
  readonly forgotten: SqlRow | null;
}

/** Where the restored ledger differs from its backup. */
export interface KeptRights {
  /** letters of the tills whose tablet of then stays shut out */
  readonly shutOut: readonly string[];
  readonly isPinKept: boolean;
}

/** Reads them from a ledger of any version. */
export function readRights(sql: Sql): Rights {
  return {
    tills: rowsOf(sql, 'tills', 'ORDER BY length(letter), letter'),
    manager: rowsOf(sql, 'manager')[0] ?? null,
    forgotten: rowsOf(sql, 'audit', "WHERE deed = 'pin-forgotten' ORDER BY n DESC LIMIT 1")[0] ?? null,
  };
}

/** Writes into a restored ledger what the one before knew better; the caller's transaction is open. */
export function keepRights(sql: Sql, { tills, ...pin }: Rights): KeptRights {
  const shutOut = tills.filter((till) => keepTill(sql, till)).map((till) => String(till['letter']));
  return { shutOut, isPinKept: keepPin(sql, pin) };
}

/** True for a till that was revoked since, or whose place another tablet took. One the backup does not know needs nothing. */
function keepTill(sql: Sql, till: SqlRow): boolean {
  const { id = null, tokenHash = null, pairedAt = null, letInBy = null, revokedAt = null } = till;
  const { changes } = sql.run(
    `UPDATE tills SET tokenHash = ?, pairedAt = ?, letInBy = ?, revokedAt = ?
     WHERE id = ? AND tokenHash <> ? AND (pairedAt < ? OR ? IS NOT NULL)`,
    [tokenHash, pairedAt, letInBy, revokedAt, id, tokenHash, pairedAt, revokedAt],
  );
  return changes > 0;
}

/** True where the PIN is not the backup's. A new ledger, in which none was chosen or forgotten yet, takes none away. */
function keepPin(sql: Sql, { manager, forgotten }: Omit<Rights, 'tills'>): boolean {
  const inBackup = rowsOf(sql, 'manager')[0]?.['pinHash'];
  if (inBackup === manager?.['pinHash']) return false;
  if (manager === null && forgotten === null) return false;
  sql.run('DELETE FROM manager');
  if (manager !== null)
    sql.run('INSERT INTO manager (one, pinHash, wrong) VALUES (1, ?, 0)', [manager['pinHash'] ?? null]);
  else sql.run("INSERT INTO audit (at, deed) VALUES (?, 'pin-forgotten')", [forgotten?.['at'] ?? null]);
  return true;
}

/** None where that version has no such table. */
function rowsOf(sql: Sql, table: 'audit' | 'manager' | 'tills', which = ''): SqlRow[] {
  const found = sql.all("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", [table]);
  return found.length === 0 ? [] : sql.all(`SELECT * FROM ${table} ${which}`);
}
