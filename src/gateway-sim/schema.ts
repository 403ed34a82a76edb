/** The practice gateway's database. Everything that happened or is still to happen is in it: practice survives a kill. */
import type { Sql } from '../sql/sql.ts';
import { UPGRADES, VERSION } from './schema-upgrades.ts';
import { int } from './rows.ts';

/** The tables of a new file; schema-upgrades.ts brings an older one to the same. */
const TABLES = [
  // earlier_status, changed_at, stale_until, hidden_until: for queries that see the past. pays_late: though closed.
  `CREATE TABLE orders (
    transaction_no TEXT PRIMARY KEY, merchant_no TEXT NOT NULL, store_no TEXT NOT NULL, store_admin_no TEXT,
    reference TEXT, amount_minor INTEGER NOT NULL, currency TEXT NOT NULL, settle_currency TEXT NOT NULL,
    status TEXT NOT NULL, reason TEXT, ipn_url TEXT, code_id TEXT,
    created_at INTEGER NOT NULL, closes_at INTEGER NOT NULL, paid_at INTEGER,
    vendor TEXT, deep_link TEXT, earlier_status TEXT, changed_at INTEGER, stale_until INTEGER, hidden_until INTEGER,
    pays_late INTEGER NOT NULL DEFAULT 0, UNIQUE (merchant_no, reference)
  ) STRICT`,
  // The codes a wallet has shown. Here, and only here, they rest in clear: it is the customers' side (DESIGN law 9).
  `CREATE TABLE codes (
    id TEXT PRIMARY KEY, code TEXT NOT NULL UNIQUE, wallet TEXT NOT NULL, behaviour TEXT NOT NULL,
    after_ms INTEGER NOT NULL, minted_at INTEGER NOT NULL, expires_at INTEGER NOT NULL, used_at INTEGER,
    transaction_no TEXT
  ) STRICT`,
  // What the gateway says of a refund. Whether money moved is told by movements alone.
  `CREATE TABLE refunds (
    refund_no TEXT PRIMARY KEY, transaction_no TEXT NOT NULL REFERENCES orders, merchant_no TEXT NOT NULL,
    refund_reference TEXT, amount_minor INTEGER NOT NULL CHECK (amount_minor > 0), status TEXT NOT NULL,
    ipn_url TEXT, created_at INTEGER NOT NULL
  ) STRICT`,
  `CREATE INDEX refunds_by_order ON refunds (transaction_no)`,
  `CREATE INDEX refunds_by_reference ON refunds (merchant_no, refund_reference)`,
  // What really moved. It is counted by itself, never told from an order's status.
  `CREATE TABLE movements (
    movement_no TEXT PRIMARY KEY, kind TEXT NOT NULL CHECK (kind IN ('charge', 'give-back')),
    transaction_no TEXT NOT NULL REFERENCES orders, code_id TEXT NOT NULL REFERENCES codes,
    amount_minor INTEGER NOT NULL CHECK (amount_minor > 0), at INTEGER NOT NULL, refund_no TEXT REFERENCES refunds
  ) STRICT`,
  `CREATE UNIQUE INDEX one_charge_a_code ON movements (code_id) WHERE kind = 'charge'`,
  `CREATE UNIQUE INDEX one_charge_an_order ON movements (transaction_no) WHERE kind = 'charge'`,
  `CREATE INDEX movements_by_order ON movements (transaction_no)`,
  `CREATE TRIGGER never_more_back_than_charged BEFORE INSERT ON movements WHEN NEW.kind = 'give-back' BEGIN
    SELECT RAISE(ABORT, 'never more back than charged') WHERE NEW.amount_minor > (
      SELECT coalesce(sum(CASE kind WHEN 'charge' THEN amount_minor ELSE -amount_minor END), 0)
      FROM movements WHERE transaction_no = NEW.transaction_no);
  END`,
  // What is still to happen. A webhook's line stays, without due_at, as its own record.
  `CREATE TABLE jobs (
    id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, transaction_no TEXT NOT NULL, due_at INTEGER,
    tries INTEGER NOT NULL DEFAULT 0, url TEXT, body TEXT, early INTEGER NOT NULL DEFAULT 0, acked_at INTEGER,
    refund_no TEXT
  ) STRICT`,
  `CREATE INDEX jobs_by_due ON jobs (due_at) WHERE due_at IS NOT NULL`,
  `CREATE INDEX jobs_by_order ON jobs (transaction_no)`,
  `CREATE TABLE faults (
    id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, call TEXT, reference TEXT, ms INTEGER,
    ret_code TEXT, times INTEGER NOT NULL, amount_minor INTEGER, currency TEXT
  ) STRICT`,
  `CREATE TABLE chances (
    one INTEGER PRIMARY KEY CHECK (one = 1), seed INTEGER NOT NULL, drawn INTEGER NOT NULL, chances TEXT NOT NULL
  ) STRICT`,
  `CREATE TABLE settings (one INTEGER PRIMARY KEY CHECK (one = 1), changed TEXT NOT NULL) STRICT`,
];

/** Thrown when the file was written by another version. It is left as it was. */
export class GatewayFileRefused extends Error {
  override readonly name = 'GatewayFileRefused' as const;
}

/** Makes the tables, or brings an older file to them. Throws where the file is of a newer Pling: it stays as it is. */
export function migrate(sql: Sql): void {
  sql.run('CREATE TABLE IF NOT EXISTS meta (schema_version INTEGER NOT NULL) STRICT');
  const [row] = sql.all('SELECT schema_version FROM meta');
  const found = row === undefined ? null : int(row, 'schema_version');
  if (found === VERSION) return;
  if (found !== null && (found > VERSION || found < 1)) {
    throw new GatewayFileRefused(`The practice gateway’s file has version ${found}, not ${VERSION}.`);
  }
  sql.transaction(() => {
    const statements = found === null ? TABLES : UPGRADES.slice(found - 1).flat();
    for (const statement of statements) sql.run(statement);
    if (found === null) sql.run('INSERT INTO meta (schema_version) VALUES (?)', [VERSION]);
    else sql.run('UPDATE meta SET schema_version = ?', [VERSION]);
  });
}
