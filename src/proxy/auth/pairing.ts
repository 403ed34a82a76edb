/** Pairing codes: 8 characters without look-alikes, ten minutes, one use, few tries. */
import { makePairingText, normalisePairingText } from '../../core/pairing-text.ts';
import type { Clock, EpochMs, Random } from '../../core/ports.ts';
import type { Sql, SqlRow } from '../../sql/sql.ts';
import { isSameText } from '../gateway/signature.ts';
import { keyedHash } from '../keyed-hash.ts';
import { Refusal } from '../refusal.ts';

/** Life of a code, ms. */
export const PAIRING_LIFE_MS = 600_000;
/** Wrong tries in a minute, from all addresses together, before nobody may try. Each address has a bound of its own; 39 random bits bear this one, and a few strangers must not keep a shop's tablet out. */
export const WRONG_TRIES_A_MINUTE = 200;
/** Codes managers may make in a minute, at all tills together: each is one more that could be guessed. */
export const CODES_A_MINUTE = 6;
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

/** Who made a code, and for whom. */
export interface CodeOwner {
  /** id of the till at which a manager made it; null: the server's console */
  readonly madeBy: string | null;
  /** id of the till whose place the tablet takes; null: it becomes a new one */
  readonly forTill: string | null;
}

/** A code just made: shown this once. */
export interface MadeCode {
  /** as people read it: upper case */
  readonly code: string;
  readonly expiresAt: EpochMs;
}

/** The codes that are good now. The database holds their keyed hashes only; every change is part of the caller's transaction. */
export class Pairing {
  readonly #deps: PairingDeps;
  #wrongAt: EpochMs[] = [];
  #madeAt: EpochMs[] = [];

  constructor(deps: PairingDeps) {
    this.#deps = deps;
  }

  /**
   * Makes a fresh code; after the commit, `told` names it. Earlier ones stay good for their time. Throws a Refusal where
   * managers make too many.
   */
  makeCode({ madeBy, forTill }: CodeOwner): MadeCode {
    const { sql, clock, random } = this.#deps;
    if (madeBy !== null) this.#countMade();
    const code = makePairingText(random);
    const expiresAt = clock.now() + PAIRING_LIFE_MS;
    sql.run('DELETE FROM pairing WHERE expiresAt <= ?', [clock.now()]);
    sql.run('INSERT INTO pairing (codeHash, expiresAt, madeBy, forTill) VALUES (?, ?, ?, ?)', [
      this.#hash(code),
      expiresAt,
      madeBy,
      forTill,
    ]);
    return { code, expiresAt };
  }

  /** After the commit: whoever keeps a list of codes hears of this one. */
  told({ code, expiresAt }: MadeCode): void {
    this.#deps.onPairingCode?.(this.#hash(code), expiresAt);
  }

  /** Uses a code up and says whose it was. Throws a Refusal where it is wrong, used, too old, or tried too often. */
  use(typed: string): CodeOwner {
    this.#checkTries();
    const hash = this.#hash(typed);
    const good = this.#find(hash);
    if (good === null) {
      this.#wrongAt.push(this.#deps.clock.now());
      throw new Refusal('pairing-code-wrong');
    }
    this.#deps.sql.run('DELETE FROM pairing WHERE codeHash = ?', [hash]);
    return { madeBy: textOrNull(good['madeBy']), forTill: textOrNull(good['forTill']) };
  }

  /** True while the code is good; a look, which uses nothing up. */
  holds(typed: string): boolean {
    return this.#find(this.#hash(typed)) !== null;
  }

  /** No code lets a tablet take this till's place any more. */
  dropFor(till: string): void {
    this.#deps.sql.run('DELETE FROM pairing WHERE forTill = ?', [till]);
  }

  /** No code that was made at this till is good any more. */
  dropMadeBy(till: string): void {
    this.#deps.sql.run('DELETE FROM pairing WHERE madeBy = ?', [till]);
  }

  #find(hash: string): SqlRow | null {
    const { sql, clock } = this.#deps;
    const [good] = sql
      .all('SELECT codeHash, madeBy, forTill FROM pairing WHERE expiresAt > ?', [clock.now()])
      // All are compared, each in constant time: the answer's time tells nothing.
      .filter((row) => isSameText(String(row['codeHash']), hash));
    return good ?? null;
  }

  #countMade(): void {
    const now = this.#deps.clock.now();
    this.#madeAt = this.#madeAt.filter((at) => at > now - MINUTE_MS);
    if (this.#madeAt.length >= CODES_A_MINUTE)
      throw new Refusal('too-many', 'Many codes were made just now. Wait a minute.');
    this.#madeAt.push(now);
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

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
