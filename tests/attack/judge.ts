/** What no attack may reach: an error of the server, a change of a record, a secret in an answer or a log. */
import { createHash } from 'node:crypto';
import type { NodeSql } from '../../src/server/node-sql.ts';
import type { Attack, Got } from './attack.ts';
import type { Victim } from './victim.ts';

/** What was wrong with one answer. */
export interface Finding {
  readonly what: 'let in' | 'leak' | 'server error';
  readonly victim: string;
  readonly kind: string;
  readonly text: string;
}

/** A stack, or where the server's files lie. */
const INSIDES =
  /node_modules|\.ts:\d+|\bat (?:async )?[\w.<>]+ \(|file:\/\/|\/pling-attack-|SQLITE_|sqlite_master/;
/** What guessing a PIN may move: a till's count that locks it there and the line that says so, not the PIN; and when a till was here. */
const WITHOUT_COUNTERS: Readonly<Record<string, string>> = {
  audit: "* FROM audit WHERE deed <> 'pin-locked'",
  sqlite_sequence: "* FROM sqlite_sequence WHERE name <> 'audit'",
  wrongPins: '1 FROM wrongPins WHERE 0',
  tills: 'id, letter, name, tokenHash, pairedAt, letInBy, revokedAt FROM tills',
};

/** Watches one victim. */
export class Judge {
  readonly #victim: Victim;
  readonly #state: { changes: number; hash: string };
  #logged: number;
  #called: number;

  constructor(victim: Victim) {
    this.#victim = victim;
    this.#state = this.#look();
    this.#logged = victim.shop.server.log.length;
    this.#called = victim.shop.server.calls.length;
  }

  /** Judges what one attack got; the findings, mostly none. */
  judge(attack: Attack, got: Got): Finding[] {
    const said = [...this.#newLines(), got.text].join('\n');
    const findings = [
      got.status >= 500 ? this.#find('server error', attack, `answered ${got.status}`) : null,
      this.#leak(attack, said),
      this.#change(attack),
      this.#welcome(attack, got),
    ];
    return findings.filter((finding) => finding !== null);
  }

  #leak(attack: Attack, said: string): Finding | null {
    const secret = this.#victim.secrets.find((each) => said.includes(each));
    if (secret !== undefined) return this.#find('leak', attack, `the secret ${secret.slice(0, 4)}… was said`);
    const inside = INSIDES.exec(said)?.[0];
    return inside === undefined ? null : this.#find('leak', attack, `the inside was shown: ${inside}`);
  }

  #change(attack: Attack): Finding | null {
    const { calls } = this.#victim.shop.server;
    const isCalled = calls.length > this.#called;
    this.#called = calls.length;
    if (isCalled) return this.#find('let in', attack, `the gateway was called: ${calls.at(-1) ?? ''}`);
    if (this.#changes() === this.#state.changes) return null;
    const { hash } = this.#state;
    Object.assign(this.#state, this.#look());
    return hash === this.#state.hash ? null : this.#find('let in', attack, 'a record has changed');
  }

  #welcome(attack: Attack, { status }: Got): Finding | null {
    if (attack.must === 'change-nothing' || (status >= 400 && status < 500) || status === 0) return null;
    return status >= 500 ? null : this.#find('let in', attack, `answered ${status}`);
  }

  #newLines(): string[] {
    const { log } = this.#victim.shop.server;
    const lines = log.slice(this.#logged);
    this.#logged = log.length;
    return lines;
  }

  #look(): { changes: number; hash: string } {
    const { ledgers, book } = this.#victim.shop.server;
    return { changes: this.#changes(), hash: [...ledgers, book].map(hashOf).join() };
  }

  #changes(): number {
    const { ledgers, book } = this.#victim.shop.server;
    return [...ledgers, book].reduce(
      (sum, sql) => sum + Number(sql.all('SELECT total_changes() AS n')[0]?.['n']),
      0,
    );
  }

  #find(what: Finding['what'], attack: Attack, why: string): Finding {
    return { what, victim: this.#victim.name, kind: attack.kind, text: `${why}: ${describe(attack)}` };
  }
}

/** Every row of every table but the counters, in one word. */
function hashOf(sql: NodeSql): string {
  const hash = createHash('sha256');
  const tables = sql.all("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name");
  for (const { name } of tables) {
    const table = String(name);
    hash.update(JSON.stringify(sql.all(`SELECT ${WITHOUT_COUNTERS[table] ?? `* FROM ${table}`}`)));
  }
  return hash.digest('hex');
}

function describe({ method, path, headers, body, raw }: Attack): string {
  const text = raw ?? `${method} ${path} ${JSON.stringify(headers)} ${String(body ?? '')}`;
  return JSON.stringify(text.slice(0, 400));
}
