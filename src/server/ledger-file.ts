/** A ledger's file at rest: looked into, made durable, kept aside, replaced in one step. Nothing here is ever half done. */
import {
  chmodSync,
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { LEDGER_VERSION } from '../proxy/ledger/schema.ts';
import { openNodeSql, type NodeSql } from './node-sql.ts';
import { StartProblem } from '../setup/start-problem.ts';

/** What a ledger's file says of itself. */
export interface LedgerFacts {
  readonly realm: string;
  readonly version: number;
  readonly attempts: number;
  readonly tills: number;
  readonly seal: string | null;
}

/** Reads a whole file through and says what it is. Changes nothing. Throws a StartProblem that names it. */
export function inspectLedger(path: string): LedgerFacts {
  if (!existsSync(path)) throw new StartProblem(`${path}: there is no such file.`);
  let database: DatabaseSync | null = null;
  try {
    database = new DatabaseSync(path, { readOnly: true, timeout: 5_000 });
    const one = (sql: string): unknown => Object.values(database?.prepare(sql).get() ?? {})[0];
    const meta = (key: string): unknown => one(`SELECT value FROM meta WHERE key = '${key}'`);
    const check = one('PRAGMA quick_check(1)');
    if (check !== 'ok') throw new Error(String(check));
    const seal = meta('sealed');
    return {
      realm: String(meta('realm')),
      version: Number(meta('schema_version')),
      attempts: Number(one('SELECT count(*) FROM attempts')),
      tills: Number(one('SELECT count(*) FROM tills')),
      seal: typeof seal === 'string' ? seal : null,
    };
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new StartProblem(`${path} is damaged or no ledger of Pling (${why}).`, { cause });
  } finally {
    database?.close();
  }
}

/** Throws a StartProblem where this Pling, as this shop, could not live in that file. */
export function refuseStranger(path: string, { realm, version }: LedgerFacts, ours: string): void {
  if (realm !== ours)
    throw new StartProblem(`${path} is the ledger of another merchant, store or gateway address.`);
  if (version > LEDGER_VERSION)
    throw new StartProblem(
      `${path} was written by a newer Pling (version ${version}, this one knows ${LEDGER_VERSION}).`,
    );
}

/** The name a file has while it is made; a rename ends it. */
export function partOf(path: string): string {
  return `${path}.part`;
}

/** Makes `<path>.part` the file at `path`, whatever was there, in one step that survives a power cut. */
export function replaceByPart(path: string): void {
  const part = partOf(path);
  chmodSync(part, 0o600);
  flush(part);
  renameSync(part, path);
  if (process.platform !== 'win32') flush(dirname(path)); // Windows opens no folder
}

/** Takes away what an earlier try has left half done. */
export function clearPart(path: string): void {
  for (const end of ['', '-wal', '-shm', '-journal']) rmSync(partOf(path) + end, { force: true });
}

/**
 * Opens `<path>.part` to be written before anything else is done: a folder that is not there must cost nothing. Throws a
 * StartProblem.
 */
export function openPart(path: string): number {
  try {
    return openSync(partOf(path), 'wx', 0o600);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new StartProblem(`The shop’s file cannot be written (${why}).`, { cause });
  }
}

/** Opens the file a ledger is being made in, lets `make` fill it, and closes it: then it is one file, without a log beside. */
export function makePart<T>(path: string, make: (sql: NodeSql) => T): T {
  const sql = openNodeSql(partOf(path));
  try {
    return make(sql);
  } finally {
    sql.close();
  }
}

/**
 * Keeps a copy of the present ledger beside it and takes its log away, which would be played into whatever comes in its
 * place. Returns the copy's path; null where there was no ledger.
 */
export function keepAside(path: string): string | null {
  if (!existsSync(path)) return null;
  const aside = freeName(path);
  try {
    foldLog(path);
  } catch (cause) {
    if (!(cause instanceof Error)) throw cause;
    keepLog(path, aside); // a damaged file is kept as it is, with its log
  }
  copyFileSync(path, aside);
  flush(aside);
  for (const end of ['-wal', '-shm']) rmSync(path + end, { force: true });
  return aside;
}

function foldLog(path: string): void {
  const sql = openNodeSql(path);
  try {
    sql.all('PRAGMA wal_checkpoint(TRUNCATE)');
    sql.all('PRAGMA journal_mode = DELETE');
  } finally {
    sql.close();
  }
}

function keepLog(path: string, aside: string): void {
  for (const end of ['-wal', '-shm']) if (existsSync(path + end)) copyFileSync(path + end, aside + end);
}

/** `ledger.before-1.sqlite` beside `ledger.sqlite`, or the next number that is free. */
function freeName(path: string): string {
  const stem = path.replace(/\.sqlite$/, '');
  for (let count = 1; ; count += 1) {
    const name = `${stem}.before-${count}.sqlite`;
    if (!existsSync(name)) return name;
  }
}

function flush(path: string): void {
  const file = openSync(path, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** What a server keeps beside a ledger, and a folder above it. */
const OWN_FILES = ['gateway.sqlite', '../lock.sqlite', '../secret.key', '../server.json'];

/** A copy of the shop must not take the place of what it is a copy of, or of a folder. Throws a StartProblem that says so. */
export function refuseOwnFile(ledger: string, to: string): void {
  refuseNoFile(to);
  const databases = [ledger, join(dirname(ledger), 'gateway.sqlite')];
  const logs = databases.flatMap((path) => [`${path}-wal`, `${path}-shm`]);
  const own = [ledger, ...logs, ...OWN_FILES.map((name) => join(dirname(ledger), name))];
  if (own.some((path) => isSameFile(path, to)))
    throw new StartProblem(`${to} is a file of the server itself: choose another place.`);
}

function refuseNoFile(to: string): void {
  const folder = dirname(resolve(to));
  if (isFolder(to)) throw new StartProblem(`${to} is a folder: name a file in it.`);
  if (!isFolder(folder)) throw new StartProblem(`${folder} is no folder: make it, or choose another place.`);
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false; // not there, or below a file
  }
}

/** True where both names lead to one file, or would. */
export function isSameFile(path: string, other: string): boolean {
  const real = (name: string): string => {
    if (existsSync(name)) return realpathSync(name);
    const folder = dirname(resolve(name));
    return existsSync(folder) ? join(realpathSync(folder), basename(name)) : resolve(name);
  };
  return real(path) === real(other);
}
