/** The manager's PIN: kept as a hash keyed with the deployment's secret, locked at a till after five wrong tries there, for longer each time. */
import type { Clock, EpochMs } from '../../core/ports.ts';
import type { Sql } from '../../sql/sql.ts';
import { isSameText } from '../gateway/signature.ts';
import { keyedHash } from '../keyed-hash.ts';
import type { Audit } from '../ledger/audit.ts';
import { Refusal } from '../refusal.ts';

/** Wrong tries at a till before the first lock there; each further one locks again. */
export const FREE_TRIES = 5;
/** The first lock, ms; every further wrong PIN doubles it. */
export const FIRST_LOCK_MS = 60_000;
/** The longest lock, ms: a day, for a person has to come to the shop before that anyway. */
export const LONGEST_LOCK_MS = 86_400_000;

const FIRST_PIN =
  'The first PIN is chosen at a till that was paired with a code of the shop’s computer (npm run pair).';

/** What it is made of. */
export interface ManagersPinDeps {
  readonly sql: Sql;
  readonly clock: Clock;
  readonly secret: Uint8Array;
  readonly audit: Audit;
}

/** Who wants to choose a PIN. */
export interface PinChooser {
  /** id of the till */
  readonly till: string;
  /** a code of the server's console let this till in: here the first one may be chosen */
  readonly isFromConsole: boolean;
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

  /**
   * Throws a Refusal unless this is the PIN. Wrong tries are counted in a commit of their own, whatever follows, and by
   * `till`, where it is typed: who has a stolen one must not keep the manager at another from revoking it.
   */
  check(pin: string | undefined, till: string): void {
    const hash = this.#read();
    if (hash === null) throw new Refusal('pin-not-set');
    const { wrong, lockedUntil } = this.#triesAt(till);
    this.#refuseWhileLocked(lockedUntil);
    if (pin === undefined || !isSameText(this.#hash(pin), hash)) {
      this.#countWrong(wrong + 1, till);
      throw new Refusal('pin-wrong');
    }
    if (wrong > 0) this.#forgetTriesAt(till);
  }

  /** Chooses a PIN; where there is one, `pin` must be it. The first is chosen at a till that the console let in. */
  choose(pin: string | undefined, newPin: string, { till, isFromConsole }: PinChooser): void {
    const isFirst = !this.isSet();
    if (!isFirst) this.check(pin, till);
    else if (!isFromConsole) throw new Refusal('first-pin', FIRST_PIN);
    const { sql, audit } = this.#deps;
    sql.transaction(() => {
      sql.run('INSERT OR REPLACE INTO manager (one, pinHash, wrong) VALUES (1, ?, 0)', [this.#hash(newPin)]);
      audit.write({ till, deed: isFirst ? 'pin-chosen' : 'pin-changed' });
    });
    this.#isSet = true;
  }

  /** Forgets it, at the console of who runs the server: the next one is chosen without it. */
  forget(): void {
    const { sql, audit } = this.#deps;
    sql.transaction(() => {
      sql.run('DELETE FROM wrongPins');
      if (sql.run('DELETE FROM manager').changes > 0) audit.write({ till: null, deed: 'pin-forgotten' });
    });
    this.#isSet = false;
  }

  #refuseWhileLocked(until: EpochMs | null): void {
    const waitMs = (until ?? 0) - this.#deps.clock.now();
    if (waitMs <= 0) return;
    const minutes = Math.ceil(waitMs / 60_000);
    throw new Refusal('pin-locked', `Too many wrong PINs. Try again in ${minutes} min.`);
  }

  #countWrong(wrong: number, till: string): void {
    const { sql, clock, audit } = this.#deps;
    const over = wrong - FREE_TRIES;
    const lockMs = Math.min(LONGEST_LOCK_MS, FIRST_LOCK_MS * 2 ** Math.min(over, 20));
    const lockedUntil = over < 0 ? null : clock.now() + lockMs;
    sql.transaction(() => {
      sql.run('INSERT OR REPLACE INTO wrongPins (till, tries, lockedUntil) VALUES (?, ?, ?)', [
        till,
        wrong,
        lockedUntil,
      ]);
      if (lockedUntil !== null) audit.write({ till, deed: 'pin-locked' });
    });
  }

  #triesAt(till: string): { wrong: number; lockedUntil: EpochMs | null } {
    const [row] = this.#deps.sql.all('SELECT tries, lockedUntil FROM wrongPins WHERE till = ?', [till]);
    const lockedUntil = row?.['lockedUntil'] ?? null;
    return {
      wrong: Number(row?.['tries'] ?? 0),
      lockedUntil: lockedUntil === null ? null : Number(lockedUntil),
    };
  }

  #forgetTriesAt(till: string): void {
    const { sql } = this.#deps;
    sql.transaction(() => sql.run('DELETE FROM wrongPins WHERE till = ?', [till]));
  }

  /** The PIN's hash; null: none was chosen. */
  #read(): string | null {
    const [row] = this.#deps.sql.all('SELECT pinHash FROM manager');
    return row === undefined ? null : String(row['pinHash']);
  }

  #hash(pin: string): string {
    return keyedHash(this.#deps.secret, 'managers-pin', pin);
  }
}
