/** The practice gateway's database. Everything that happened or is still to happen is in it: practice survives a kill. */
import type { Sql } from '../sql/sql.ts';
import { int } from './rows.ts';

const VERSION = 1;

const TABLES = [
  `CREATE TABLE orders (
    transaction_no TEXT PRIMARY KEY, merchant_no TEXT NOT NULL, store_no TEXT NOT NULL, store_admin_no TEXT,
    reference TEXT, amount_minor INTEGER NOT NULL, currency TEXT NOT NULL, settle_currency TEXT NOT NULL,
    status TEXT NOT NULL, reason TEXT, ipn_url TEXT, code_id TEXT,
    created_at INTEGER NOT NULL, closes_at INTEGER NOT NULL, paid_at INTEGER, UNIQUE (merchant_no, reference)
  ) STRICT`,
  // The codes a wallet has shown. Here, and only here, they rest in clear: it is the customers' side (DESIGN law 9).
  `CREATE TABLE codes (
    id TEXT PRIMARY KEY, code TEXT NOT NULL UNIQUE, wallet TEXT NOT NULL, behaviour TEXT NOT NULL,
    after_ms INTEGER NOT NULL, minted_at INTEGER NOT NULL, expires_at INTEGER NOT NULL, used_at INTEGER,
    transaction_no TEXT
  ) STRICT`,
  // What really moved. It is counted by itself, never told from an order's status.
  `CREATE TABLE movements (
    movement_no TEXT PRIMARY KEY, kind TEXT NOT NULL CHECK (kind IN ('charge', 'give-back')),
    transaction_no TEXT NOT NULL REFERENCES orders, code_id TEXT NOT NULL REFERENCES codes,
    amount_minor INTEGER NOT NULL CHECK (amount_minor > 0), at INTEGER NOT NULL
  ) STRICT`,
  `CREATE UNIQUE INDEX one_charge_a_code ON movements (code_id) WHERE kind = 'charge'`,
  `CREATE UNIQUE INDEX one_move_an_order ON movements (transaction_no, kind)`,
  // What is still to happen. A webhook's line stays, without due_at, as its own record.
  `CREATE TABLE jobs (
    id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, transaction_no TEXT NOT NULL, due_at INTEGER,
    tries INTEGER NOT NULL DEFAULT 0, url TEXT, body TEXT, early INTEGER NOT NULL DEFAULT 0, acked_at INTEGER
  ) STRICT`,
  `CREATE INDEX jobs_by_due ON jobs (due_at) WHERE due_at IS NOT NULL`,
  `CREATE INDEX jobs_by_order ON jobs (transaction_no)`,
  `CREATE TABLE faults (
    id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, call TEXT, reference TEXT, ms INTEGER,
    ret_code TEXT, times INTEGER NOT NULL
  ) STRICT`,
  `CREATE TABLE chances (
    one INTEGER PRIMARY KEY CHECK (one = 1), seed INTEGER NOT NULL, drawn INTEGER NOT NULL, chances TEXT NOT NULL
  ) STRICT`,
];

/** Thrown when the file was written by another version. It is left as it was. */
export class GatewayFileRefused extends Error {
  override readonly name = 'GatewayFileRefused' as const;
}

/** Makes the tables in an empty database. Throws where the file is of a newer Pling: it is kept as it is. */
export function migrate(sql: Sql): void {
  sql.run('CREATE TABLE IF NOT EXISTS meta (schema_version INTEGER NOT NULL) STRICT');
  const [row] = sql.all('SELECT schema_version FROM meta');
  if (row !== undefined && int(row, 'schema_version') !== VERSION) {
    const found = int(row, 'schema_version');
    throw new GatewayFileRefused(`The practice gateway’s file has version ${found}, not ${VERSION}.`);
  }
  if (row !== undefined) return;
  sql.transaction(() => {
    for (const table of TABLES) sql.run(table);
    sql.run('INSERT INTO meta (schema_version) VALUES (?)', [VERSION]);
  });
}
