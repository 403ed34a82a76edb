/** The manager's PIN: kept as a hash keyed with the deployment's secret, locked after five wrong tries for longer each time. */
import type { Clock, EpochMs } from '../../core/ports.ts';
import type { Sql } from '../../sql/sql.ts';
import { isSameText } from '../gateway/signature.ts';
import { keyedHash } from '../keyed-hash.ts';
import { Refusal } from '../refusal.ts';

/** Wrong tries before the first lock; each further one locks again. */
export const FREE_TRIES = 5;
/** The first lock, ms; every further wrong PIN doubles it. */
export const FIRST_LOCK_MS = 60_000;
/** The longest lock, ms: a day, for a person has to come to the shop before that anyway. */
export const LONGEST_LOCK_MS = 86_400_000;

/** What it is made of. */
export interface ManagersPinDeps {
  readonly sql: Sql;
  readonly clock: Clock;
  readonly secret: Uint8Array;
}

/** The shop's PIN. A stolen ledger file does not give it away: four digits are guessed in no time, the key is not. */
export class ManagersPin {
  readonly #deps: ManagersPinDeps;
  /** Every probe of a till asks; null: not known yet. */
  #isSet: boolean | null = null;

  constructor(deps: ManagersPinDeps) {
    this.#deps = deps;
  }

  /** True once one was chosen. */
  isSet(): boolean {
    return (this.#isSet ??= this.#read() !== null);
  }

  /** Throws a Refusal unless this is the PIN. Wrong tries are counted in a commit of their own, whatever follows. */
  check(pin: string | undefined): void {
    const kept = this.#read();
    if (kept === null) throw new Refusal('pin-not-set');
    this.#refuseWhileLocked(kept.lockedUntil);
    if (pin === undefined || !isSameText(this.#hash(pin), kept.hash)) {
      this.#countWrong(kept.wrong + 1);
      throw new Refusal('pin-wrong');
    }
    if (kept.wrong > 0) this.#write(kept.hash, 0, null);
  }

  /** Chooses a PIN; where there is one, `pin` must be it. */
  choose(pin: string | undefined, newPin: string): void {
    if (this.isSet()) this.check(pin);
    this.#write(this.#hash(newPin), 0, null);
    this.#isSet = true;
  }

  /** Forgets it, at the console of who runs the server: the next one is chosen without it. */
  forget(): void {
    const { sql } = this.#deps;
    sql.transaction(() => sql.run('DELETE FROM manager'));
    this.#isSet = false;
  }

  #refuseWhileLocked(until: EpochMs | null): void {
    const waitMs = (until ?? 0) - this.#deps.clock.now();
    if (waitMs <= 0) return;
    const minutes = Math.ceil(waitMs / 60_000);
    throw new Refusal('pin-locked', `Too many wrong PINs. Try again in ${minutes} min.`);
  }

  #countWrong(wrong: number): void {
    const over = wrong - FREE_TRIES;
    const lockMs = over < 0 ? null : Math.min(LONGEST_LOCK_MS, FIRST_LOCK_MS * 2 ** Math.min(over, 20));
    const kept = this.#read();
    if (kept !== null)
      this.#write(kept.hash, wrong, lockMs === null ? null : this.#deps.clock.now() + lockMs);
  }

  #read(): { hash: string; wrong: number; lockedUntil: EpochMs | null } | null {
    const [row] = this.#deps.sql.all('SELECT pinHash, wrong, lockedUntil FROM manager');
    if (row === undefined) return null;
    const { pinHash, wrong, lockedUntil } = row;
    return {
      hash: String(pinHash),
      wrong: Number(wrong),
      lockedUntil: lockedUntil === null ? null : Number(lockedUntil),
    };
  }

  #write(hash: string, wrong: number, lockedUntil: EpochMs | null): void {
    const { sql } = this.#deps;
    sql.transaction(() =>
      sql.run('INSERT OR REPLACE INTO manager (one, pinHash, wrong, lockedUntil) VALUES (1, ?, ?, ?)', [
        hash,
        wrong,
        lockedUntil,
      ]),
    );
  }

  #hash(pin: string): string {
    return keyedHash(this.#deps.secret, 'managers-pin', pin);
  }
}
