/** The money that really moved: one charge a code and an order, never more back. The database holds these laws. */
import type { Sql, SqlRow } from '../sql/sql.ts';
import type { Sim } from './context.ts';
import { int, text, textOrNull } from './rows.ts';

/** A charge or its way back. */
export type MovementKind = 'charge' | 'give-back';

/** One movement; `amountMinor` is in the order's currency, `at` epoch ms. */
export interface Movement {
  readonly movementNo: string;
  readonly kind: MovementKind;
  readonly transactionNo: string;
  readonly codeId: string;
  readonly amountMinor: number;
  readonly at: number;
  /** The refund that gave it back; null for a charge, and for what a cancel gave back. */
  readonly refundNo: string | null;
  /** The shop's own id of that refund, if it gave one. */
  readonly refundReference: string | null;
}

/** Movements with the references of their refunds; add a condition and an order. */
const SELECT = `SELECT m.*, r.refund_reference FROM movements m LEFT JOIN refunds r ON r.refund_no = m.refund_no`;

/** Books a movement. Throws where it breaks a law of the money: that would be a bug of this gateway. */
export function bookMovement(sim: Sim, move: Omit<Movement, 'refundReference'>): void {
  sim.sql.run(
    `INSERT INTO movements (movement_no, kind, transaction_no, code_id, amount_minor, at, refund_no)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
    [move.movementNo, move.kind, move.transactionNo, move.codeId, move.amountMinor, move.at, move.refundNo],
  );
  sim.revision.count += 1;
}

/** What went back of an order, oldest first. */
export function giveBacksOf(sql: Sql, transactionNo: string): Movement[] {
  return sql
    .all(`${SELECT} WHERE m.transaction_no = ? AND m.kind = 'give-back' ORDER BY m.rowid`, [transactionNo])
    .map(readMovement);
}

/** Every movement there ever was, oldest first. */
export function allMovements(sql: Sql): Movement[] {
  return sql.all(`${SELECT} ORDER BY m.rowid`).map(readMovement);
}

/** The sum of some movements, minor units. */
export function sumOf(moves: readonly Movement[]): number {
  return moves.reduce((sum, move) => sum + move.amountMinor, 0);
}

function readMovement(row: SqlRow): Movement {
  return {
    movementNo: text(row, 'movement_no'),
    kind: text(row, 'kind') === 'charge' ? 'charge' : 'give-back',
    transactionNo: text(row, 'transaction_no'),
    codeId: text(row, 'code_id'),
    amountMinor: int(row, 'amount_minor'),
    at: int(row, 'at'),
    refundNo: textOrNull(row, 'refund_no'),
    refundReference: textOrNull(row, 'refund_reference'),
  };
}
