/** The manager's PIN: kept as a hash keyed with the deployment's secret, locked after five wrong tries for longer each time. */
import type { Clock, EpochMs } from '../../core/ports.ts';
import type { Sql } from '../../sql/sql.ts';
import { isSameText } from '../gateway/signature.ts';
import { keyedHash } from '../keyed-hash.ts';
import type { Audit } from '../ledger/audit.ts';
import { Refusal } from '../refusal.ts';

/** Wrong tries before the first lock; each further one locks again. */
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

  /** Throws a Refusal unless this is the PIN. Wrong tries are counted in a commit of their own, whatever follows. `till`: where it is typed. */
  check(pin: string | undefined, till: string): void {
    const kept = this.#read();
    if (kept === null) throw new Refusal('pin-not-set');
    this.#refuseWhileLocked(kept.lockedUntil);
    if (pin === undefined || !isSameText(this.#hash(pin), kept.hash)) {
      this.#countWrong(kept.wrong + 1, till);
      throw new Refusal('pin-wrong');
    }
    if (kept.wrong > 0) this.#write(kept.hash, 0, null);
  }

  /** Chooses a PIN; where there is one, `pin` must be it. The first is chosen at a till that the console let in. */
  choose(pin: string | undefined, newPin: string, { till, isFromConsole }: PinChooser): void {
    const isFirst = !this.isSet();
    if (!isFirst) this.check(pin, till);
    else if (!isFromConsole) throw new Refusal('first-pin', FIRST_PIN);
    this.#write(this.#hash(newPin), 0, null, () =>
      this.#deps.audit.write({ till, deed: isFirst ? 'pin-chosen' : 'pin-changed' }),
    );
    this.#isSet = true;
  }

  /** Forgets it, at the console of who runs the server: the next one is chosen without it. */
  forget(): void {
    const { sql, audit } = this.#deps;
    sql.transaction(() => {
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
    const over = wrong - FREE_TRIES;
    const kept = this.#read();
    if (kept === null) return;
    if (over < 0) return this.#write(kept.hash, wrong, null);
    const lockMs = Math.min(LONGEST_LOCK_MS, FIRST_LOCK_MS * 2 ** Math.min(over, 20));
    this.#write(kept.hash, wrong, this.#deps.clock.now() + lockMs, () =>
      this.#deps.audit.write({ till, deed: 'pin-locked' }),
    );
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

  /** `andAlso` is written in the same commit. */
  #write(
    hash: string,
    wrong: number,
    lockedUntil: EpochMs | null,
    andAlso: () => void = () => undefined,
  ): void {
    const { sql } = this.#deps;
    sql.transaction(() => {
      sql.run('INSERT OR REPLACE INTO manager (one, pinHash, wrong, lockedUntil) VALUES (1, ?, ?, ?)', [
        hash,
        wrong,
        lockedUntil,
      ]);
      andAlso();
    });
  }

  #hash(pin: string): string {
    return keyedHash(this.#deps.secret, 'managers-pin', pin);
  }
}
