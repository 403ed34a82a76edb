/** The data folder (DESIGN §5): ledgers, the secret, and the lock that keeps a second server out. */
import { createHash, randomBytes } from 'node:crypto';
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { GatewayAccount } from '../core/settings.ts';
import type { ServerConfig } from '../setup/config.ts';
import { openNodeSql, type NodeSql } from './node-sql.ts';
import { isLive } from '../setup/shops.ts';
import { StartProblem } from '../setup/start-problem.ts';

/** The folder, held by this process until `release`. */
export interface DataDir {
  readonly path: string;
  /** one shop's ledger; `account` is null in practice */
  ledgerPath(account: GatewayAccount | null): string;
  /** the practice gateway's own file */
  readonly gatewayPath: string;
  /** key of every keyed hash */
  readonly secret: Uint8Array;
  /** Gives the lock back; may be called twice. */
  readonly release: () => void;
}

/** Makes or opens the folder and takes its lock. Throws a StartProblem. */
export function openDataDir(config: ServerConfig): DataDir {
  const path = config.dataDir;
  makeFolder(path);
  refuseMixing(config);
  const release = lock(path);
  try {
    return { path, ...pathsIn(config), secret: readSecret(config), release };
  } catch (problem) {
    release();
    throw problem;
  }
}

function pathsIn({ dataDir, shops }: ServerConfig): Pick<DataDir, 'ledgerPath' | 'gatewayPath'> {
  const folder = join(dataDir, isLive(shops) ? 'live' : 'practice');
  makeFolder(folder);
  return {
    ledgerPath: (account) => ledgerPathIn(dataDir, account),
    gatewayPath: join(folder, 'gateway.sqlite'),
  };
}

/** Where one shop's ledger lies; `account` is null in practice. */
export function ledgerPathIn(dataDir: string, account: GatewayAccount | null): string {
  if (account === null) return join(dataDir, 'practice', 'ledger.sqlite');
  return join(dataDir, 'live', `${account.merchantNo}-${account.storeNo}.sqlite`);
}

/** Opens a database of the folder. A damaged one is named and left as it is. Throws a StartProblem. */
export function openDatabase(path: string, onRefused?: (error: Error) => void): NodeSql {
  let sql: NodeSql | null = null;
  try {
    sql = openNodeSql(path, onRefused);
    const [found] = sql.all('PRAGMA quick_check(1)');
    if (found?.['quick_check'] !== 'ok') throw new Error(String(found?.['quick_check']));
    return sql;
  } catch (cause) {
    sql?.close();
    if (/readonly|unable to open/.test(messageOf(cause))) throw notWritable(path, cause);
    throw new StartProblem(
      `${path} is damaged or no database (${messageOf(cause)}); it was left as it is. Restore a backup, or move it away.`,
      { cause },
    );
  }
}

function makeFolder(path: string): void {
  try {
    makeAll(resolve(path));
  } catch (cause) {
    throw new StartProblem(`DATA_DIR: the folder ${path} cannot be made (${messageOf(cause)}).`, { cause });
  }
  try {
    accessSync(path, constants.W_OK | constants.X_OK);
  } catch (cause) {
    throw notWritable(path, cause);
  }
}

/** One after the other: `recursive` tries for ever where the system takes no folder but names no reason (`/proc/x`). */
function makeAll(path: string): void {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found?.isDirectory() === true) return;
  if (found !== undefined) throw new Error('a file has that name');
  makeAll(dirname(path));
  mkdirSync(path, { mode: 0o700 });
}

function notWritable(path: string, cause: unknown): StartProblem {
  const why = messageOf(cause);
  return new StartProblem(
    `DATA_DIR: this user cannot write in ${path} (${why}). Give it the folder, or name another.`,
    {
      cause,
    },
  );
}

/** Whoever ran this shop live would not start practising by losing a variable. */
function refuseMixing({ shops, dataDir, practiceWanted }: ServerConfig): void {
  const live = join(dataDir, 'live');
  const wasLive = existsSync(live) && readdirSync(live).length > 0;
  if (!isLive(shops) && wasLive && !practiceWanted) {
    throw new StartProblem(
      `DATA_DIR ${dataDir} holds live ledgers, and no POCKYT_ variable is set: set them, or start with --practice.`,
    );
  }
}

/** SQLite's lock dies with its process, however that ends: no stale lock file has to be judged. */
function lock(path: string): () => void {
  const database = openLock(path);
  try {
    database.exec('PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE');
  } catch (cause) {
    database.close();
    if (!isBusy(cause)) throw notWritable(path, cause);
    throw new StartProblem(`Another Pling already runs with the data in ${path} (DATA_DIR).`, { cause });
  }
  return () => {
    if (database.isOpen) database.close();
  };
}

function openLock(path: string): DatabaseSync {
  try {
    return new DatabaseSync(join(path, 'lock.sqlite'), { timeout: 0 });
  } catch (cause) {
    throw notWritable(path, cause);
  }
}

/** SQLITE_BUSY: somebody else holds the lock. */
function isBusy(cause: unknown): boolean {
  return cause instanceof Error && 'errcode' in cause && cause.errcode === 5;
}

function readSecret({ secret, dataDir }: ServerConfig): Uint8Array {
  return createHash('sha256')
    .update(secret ?? readSecretFile(join(dataDir, 'secret.key')))
    .digest();
}

function readSecretFile(path: string): string {
  const secret = readOrMake(path);
  if (secret.length < 32) throw new StartProblem(`${path} is damaged: it must hold 64 hex digits.`);
  return secret;
}

function readOrMake(path: string): string {
  try {
    if (!existsSync(path))
      writeFileSync(path, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600, flag: 'wx' });
    return readFileSync(path, 'utf8').trim();
  } catch (cause) {
    throw new StartProblem(`${path} cannot be read or written (${messageOf(cause)}).`, { cause });
  }
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
