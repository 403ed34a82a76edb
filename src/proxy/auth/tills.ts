/** Enrolled tablets: each has a letter and a secret cookie, of which the ledger keeps a keyed hash. */
import { bytesToHex } from '@noble/hashes/utils.js';
import type { TillIdentity } from '../../contract/till-api.ts';
import { randomText } from '../../core/ids.ts';
import type { Clock, Random } from '../../core/ports.ts';
import type { Sql } from '../../sql/sql.ts';
import { keyedHash } from '../keyed-hash.ts';
import { Refusal } from '../refusal.ts';

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

/** A..Z, then AA..ZZ. */
const MOST_TILLS = 26 + 26 * 26;

/** The shop's tills. */
export class Tills {
  readonly #deps: TillsDeps;
  /** Tokens that were found good: every request brings one, and nothing takes a till away yet. */
  readonly #known = new Map<string, TillIdentity>();

  constructor(deps: TillsDeps) {
    this.#deps = deps;
  }

  /** Enrols a tablet under the next letter, which is never given again: sale numbers carry it. Within a transaction. */
  enrol(name: string | undefined): Enrolled {
    const { sql, clock, random } = this.#deps;
    const count = Number(sql.all('SELECT count(*) AS n FROM tills')[0]?.['n']);
    if (count >= MOST_TILLS) throw new Refusal('too-many', 'This shop has as many tills as it can have.');
    const letter = letterOf(count);
    const till: TillIdentity = { id: randomText(random, 26), letter, name: name ?? `Till ${letter}` };
    const token = bytesToHex(random.bytes(32));
    sql.run('INSERT INTO tills (id, letter, name, tokenHash, pairedAt) VALUES (?, ?, ?, ?, ?)', [
      till.id,
      till.letter,
      till.name,
      this.#hash(token),
      clock.now(),
    ]);
    return { till, token };
  }

  /** The till that carries this token, or null. The look-up is by keyed hash, so its time tells nothing of the token. */
  find(token: string): TillIdentity | null {
    const known = this.#known.get(token);
    if (known) return known;
    const [row] = this.#deps.sql.all('SELECT id, letter, name FROM tills WHERE tokenHash = ?', [
      this.#hash(token),
    ]);
    if (row === undefined) return null;
    const till = { id: String(row['id']), letter: String(row['letter']), name: String(row['name']) };
    this.#known.set(token, till);
    return till;
  }

  /** The name of a till; its id where it is not enrolled here. */
  nameOf(id: string): string {
    const [row] = this.#deps.sql.all('SELECT name FROM tills WHERE id = ?', [id]);
    return row === undefined ? id : String(row['name']);
  }

  #hash(token: string): string {
    return keyedHash(this.#deps.secret, 'till-token', token);
  }
}

/** Letter of the till enrolled after `count` others. */
export function letterOf(count: number): string {
  const letter = (index: number): string => String.fromCharCode(65 + index);
  return count < 26 ? letter(count) : letter(Math.floor(count / 26) - 1) + letter(count % 26);
}
