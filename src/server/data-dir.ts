/** The data folder (DESIGN §5): ledgers, the secret, and the lock that keeps a second server out. */
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { GatewayAccount } from '../core/settings.ts';
import type { ServerConfig } from './config.ts';
import { openNodeSql, type NodeSql } from './node-sql.ts';
import { isLive } from './shops.ts';
import { StartProblem } from './start-problem.ts';

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
  const folder = join(path, isLive(config.shops) ? 'live' : 'practice');
  makeFolder(folder);
  return {
    path,
    ledgerPath: (account) => join(folder, `${ledgerName(account)}.sqlite`),
    gatewayPath: join(folder, 'gateway.sqlite'),
    secret: readSecret(config),
    release,
  };
}

function ledgerName(account: GatewayAccount | null): string {
  return account === null ? 'ledger' : `${account.merchantNo}-${account.storeNo}`;
}

/** Opens a database of the folder. A damaged one is named and left as it is. Throws a StartProblem. */
export function openDatabase(path: string): NodeSql {
  let sql: NodeSql | null = null;
  try {
    sql = openNodeSql(path);
    const [found] = sql.all('PRAGMA quick_check(1)');
    if (found?.['quick_check'] !== 'ok') throw new Error(String(found?.['quick_check']));
    return sql;
  } catch (cause) {
    sql?.close();
    throw new StartProblem(
      `${path} is damaged or no database (${messageOf(cause)}); it was left as it is. Restore a backup, or move it away.`,
      { cause },
    );
  }
}

function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw new StartProblem(`DATA_DIR: the folder ${path} cannot be made (${messageOf(cause)}).`, { cause });
  }
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
  const database = new DatabaseSync(join(path, 'lock.sqlite'), { timeout: 0 });
  try {
    database.exec('PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE');
  } catch (cause) {
    database.close();
    throw new StartProblem(`Another Pling already runs with the data in ${path} (DATA_DIR).`, { cause });
  }
  return () => {
    if (database.isOpen) database.close();
  };
}

function readSecret({ secret, dataDir }: ServerConfig): Uint8Array {
  return createHash('sha256')
    .update(secret ?? readSecretFile(join(dataDir, 'secret.key')))
    .digest();
}

function readSecretFile(path: string): string {
  if (!existsSync(path))
    writeFileSync(path, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600, flag: 'wx' });
  const secret = readFileSync(path, 'utf8').trim();
  if (secret.length < 32) throw new StartProblem(`${path} is damaged: it must hold 64 hex digits.`);
  return secret;
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
