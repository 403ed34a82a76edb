/** The hands of whoever plays the customers and the bad luck: the same for /sim and, without HTTP, for a simulation. */
import type { Agenda } from './agenda.ts';
import { makeBook, type BookLine } from './book.ts';
import { codeById, mintCode, type Code, type Wish } from './codes.ts';
import { transact, type Sim } from './context.ts';
import { answerRequest } from './customer.ts';
import { makeFault, type Chances, type Fault } from './faults.ts';
import { forge, replay, type Forgery } from './replay.ts';
import { scan, type Scan, type ScanProblem } from './scan.ts';
import type { SettingsStore } from './settings-store.ts';
import type { SimSettings } from './settings.ts';

/** What can be done to a practice gateway from outside its API. All of it is synchronous but for webhooks it sends. */
export interface Controls {
  /** A wallet shows a code: pays at once, as a bar code, unless the wish says otherwise. */
  mint(wish: Partial<Wish> & Pick<Wish, 'wallet'>): Code;
  /** The customer confirms or refuses. False, and nothing done, where he is asked nothing (any more). */
  confirm(codeId: string, yes: boolean): boolean;
  /** The customer scans the shop's own code and pays at once, unless the scan says otherwise. */
  scan(scan: Partial<Scan> & Pick<Scan, 'deepLink' | 'wallet'>): Code | ScanProblem;
  /** Every order with all that moved, oldest first; the same array while nothing has changed. */
  book(): readonly BookLine[];
  /** Lays a fault; what is not named matches anything, once. */
  layFault(fault: Partial<Fault> & Pick<Fault, 'kind'>): void;
  /** Sets chances and starts the seed's dice anew. */
  setChances(chances: Chances): void;
  /** Nothing lies in wait any more. */
  clearFaults(): void;
  /** Changes settings, from now on and for later starts on the same file. Returns all that are in force. */
  set(changes: Partial<SimSettings>): SimSettings;
  /** Sends one forged webhook. Null where it is on its way, else why it is not. */
  forge(forgery: Partial<Forgery> & Pick<Forgery, 'reference' | 'status'>): string | null;
  /** Sends the last webhook of an order again as it was. False where it never had one. */
  replay(reference: string): boolean;
}

const BARE_WISH = { behaviour: 'pay', form: 'bar', lifeMs: null, afterMs: null } as const;
const BARE_FORGERY = { amount: null, signed: true, url: null } as const;

/** Makes the controls of a practice gateway. */
export function createControls(sim: Sim, agenda: Agenda, settings: SettingsStore): Controls {
  return {
    mint: (wish) => mintCode(sim, sim.settings, { ...BARE_WISH, ...wish }),
    confirm: (codeId, yes) => {
      agenda.wake(); // what was due before comes first
      const code = codeById(sim.sql, codeId);
      const isDone = code !== null && answerRequest(sim, code, yes);
      agenda.wake();
      return isDone;
    },
    scan: (wish) => {
      agenda.wake();
      const done = transact(sim, () => scan(sim, { behaviour: 'pay', afterMs: null, ...wish }));
      agenda.wake();
      return done;
    },
    book: makeBook(sim),
    layFault: (fault) => sim.faults.lay(makeFault(fault)),
    setChances: (chances) => sim.faults.setChances(chances),
    clearFaults: () => sim.faults.clear(),
    set: (changes) => {
      settings.set(changes);
      return settings.current;
    },
    forge: (forgery) => {
      const why = forge(sim, { ...BARE_FORGERY, ...forgery });
      agenda.wake();
      return why;
    },
    replay: (reference) => {
      const isSent = replay(sim, reference);
      agenda.wake();
      return isSent;
    },
  };
}
