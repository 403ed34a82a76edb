/** The ledger's tables, made step by step; a file of another shop or a newer Pling is refused by name. */
import { randomText } from '../../core/ids.ts';
import type { Random } from '../../core/ports.ts';
import type { Sql } from '../../sql/sql.ts';
import { readMeta, writeMeta } from './meta.ts';

/** Why a database cannot be this shop's ledger. It is left as it was. */
export type LedgerRefusal = 'newer' | 'not-a-ledger' | 'other-realm';

/** Thrown when a database is refused. The message is a plain sentence. */
export class LedgerRefused extends Error {
  override readonly name = 'LedgerRefused' as const;
  readonly why: LedgerRefusal;
  constructor(why: LedgerRefusal, message: string) {
    super(message);
    this.why = why;
  }
}

/** Statements of each version. A step that has shipped is never changed. */
export const MIGRATIONS: readonly (readonly string[])[] = [
  [
    `CREATE TABLE attempts (
      reference TEXT PRIMARY KEY, saleId TEXT NOT NULL, number TEXT NOT NULL, till TEXT NOT NULL,
      version INTEGER NOT NULL, amountMinor INTEGER NOT NULL, currency TEXT NOT NULL, state TEXT NOT NULL,
      wanted TEXT NOT NULL, giveBack TEXT NOT NULL, openedAt INTEGER NOT NULL, endedAt INTEGER,
      receiptToken TEXT UNIQUE, nextAt INTEGER, transactionNo TEXT, wallet TEXT, codeHash TEXT UNIQUE,
      sentAt INTEGER, sendBy INTEGER, calledAt INTEGER, orderEndsAt INTEGER NOT NULL, addSentAt INTEGER,
      addTries INTEGER NOT NULL, addMissing INTEGER NOT NULL, orderLeft INTEGER NOT NULL,
      asked INTEGER NOT NULL, askedAt INTEGER, askNow INTEGER NOT NULL, answerAt INTEGER, answerStatus TEXT,
      extensions INTEGER NOT NULL, cancelAsked INTEGER NOT NULL, cancelSentAt INTEGER,
      cancelTries INTEGER NOT NULL, cancelAcceptedAt INTEGER, cancelRefusedAt INTEGER, leg TEXT NOT NULL
    ) STRICT`,
    'CREATE INDEX attempts_by_sale ON attempts (saleId)',
    'CREATE INDEX attempts_by_next ON attempts (nextAt) WHERE nextAt IS NOT NULL',
    // One row an attempt, its latest change: who resumes from anywhere before sees the attempt once, as it is.
    'CREATE TABLE feed (seq INTEGER PRIMARY KEY AUTOINCREMENT, reference TEXT NOT NULL UNIQUE) STRICT',
    `CREATE TABLE sales (
      saleId TEXT PRIMARY KEY, number TEXT NOT NULL, till TEXT NOT NULL, amountMinor INTEGER NOT NULL,
      currency TEXT NOT NULL, how TEXT NOT NULL, settledAt INTEGER NOT NULL
    ) STRICT`,
    `CREATE TABLE tills (
      id TEXT PRIMARY KEY, letter TEXT NOT NULL UNIQUE, name TEXT NOT NULL, tokenHash TEXT NOT NULL UNIQUE,
      pairedAt INTEGER NOT NULL
    ) STRICT`,
    'CREATE TABLE pairing (codeHash TEXT PRIMARY KEY, expiresAt INTEGER NOT NULL) STRICT',
    `CREATE TABLE strays (
      transactionNo TEXT NOT NULL, status TEXT NOT NULL, reference TEXT, amount TEXT, currency TEXT,
      receivedAt INTEGER NOT NULL, PRIMARY KEY (transactionNo, status)
    ) STRICT`,
  ],
  [
    'ALTER TABLE attempts ADD COLUMN taken TEXT',
    "ALTER TABLE attempts ADD COLUMN refunds TEXT NOT NULL DEFAULT '[]'",
    'ALTER TABLE attempts ADD COLUMN listed INTEGER NOT NULL DEFAULT 0',
    'ALTER TABLE attempts ADD COLUMN midnightAt INTEGER',
    'ALTER TABLE attempts ADD COLUMN cancelFirstAt INTEGER',
    'ALTER TABLE attempts ADD COLUMN closedSeenAt INTEGER',
    'ALTER TABLE attempts ADD COLUMN kept INTEGER NOT NULL DEFAULT 0',
    'ALTER TABLE attempts ADD COLUMN doubted INTEGER NOT NULL DEFAULT 0',
    'ALTER TABLE attempts ADD COLUMN overridden INTEGER NOT NULL DEFAULT 0',
    'ALTER TABLE attempts ADD COLUMN byHand TEXT',
    'ALTER TABLE attempts ADD COLUMN restUntil INTEGER',
    'CREATE INDEX attempts_on_list ON attempts (listed) WHERE listed = 1',
    'CREATE INDEX attempts_by_opening ON attempts (openedAt)',
    'ALTER TABLE strays ADD COLUMN closedAt INTEGER',
    'ALTER TABLE strays ADD COLUMN closedReason TEXT',
    // Who goes on with a sale another till had begun; a sale nobody took over has no row.
    'CREATE TABLE takes (saleId TEXT PRIMARY KEY, till TEXT NOT NULL, takenAt INTEGER NOT NULL) STRICT',
    `CREATE TABLE manager (
      one INTEGER PRIMARY KEY CHECK (one = 1), pinHash TEXT NOT NULL, wrong INTEGER NOT NULL, lockedUntil INTEGER
    ) STRICT`,
  ],
  // The runs of the proxy over this record: a copy put back by hand does not know the later ones.
  ['CREATE TABLE lives (id TEXT NOT NULL UNIQUE, fromSeq INTEGER NOT NULL) STRICT'],
  // What each till has charged and managers gave back in a day of the shop: a limit is held against it.
  [
    `CREATE TABLE days (
      day TEXT NOT NULL, till TEXT NOT NULL, charged INTEGER NOT NULL, refunded INTEGER NOT NULL,
      PRIMARY KEY (day, till)
    ) STRICT`,
    // Signatures of the gateway's messages that were taken in: played again, they move nothing.
    'CREATE TABLE heard (signature TEXT NOT NULL UNIQUE, at INTEGER NOT NULL) STRICT',
  ],
  [
    // The till at which a manager made the code that let this one in; NULL: a code of the server's console did.
    'ALTER TABLE tills ADD COLUMN letInBy TEXT',
    'ALTER TABLE tills ADD COLUMN lastSeenAt INTEGER',
    'ALTER TABLE tills ADD COLUMN revokedAt INTEGER',
    'ALTER TABLE pairing ADD COLUMN madeBy TEXT',
    // The till whose place the tablet takes; NULL: it becomes a new one.
    'ALTER TABLE pairing ADD COLUMN forTill TEXT',
    // What managers did. Only ever added to (ledger/audit.ts). `till` NULL: at the server's console.
    `CREATE TABLE audit (
      n INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, till TEXT, deed TEXT NOT NULL, about TEXT,
      reference TEXT, amountMinor INTEGER, currency TEXT, reason TEXT
    ) STRICT`,
  ],
  // Wrong PINs at each till; what `manager` says of them is read no more: one till's thief locked every till.
  ['CREATE TABLE wrongPins (till TEXT PRIMARY KEY, tries INTEGER NOT NULL, lockedUntil INTEGER) STRICT'],
];

/** The version this Pling writes. */
export const LEDGER_VERSION = MIGRATIONS.length;

/** Brings the database up to date and returns its epoch. Throws LedgerRefused; then nothing was changed. */
export function openSchema(sql: Sql, realm: string, random: Random): string {
  return sql.transaction(() => {
    const found = readVersion(sql);
    if (found > LEDGER_VERSION) {
      throw new LedgerRefused(
        'newer',
        `The ledger was written by a newer Pling (version ${found}, this one knows ${LEDGER_VERSION}).`,
      );
    }
    if (found > 0) checkRealm(sql, realm);
    MIGRATIONS.slice(found)
      .flat()
      .forEach((statement) => sql.run(statement));
    writeMeta(sql, 'schema_version', String(LEDGER_VERSION));
    if (found === 0) {
      writeMeta(sql, 'realm', realm);
      writeMeta(sql, 'epoch', randomText(random, 16));
    }
    return readMeta(sql, 'epoch') ?? missing('epoch');
  });
}

/**
 * Gives the ledger a new identity: its record was restored, imported or set back, so every till must offer what it
 * knows, and the proxy doubts at its next start what the record calls unsent.
 */
export function renewEpoch(sql: Sql, random: Random): string {
  const epoch = randomText(random, 16);
  writeMeta(sql, 'epoch', epoch);
  writeMeta(sql, 'doubt', 'owed');
  return epoch;
}

/** True once after each renewal. */
export function takeDoubt(sql: Sql): boolean {
  const isOwed = readMeta(sql, 'doubt') === 'owed';
  if (isOwed) writeMeta(sql, 'doubt', 'done');
  return isOwed;
}

/** 0 for an empty database. */
function readVersion(sql: Sql): number {
  const tables = sql.all("SELECT name FROM sqlite_master WHERE type = 'table'").map((row) => row['name']);
  if (tables.includes('meta')) return Number(readMeta(sql, 'schema_version') ?? missing('schema_version'));
  if (tables.some((name) => name === 'attempts' || name === 'orders')) missing('meta');
  sql.run('CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT');
  return 0;
}

function checkRealm(sql: Sql, realm: string): void {
  if (readMeta(sql, 'realm') === realm) return;
  throw new LedgerRefused('other-realm', 'The ledger belongs to another merchant, store or gateway address.');
}

function missing(what: string): never {
  throw new LedgerRefused('not-a-ledger', `The file is not a ledger of Pling: it has no ${what}.`);
}
