/** The money that really moved: one charge a code and an order, one give-back at most. The database holds both laws. */
import type { Sql } from '../sql/sql.ts';
import { int, text } from './rows.ts';

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
}

/** Books a movement. Throws where the code or the order was charged before: that would be a bug of this gateway. */
export function bookMovement(sql: Sql, move: Movement): void {
  sql.run(
    'INSERT INTO movements (movement_no, kind, transaction_no, code_id, amount_minor, at) VALUES (?, ?, ?, ?, ?, ?)',
    [move.movementNo, move.kind, move.transactionNo, move.codeId, move.amountMinor, move.at],
  );
}

/** The order's give-back, or null. */
export function giveBackOf(sql: Sql, transactionNo: string): Movement | null {
  const [row] = sql.all(`SELECT * FROM movements WHERE transaction_no = ? AND kind = 'give-back'`, [
    transactionNo,
  ]);
  if (row === undefined) return null;
  return {
    movementNo: text(row, 'movement_no'),
    kind: 'give-back',
    transactionNo,
    codeId: text(row, 'code_id'),
    amountMinor: int(row, 'amount_minor'),
    at: int(row, 'at'),
  };
}
