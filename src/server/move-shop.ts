/** A shop's way from this machine to another, and from another to this one: files at rest, nobody may have the ledger open. */
import { closeSync, existsSync, readFileSync, writeSync } from 'node:fs';
import type { Clock, Random } from '../core/ports.ts';
import { Audit } from '../proxy/ledger/audit.ts';
import { isLivedIn, leave } from '../proxy/moving/move.ts';
import { readShop } from '../proxy/moving/read-shop.ts';
import { ShopFileRefused } from '../proxy/moving/shop-file.ts';
import { writeShop } from '../proxy/moving/write-shop.ts';
import { openSchema, renewEpoch } from '../proxy/ledger/schema.ts';
import { readSeal, writeSeal } from '../proxy/ledger/seal.ts';
import type { Sql } from '../sql/sql.ts';
import type { LedgerPlace } from './back-up.ts';
import {
  clearPart,
  refuseOwnFile,
  inspectLedger,
  keepAside,
  makePart,
  openPart,
  refuseStranger,
  replaceByPart,
} from './ledger-file.ts';
import { openNodeSql } from './node-sql.ts';
import { StartProblem } from '../setup/start-problem.ts';

/** A ledger with the deployment's secret: the tills' and the PIN's hashes are nothing without it. */
export interface MovingLedger extends LedgerPlace {
  readonly secret: Uint8Array;
}

/**
 * Seals the ledger and writes the shop's file: from now on this is an old copy, and nobody is charged from here. May be
 * done again: the file is the same shop. Throws a StartProblem; where the file could not be written, the seal stays.
 */
export function exportShop({ path, realm, secret }: MovingLedger, to: string, clock: Clock): void {
  refuseOwnFile(path, to);
  refuseStranger(path, inspectLedger(path), realm);
  clearPart(to);
  try {
    writeWhole(to, (line) =>
      withLedger(path, (sql) => {
        leave(sql, clock);
        for (const each of writeShop(sql, secret)) line(each);
      }),
    );
    replaceByPart(to);
  } catch (cause) {
    if (!(cause instanceof ShopFileRefused)) throw cause;
    throw new StartProblem(cause.message, { cause });
  } finally {
    clearPart(to);
  }
}

/**
 * Makes the shop's file this machine's ledger, sealed until a manager says that the old one is off. A ledger that is
 * lived in is never replaced. Returns where the one of before lies now. Throws a StartProblem; all is then as before.
 */
export function importShop(ledger: MovingLedger, from: string, random: Random): string | null {
  const { path, realm } = ledger;
  if (!existsSync(from)) throw new StartProblem(`${from}: there is no such file.`);
  refuseLivedIn(path);
  clearPart(path);
  try {
    makePart(path, (sql) => {
      readShop(sql, linesOf(from), ledger);
      openSchema(sql, realm, random);
    });
    const aside = keepAside(path);
    replaceByPart(path);
    return aside;
  } catch (cause) {
    if (!(cause instanceof ShopFileRefused)) throw cause;
    throw new StartProblem(`${from}: ${cause.message}`, { cause });
  } finally {
    clearPart(path);
  }
}

/** Opens a shop that has arrived, for who sits at the console. Throws a StartProblem where there is none. */
export function openArrived(
  path: string,
  { random, clock }: { readonly random: Random; readonly clock: Clock },
): void {
  withLedger(path, (sql) => {
    if (readSeal(sql) !== 'arrived') throw new StartProblem('No shop waits to be opened here.');
    sql.transaction(() => {
      writeSeal(sql, null);
      renewEpoch(sql, random);
      new Audit({ sql, clock }).write({ till: null, deed: 'shop-opened' });
    });
  });
}

function refuseLivedIn(path: string): void {
  if (!existsSync(path)) return;
  if (isLivedIn(inspectLedger(path)))
    throw new StartProblem(
      `${path} is a ledger that is lived in. Nothing was changed: a shop moves to where there is none.`,
    );
}

function withLedger(path: string, work: (sql: Sql) => void): void {
  const sql = openNodeSql(path);
  try {
    work(sql);
  } finally {
    sql.close();
  }
}

function writeWhole(to: string, work: (line: (text: string) => void) => void): void {
  const file = openPart(to);
  try {
    work((text) => void writeSync(file, `${text}\n`));
  } finally {
    closeSync(file);
  }
}

/** A shop of many years has some hundred thousand lines: read at once. */
export function linesOf(path: string): string[] {
  return readFileSync(path, 'utf8').split('\n').slice(0, -1);
}
