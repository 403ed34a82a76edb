/** A backup of a ledger while it is written, and a backup in a ledger's place. */
import { copyFileSync, existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import type { Clock, Random } from '../core/ports.ts';
import { keepRights, readRights, type KeptRights, type Rights } from '../proxy/auth/rights.ts';
import { Audit } from '../proxy/ledger/audit.ts';
import { openSchema, renewEpoch } from '../proxy/ledger/schema.ts';
import {
  clearPart,
  isSameFile,
  refuseOwnFile,
  inspectLedger,
  keepAside,
  makePart,
  partOf,
  refuseStranger,
  replaceByPart,
  type LedgerFacts,
} from './ledger-file.ts';
import { openNodeSql } from './node-sql.ts';
import { StartProblem } from '../setup/start-problem.ts';

/** How long a backup waits for a write of the running server, ms. */
const BUSY_MS = 10_000;

/** One shop's ledger: where it lies, and whose it has to be. */
export interface LedgerPlace {
  readonly path: string;
  readonly realm: string;
}

/**
 * Copies the ledger as it is at one moment into `to`, also while a server writes it (SQLite reads a snapshot). The file
 * at `to` appears whole and checked, or not at all. Throws a StartProblem.
 */
export function backUp({ path, realm }: LedgerPlace, to: string): LedgerFacts {
  if (!existsSync(path)) throw new StartProblem(`${path}: there is no ledger yet.`);
  refuseOwnFile(path, to);
  clearPart(to);
  try {
    const database = new DatabaseSync(path, { timeout: BUSY_MS });
    try {
      database.prepare('VACUUM INTO ?').run(partOf(to));
    } finally {
      database.close();
    }
    const facts = inspectLedger(partOf(to));
    refuseStranger(path, facts, realm);
    replaceByPart(to);
    return facts;
  } catch (cause) {
    clearPart(to);
    if (cause instanceof StartProblem || !(cause instanceof Error)) throw cause;
    throw new StartProblem(`The backup could not be written to ${to} (${cause.message}).`, { cause });
  }
}

/** What a restore has done. */
export interface Restored {
  readonly facts: LedgerFacts;
  /** where the ledger of before lies now; null: there was none */
  readonly aside: string | null;
  /** what the ledger of before knew better than the backup; null: it could not be read, or is none of this shop */
  readonly kept: KeptRights | null;
}

/**
 * Puts the backup at `from` in the ledger's place; nobody may have it open. The record gets a new epoch, so that tills
 * tell it what they know, and doubts at its next start what it calls unsent. Who was shut out since stays so, and a PIN
 * that was changed. The audit says that it was done. Throws a StartProblem; the ledger is then as before.
 */
export function restore(
  { path, realm }: LedgerPlace,
  from: string,
  { random, clock }: { readonly random: Random; readonly clock: Clock },
): Restored {
  const facts = inspectLedger(from);
  refuseStranger(from, facts, realm);
  if (existsSync(path) && isSameFile(path, from)) throw new StartProblem('That is the ledger itself.');
  const before = factsOf(path);
  refuseMoved(path, before);
  const rights = before?.realm === realm ? rightsOf(path) : null;
  clearPart(path);
  try {
    copyFileSync(from, partOf(path));
    const kept = makePart(path, (sql) => {
      openSchema(sql, realm, random);
      return sql.transaction(() => {
        renewEpoch(sql, random);
        new Audit({ sql, clock }).write({ till: null, deed: 'ledger-restored' });
        return rights && keepRights(sql, rights);
      });
    });
    const aside = keepAside(path);
    replaceByPart(path);
    return { facts, aside, kept };
  } finally {
    clearPart(path);
  }
}

/** A shop that has moved lives elsewhere: an old copy that is opened here would be a second one. */
function refuseMoved(path: string, before: LedgerFacts | null): void {
  if (before?.seal !== 'moved') return;
  throw new StartProblem(
    `${path}: this shop has moved. To bring it back, export it where it is now and import it here.`,
  );
}

/** null where there is no ledger, and where it cannot be read: that is what a backup is for. */
function factsOf(path: string): LedgerFacts | null {
  try {
    return inspectLedger(path);
  } catch (problem) {
    if (problem instanceof StartProblem) return null;
    throw problem;
  }
}

function rightsOf(path: string): Rights {
  const sql = openNodeSql(path);
  try {
    return readRights(sql);
  } finally {
    sql.close();
  }
}
