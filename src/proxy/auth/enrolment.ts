/** How a tablet becomes a till, takes another's place, gets a name and is shut out: each one commit with its line of the audit. */
import type { Log } from '../../core/ports.ts';
import type { Audit } from '../ledger/audit.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { LedgerUnwell } from '../refusal.ts';
import type { MadeCode, Pairing } from './pairing.ts';
import type { Pass } from './pass.ts';
import type { Enrolled, Tills } from './tills.ts';

/** What it is made of. */
export interface EnrolmentDeps {
  readonly ledger: Ledger;
  readonly pairing: Pairing;
  readonly tills: Tills;
  readonly audit: Audit;
  readonly log: Log;
}

/** A tablet that was let in. `isBack`: it took the place of a till that was there before. */
export interface LetIn extends Enrolled {
  readonly isBack: boolean;
}

/** The shop's door. `by` is the till at which a manager acts; null: the server's console. */
export class Enrolment {
  readonly #deps: EnrolmentDeps;

  constructor(deps: EnrolmentDeps) {
    this.#deps = deps;
  }

  /** The right of who carries this token, or null. */
  letIn(token: string): Pass | null {
    const pass = this.#deps.tills.find(token);
    if (pass !== null && this.#deps.tills.saw(pass.till.id)) this.#writeSeen(pass.till.id);
    return pass;
  }

  /** A code for a new tablet, or for one that takes the place of `forTill`. */
  makeCode(by: string | null, forTill: string | null): MadeCode {
    const { ledger, pairing, tills, audit } = this.#deps;
    const made = ledger.transact(() => {
      const letter = forTill === null ? null : tills.row(forTill).letter;
      const code = pairing.makeCode({ madeBy: by, forTill });
      // The console makes one at every start: who came in by it is written when it is used.
      if (by !== null) audit.write({ till: by, deed: 'code-made', about: letter });
      return code;
    });
    pairing.told(made);
    return made;
  }

  /** True while the code is good; a look, which uses nothing up. */
  holds(code: string): boolean {
    return this.#deps.pairing.holds(code);
  }

  /** Uses a code up. The token that was good for the till before is worth nothing from then on. */
  pair(code: string, name: string | undefined): LetIn {
    const { ledger, pairing, tills, audit } = this.#deps;
    const letIn = ledger.transact((): LetIn => {
      const { madeBy, forTill } = pairing.use(code);
      const isBack = forTill !== null;
      const enrolled = isBack ? tills.reenrol(forTill, madeBy) : tills.enrol(name, madeBy);
      if (isBack) pairing.dropFor(forTill);
      const deed = isBack ? 'till-re-enrolled' : 'till-enrolled';
      audit.write({ till: madeBy, deed, about: enrolled.till.letter });
      return { ...enrolled, isBack };
    });
    tills.shutOut(letIn.till.id);
    return letIn;
  }

  /** Gives a till another name. */
  rename(id: string, name: string, by: string): void {
    const { ledger, tills, audit } = this.#deps;
    ledger.transact(() => {
      const { letter, name: was } = tills.row(id);
      if (was === name) return;
      tills.rename(id, name);
      audit.write({ till: by, deed: 'till-renamed', about: letter, reason: name });
    });
    tills.renamed(id, name);
  }

  /** Shuts a till out at once, with every code that was made for it or at it. Doing it again changes nothing. */
  revoke(id: string, by: string | null): void {
    const { ledger, pairing, tills, audit, log } = this.#deps;
    const isNew = ledger.transact(() => {
      const { letter, revokedAt } = tills.row(id);
      pairing.dropFor(id);
      pairing.dropMadeBy(id);
      if (revokedAt !== null) return false;
      tills.revoke(id);
      audit.write({ till: by, deed: 'till-revoked', about: letter });
      return true;
    });
    if (isNew) log.warn('till-revoked', { till: id, by });
    tills.shutOut(id);
  }

  /** That a till was here is worth a line in the record, but no refusal where the record cannot be written. */
  #writeSeen(id: string): void {
    const { ledger, tills, log } = this.#deps;
    try {
      ledger.transact(() => tills.writeSeen(id));
    } catch (error) {
      if (!(error instanceof LedgerUnwell)) throw error;
      log.warn('till-seen-not-written', { till: id });
    }
  }
}
