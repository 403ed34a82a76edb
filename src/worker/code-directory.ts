/** The directory of pairing codes: a typed code names no shop, and no shop looks into another. */
import { DurableObject } from 'cloudflare:workers';
import { CodeLookups } from '../proxy/auth/code-lookups.ts';
import { makeDurableSql } from './durable-sql.ts';
import type { CodeDirectory } from './platform.ts';
import { realClock } from './real-ports.ts';

/** Its name: one for the whole deployment. */
export const CODE_DIRECTORY = 'codes';

/** Which shop a code belongs to, by keyed hashes alone. It decides nothing: the shop itself judges the code. */
export class CodeDirectoryObject extends DurableObject<unknown> implements CodeDirectory {
  readonly #sql = makeDurableSql(this.ctx.storage);
  readonly #lookups = new CodeLookups(realClock);

  /** Told by a shop that has made a code. */
  async remember(codeHash: string, realm: string, expiresAt: number): Promise<void> {
    this.#makeTable();
    this.#sql.run('DELETE FROM codes WHERE expiresAt <= ?', [realClock.now()]);
    this.#sql.run('INSERT OR REPLACE INTO codes (codeHash, realm, expiresAt) VALUES (?, ?, ?)', [
      codeHash,
      realm,
      expiresAt,
    ]);
  }

  /** Realms of the shops in which the code may be good now; null: who asks from `address` has tried too often. */
  async shopsOf(codeHash: string, address: string | null): Promise<readonly string[] | null> {
    this.#makeTable();
    const sql = 'SELECT realm FROM codes WHERE codeHash = ? AND expiresAt > ?';
    return this.#lookups.find(address, () =>
      this.#sql.all(sql, [codeHash, realClock.now()]).map(({ realm }) => String(realm)),
    );
  }

  #makeTable(): void {
    this.#sql.run(
      `CREATE TABLE IF NOT EXISTS codes (
        codeHash TEXT NOT NULL, realm TEXT NOT NULL, expiresAt INTEGER NOT NULL, PRIMARY KEY (codeHash, realm)
      ) STRICT`,
    );
  }
}
