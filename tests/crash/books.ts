/** The gateway's and the ledger's books, read from their files while their processes run. */
import { DatabaseSync } from 'node:sqlite';

/** Money that moved at the gateway. */
export interface Movement {
  readonly reference: string;
  /** the wallet's code it moved by */
  readonly codeId: string;
  readonly kind: 'charge' | 'give-back';
  readonly cents: number;
}

/** One attempt as the ledger has it. */
export interface LedgerLine {
  readonly reference: string;
  readonly saleId: string;
  readonly state: string;
  readonly giveBack: string;
}

/** Everything that ever moved at the practice gateway. */
export function readGatewayBook(path: string): Movement[] {
  const rows = readAll(
    path,
    `SELECT o.reference, m.code_id, m.kind, m.amount_minor FROM movements m JOIN orders o USING (transaction_no)`,
  );
  return rows.map((row) => ({
    reference: String(row['reference']),
    codeId: String(row['code_id']),
    kind: row['kind'] === 'charge' ? 'charge' : 'give-back',
    cents: Number(row['amount_minor']),
  }));
}

/** Every attempt of the ledger. */
export function readLedgerBook(path: string): LedgerLine[] {
  return readAll(path, 'SELECT reference, saleId, state, giveBack FROM attempts').map((row) => ({
    reference: String(row['reference']),
    saleId: String(row['saleId']),
    state: stateName(String(row['state'])),
    giveBack: String(row['giveBack']),
  }));
}

/** References the gateway has an order for. */
export function readOrders(path: string): Set<string> {
  return new Set(readAll(path, 'SELECT reference FROM orders').map((row) => String(row['reference'])));
}

function stateName(json: string): string {
  const state: unknown = JSON.parse(json);
  const name = typeof state === 'object' && state !== null && 'name' in state ? state.name : state;
  return String(name);
}

function readAll(path: string, sql: string): Record<string, unknown>[] {
  const database = new DatabaseSync(path, { readOnly: true, timeout: 5_000 });
  try {
    return database.prepare(sql).all();
  } finally {
    database.close();
  }
}
