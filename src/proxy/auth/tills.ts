/** Enrolled tablets: each has a letter and a secret cookie, of which the ledger keeps a keyed hash. */
import { bytesToHex } from '@noble/hashes/utils.js';
import type { TillIdentity } from '../../contract/shop-api.ts';
import type { ListedTill } from '../../contract/tills-api.ts';
import { randomText } from '../../core/ids.ts';
import type { Clock, EpochMs, Random } from '../../core/ports.ts';
import type { Sql, SqlRow } from '../../sql/sql.ts';
import { keyedHash } from '../keyed-hash.ts';
import { Refusal } from '../refusal.ts';
import { Pass } from './pass.ts';

/** What the list of tills is made of. */
export interface TillsDeps {
  readonly sql: Sql;
  readonly clock: Clock;
  readonly random: Random;
  readonly secret: Uint8Array;
}

/** A till just enrolled, with the token for its cookie: shown this once. */
export interface Enrolled {
  readonly till: TillIdentity;
  readonly token: string;
}

/** A till as its row says. */
export interface TillRow extends TillIdentity {
  readonly revokedAt: EpochMs | null;
}

/** A..Z, then AA..ZZ. */
const MOST_TILLS = 26 + 26 * 26;

/** When a till was here is written down this often at most, ms. */
export const SEEN_EVERY_MS = 300_000;

/** The shop's tills. What is written here is written within the caller's transaction. */
export class Tills {
  readonly #deps: TillsDeps;
  /** Tokens that were found good: every request brings one. */
  readonly #known = new Map<string, Pass>();
  /** When each till was here last, and when that was written. */
  readonly #seen = new Map<string, { readonly at: EpochMs; readonly writtenAt: EpochMs }>();

  constructor(deps: TillsDeps) {
    this.#deps = deps;
  }

  /**
   * Enrols a tablet under the next letter, which is never given again: sale numbers carry it. `letInBy`: the till at which
   * a manager made its code; null: it came from the server's console.
   */
  enrol(name: string | undefined, letInBy: string | null): Enrolled {
    const { sql, clock, random } = this.#deps;
    const count = Number(sql.all('SELECT count(*) AS n FROM tills')[0]?.['n']);
    if (count >= MOST_TILLS) throw new Refusal('too-many', 'This shop has as many tills as it can have.');
    const letter = letterOf(count);
    const till: TillIdentity = { id: randomText(random, 26), letter, name: name ?? `Till ${letter}` };
    const token = this.#makeToken();
    sql.run('INSERT INTO tills (id, letter, name, tokenHash, pairedAt, letInBy) VALUES (?, ?, ?, ?, ?, ?)', [
      till.id,
      till.letter,
      till.name,
      this.#hash(token),
      clock.now(),
      letInBy,
    ]);
    return { till, token };
  }

  /** Gives a till's place to another tablet: letter and name stay, the token is new. Then `shutOut` ends the old one. */
  reenrol(id: string, letInBy: string | null): Enrolled {
    const { sql, clock } = this.#deps;
    const { letter, name } = this.row(id);
    const token = this.#makeToken();
    sql.run(
      'UPDATE tills SET tokenHash = ?, pairedAt = ?, letInBy = ?, lastSeenAt = NULL, revokedAt = NULL WHERE id = ?',
      [this.#hash(token), clock.now(), letInBy, id],
    );
    // Wrong PINs were typed at the tablet that is gone; who lets the next one in is a manager, or sits at the console.
    sql.run('DELETE FROM wrongPins WHERE till = ?', [id]);
    return { till: { id, letter, name }, token };
  }

  /** Takes a till's token away. Then `shutOut` ends what it has open. */
  revoke(id: string): void {
    this.#deps.sql.run('UPDATE tills SET revokedAt = ?, tokenHash = ? WHERE id = ?', [
      this.#deps.clock.now(),
      `revoked ${id}`,
      id,
    ]);
  }

  /** After the commit: whatever came in by an earlier token of this till ends. */
  shutOut(id: string): void {
    for (const [token, pass] of this.#known)
      if (pass.till.id === id) {
        this.#known.delete(token);
        pass.end();
      }
    this.#seen.delete(id);
  }

  /** Gives a till another name. Then `renamed` tells who is here. */
  rename(id: string, name: string): void {
    this.#deps.sql.run('UPDATE tills SET name = ? WHERE id = ?', [name, id]);
  }

  /** After the commit: the till goes by its new name. */
  renamed(id: string, name: string): void {
    for (const pass of this.#known.values()) if (pass.till.id === id) pass.rename(name);
  }

  /** The right of who carries this token, or null. The look-up is by keyed hash, so its time tells nothing of the token. */
  find(token: string): Pass | null {
    const known = this.#known.get(token);
    if (known) return known;
    const [row] = this.#deps.sql.all(
      'SELECT id, letter, name, lastSeenAt FROM tills WHERE tokenHash = ? AND revokedAt IS NULL',
      [this.#hash(token)],
    );
    if (row === undefined) return null;
    const pass = new Pass(readIdentity(row));
    this.#known.set(token, pass);
    const at = timeOrNull(row['lastSeenAt']) ?? 0;
    this.#seen.set(pass.till.id, { at, writtenAt: at });
    return pass;
  }

  /** Notes that a till is here. True where it is time to write that down (`writeSeen`). */
  saw(id: string): boolean {
    const at = this.#deps.clock.now();
    const writtenAt = this.#seen.get(id)?.writtenAt ?? 0;
    const isDue = at - writtenAt >= SEEN_EVERY_MS;
    this.#seen.set(id, { at, writtenAt: isDue ? at : writtenAt });
    return isDue;
  }

  /** Writes down when a till was here. */
  writeSeen(id: string): void {
    const at = this.#seen.get(id)?.at ?? null;
    this.#deps.sql.run('UPDATE tills SET lastSeenAt = ? WHERE id = ?', [at, id]);
  }

  /** Every till, by letter, as `me` is told of them. */
  list(me: string): ListedTill[] {
    const rows = this.#deps.sql.all('SELECT * FROM tills ORDER BY length(letter), letter');
    return rows.map((row) => {
      const till = readIdentity(row);
      const seenAt = this.#seen.get(till.id)?.at ?? 0;
      return {
        ...till,
        pairedAt: Number(row['pairedAt']),
        lastSeenAt: seenAt > 0 ? seenAt : timeOrNull(row['lastSeenAt']),
        revokedAt: timeOrNull(row['revokedAt']),
        isMe: till.id === me,
      };
    });
  }

  /** A till's row. Throws a Refusal where there is none. */
  row(id: string): TillRow {
    const [row] = this.#deps.sql.all('SELECT * FROM tills WHERE id = ?', [id]);
    if (row === undefined) throw new Refusal('not-found', 'There is no such till.');
    return { ...readIdentity(row), revokedAt: timeOrNull(row['revokedAt']) };
  }

  /** The id of the till with this letter. Throws a Refusal where there is none. */
  idOf(letter: string): string {
    const [row] = this.#deps.sql.all('SELECT id FROM tills WHERE letter = ?', [letter.toUpperCase()]);
    if (row === undefined) throw new Refusal('not-found', `There is no till ${letter}.`);
    return String(row['id']);
  }

  /** True for a till that a code of the server's console let in: its person may choose the first PIN. */
  isFromConsole(id: string): boolean {
    return this.#deps.sql.all('SELECT 1 FROM tills WHERE id = ? AND letInBy IS NULL', [id]).length > 0;
  }

  /** The name of a till; its id where it is not enrolled here. */
  nameOf(id: string): string {
    const [row] = this.#deps.sql.all('SELECT name FROM tills WHERE id = ?', [id]);
    return row === undefined ? id : String(row['name']);
  }

  #makeToken(): string {
    return bytesToHex(this.#deps.random.bytes(32));
  }

  #hash(token: string): string {
    return keyedHash(this.#deps.secret, 'till-token', token);
  }
}

function readIdentity(row: SqlRow): TillIdentity {
  return { id: String(row['id']), letter: String(row['letter']), name: String(row['name']) };
}

function timeOrNull(value: unknown): EpochMs | null {
  return typeof value === 'number' ? value : null;
}

/** Letter of the till enrolled after `count` others. */
export function letterOf(count: number): string {
  const letter = (index: number): string => String.fromCharCode(65 + index);
  return count < 26 ? letter(count) : letter(Math.floor(count / 26) - 1) + letter(count % 26);
}
