/** Pairing codes: 8 characters without look-alikes, ten minutes, one use, few tries. */
import { makePairingText, normalisePairingText } from '../../core/pairing-text.ts';
import type { Clock, EpochMs, Random } from '../../core/ports.ts';
import type { Sql } from '../../sql/sql.ts';
import { isSameText } from '../gateway/signature.ts';
import { keyedHash } from '../keyed-hash.ts';
import { Refusal } from '../refusal.ts';

/** Life of a code, ms. */
export const PAIRING_LIFE_MS = 600_000;
/** Wrong tries in a minute, from all tablets together, before nobody may try: 39 random bits need no more. */
export const WRONG_TRIES_A_MINUTE = 8;
const MINUTE_MS = 60_000;

/** What pairing is made of. */
export interface PairingDeps {
  readonly sql: Sql;
  readonly clock: Clock;
  readonly random: Random;
  readonly secret: Uint8Array;
  /** Hears of every fresh code by its keyed hash, where another keeps a list of which shop a code belongs to. */
  readonly onPairingCode?: (codeHash: string, expiresAt: EpochMs) => void;
}

/** The codes that are good now. The database holds their keyed hashes only. */
export class Pairing {
  readonly #deps: PairingDeps;
  #wrongAt: EpochMs[] = [];

  constructor(deps: PairingDeps) {
    this.#deps = deps;
  }

  /** Makes a fresh code, as people read it: upper case. Earlier ones stay good for their time. */
  makeCode(): string {
    const { sql, clock, random } = this.#deps;
    const code = makePairingText(random);
    const [hash, expiresAt] = [this.#hash(code), clock.now() + PAIRING_LIFE_MS];
    sql.transaction(() => {
      sql.run('DELETE FROM pairing WHERE expiresAt <= ?', [clock.now()]);
      sql.run('INSERT INTO pairing (codeHash, expiresAt) VALUES (?, ?)', [hash, expiresAt]);
    });
    this.#deps.onPairingCode?.(hash, expiresAt);
    return code;
  }

  /** Uses a code up; the caller's transaction is open. Throws a Refusal where it is wrong, used, too old, or tried too often. */
  use(typed: string): void {
    this.#checkTries();
    const hash = this.#hash(typed);
    if (!this.#isGood(hash)) {
      this.#wrongAt.push(this.#deps.clock.now());
      throw new Refusal('pairing-code-wrong');
    }
    this.#deps.sql.run('DELETE FROM pairing WHERE codeHash = ?', [hash]);
  }

  /** True while the code is good; a look, which uses nothing up. */
  holds(typed: string): boolean {
    return this.#isGood(this.#hash(typed));
  }

  #isGood(hash: string): boolean {
    const { sql, clock } = this.#deps;
    const good = sql
      .all('SELECT codeHash FROM pairing WHERE expiresAt > ?', [clock.now()])
      // All are compared, each in constant time: the answer's time tells nothing.
      .filter((row) => isSameText(String(row['codeHash']), hash));
    return good.length > 0;
  }

  #checkTries(): void {
    const since = this.#deps.clock.now() - MINUTE_MS;
    this.#wrongAt = this.#wrongAt.filter((at) => at > since);
    if (this.#wrongAt.length >= WRONG_TRIES_A_MINUTE) throw new Refusal('too-many');
  }

  #hash(typed: string): string {
    return pairingHash(this.#deps.secret, typed);
  }
}

/** A code as it is kept, however it was typed. */
export function pairingHash(secret: Uint8Array, typed: string): string {
  return keyedHash(secret, 'pairing-code', normalisePairingText(typed));
}
