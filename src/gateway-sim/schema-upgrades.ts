/** How a file of an earlier Pling becomes one of this: never changed once shipped; a test holds them to schema.ts. */

/** From version 1 (the first sale) to 2: refunds, several give-backs an order, queries that see the past, settings. */
const TO_SECOND = [
  `ALTER TABLE orders ADD COLUMN vendor TEXT`,
  `ALTER TABLE orders ADD COLUMN deep_link TEXT`,
  `ALTER TABLE orders ADD COLUMN earlier_status TEXT`,
  `ALTER TABLE orders ADD COLUMN changed_at INTEGER`,
  `ALTER TABLE orders ADD COLUMN stale_until INTEGER`,
  `ALTER TABLE orders ADD COLUMN hidden_until INTEGER`,
  `ALTER TABLE orders ADD COLUMN pays_late INTEGER NOT NULL DEFAULT 0`,
  `CREATE TABLE refunds (
    refund_no TEXT PRIMARY KEY, transaction_no TEXT NOT NULL REFERENCES orders, merchant_no TEXT NOT NULL,
    refund_reference TEXT, amount_minor INTEGER NOT NULL CHECK (amount_minor > 0), status TEXT NOT NULL,
    ipn_url TEXT, created_at INTEGER NOT NULL
  ) STRICT`,
  `CREATE INDEX refunds_by_order ON refunds (transaction_no)`,
  `CREATE INDEX refunds_by_reference ON refunds (merchant_no, refund_reference)`,
  `ALTER TABLE movements ADD COLUMN refund_no TEXT REFERENCES refunds`,
  `DROP INDEX one_move_an_order`,
  `CREATE UNIQUE INDEX one_charge_an_order ON movements (transaction_no) WHERE kind = 'charge'`,
  `CREATE INDEX movements_by_order ON movements (transaction_no)`,
  `CREATE TRIGGER never_more_back_than_charged BEFORE INSERT ON movements WHEN NEW.kind = 'give-back' BEGIN
    SELECT RAISE(ABORT, 'never more back than charged') WHERE NEW.amount_minor > (
      SELECT coalesce(sum(CASE kind WHEN 'charge' THEN amount_minor ELSE -amount_minor END), 0)
      FROM movements WHERE transaction_no = NEW.transaction_no);
  END`,
  `ALTER TABLE jobs ADD COLUMN refund_no TEXT`,
  `ALTER TABLE faults ADD COLUMN amount_minor INTEGER`,
  `ALTER TABLE faults ADD COLUMN currency TEXT`,
  `CREATE TABLE settings (one INTEGER PRIMARY KEY CHECK (one = 1), changed TEXT NOT NULL) STRICT`,
];

/** The n-th brings version n + 1 to n + 2. */
export const UPGRADES = [TO_SECOND];
/** The version this code reads and writes. */
export const VERSION = UPGRADES.length + 1;
