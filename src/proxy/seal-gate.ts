/** Whether this shop is lived in here. Sealing is done to a record at rest; only opening is done while the proxy runs. */
import type { LadderRunner } from './ladder/runner.ts';
import type { Audit } from './ledger/audit.ts';
import type { Ledger } from './ledger/ledger.ts';
import { readSeal, writeSeal, type Seal } from './ledger/seal.ts';
import type { Sql } from '../sql/sql.ts';

/** What the gate is made of. */
export interface SealGateDeps {
  readonly sql: Sql;
  readonly ledger: Ledger;
  readonly runner: Pick<LadderRunner, 'start'>;
  readonly audit: Audit;
}

/** The seal of one run. */
export class SealGate {
  readonly #deps: SealGateDeps;
  #seal: Seal | null;

  constructor(deps: SealGateDeps) {
    this.#deps = deps;
    this.#seal = readSeal(deps.sql);
  }

  /** The seal; null: the shop is open. */
  now(): Seal | null {
    return this.#seal;
  }

  /** At the start of a run: the ladder of a sealed shop rests, so that no charge is driven from two places. */
  start(): void {
    if (this.#seal === null) this.#deps.runner.start();
  }

  /**
   * Opens a shop that has arrived; false where there is none. Tills may know more than the file it came in: the record
   * gets a new epoch in the same commit, and doubts what it calls unsent. `till`: where a manager
   * said so; null: the server's console.
   */
  open(till: string | null): boolean {
    if (this.#seal !== 'arrived') return false;
    const { sql, ledger, runner, audit } = this.#deps;
    ledger.renewEpoch(() => {
      writeSeal(sql, null);
      audit.write({ till, deed: 'shop-opened' });
    });
    this.#seal = null;
    runner.start();
    return true;
  }
}
