/** What a person at the console may have done to a ledger at rest, and what is said of it afterwards. */
import { isAbsolute } from 'node:path';
import * as v from 'valibot';
import type { Clock, Random } from '../core/ports.ts';
import type { KeptRights } from '../proxy/auth/rights.ts';
import { backUp, restore, type LedgerPlace } from './back-up.ts';
import { exportShop, importShop, openArrived, type MovingLedger } from './move-shop.ts';

const file = v.pipe(v.string(), v.check(isAbsolute, 'must be an absolute path'));

/** A deed, as it is sent to a running server. Files lie on its machine. */
export const deedSchema = v.variant('do', [
  v.object({ do: v.literal('restore'), file }),
  v.object({ do: v.literal('export'), file }),
  v.object({ do: v.literal('import'), file }),
  /** the old one is off: opens a shop that has arrived */
  v.object({ do: v.literal('open') }),
]);
/** A deed. */
export type Deed = v.InferOutput<typeof deedSchema>;

/** What deeds need of the machine. */
export interface DeedPorts {
  readonly random: Random;
  readonly clock: Clock;
}

/** Does it; nobody may have the ledger open. Returns the words for the person. Throws a StartProblem; then nothing was done. */
export function doDeed(deed: Deed, ledger: MovingLedger, ports: DeedPorts): readonly string[] {
  switch (deed.do) {
    case 'restore':
      return restoreWords(ledger, deed.file, ports);
    case 'export':
      exportShop(ledger, deed.file, ports.clock);
      return [
        `The shop is in ${deed.file}, and shut here: every till is told that it has moved.`,
        'Give the new machine the same PLING_SECRET (or secret.key) and the same POCKYT_ variables, and say there:',
        '  npm run import -- --from FILE',
        'Made in error? Import the file here.',
      ];
    case 'import':
      return importWords(ledger, deed.file, ports.random);
    case 'open':
      openArrived(ledger.path, ports);
      return ['The shop is open here.'];
  }
}

function restoreWords(ledger: LedgerPlace, from: string, ports: DeedPorts): string[] {
  const { facts, aside, kept } = restore(ledger, from, ports);
  return [
    `The ledger is the backup’s (${facts.attempts} charges). Tills tell it what they know by themselves.`,
    ...(kept === null ? [] : keptWords(kept)),
    ...asideWords(aside),
  ];
}

function keptWords({ shutOut, isPinKept }: KeptRights): string[] {
  const tablets = `Tablets that were revoked or replaced since the backup stay shut out: till ${shutOut.join(', ')}.`;
  const pin = 'The manager’s PIN is as it was before the restore, not the backup’s.';
  return [...(shutOut.length > 0 ? [tablets] : []), ...(isPinKept ? [pin] : [])];
}

function importWords(ledger: MovingLedger, from: string, random: Random): string[] {
  const aside = importShop(ledger, from, random);
  return [
    'The shop is here, and shut until the old machine is off. Then a manager opens it with the PIN at any till,',
    'or you do: npm run import -- --open',
    ...asideWords(aside),
  ];
}

function asideWords(aside: string | null): string[] {
  return aside === null ? [] : [`The ledger of before is kept as ${aside}.`];
}

/** Makes a backup, also while a server runs. Returns the words for the person. Throws a StartProblem. */
export function backUpInWords(ledger: LedgerPlace, to: string): readonly string[] {
  const { attempts, version } = backUp(ledger, to);
  return [
    `The ledger is in ${to}: ${attempts} charges, checked (version ${version}).`,
    'Keep the deployment’s secret with it (PLING_SECRET, or secret.key in the data folder), in another place:',
    'without it the tills have to be paired again, and a new PIN has to be chosen.',
  ];
}
