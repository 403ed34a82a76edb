/** The gateway's own book as objects, for a simulation that looks after every step. */
import type { Sim } from './context.ts';
import { allMovements, sumOf, type Movement } from './movements.ts';
import { readOrder, type OrderStatus } from './orders.ts';

/** One order with everything that moved. Amounts are minor units of `currency`. */
export interface BookLine {
  readonly reference: string | null;
  readonly transactionNo: string;
  readonly status: OrderStatus;
  readonly currency: string;
  /** The code spent on it, by its id; null where none was. */
  readonly codeId: string | null;
  readonly charges: readonly Movement[];
  readonly giveBacks: readonly Movement[];
  /** Charged and not given back. */
  readonly keptMinor: number;
  readonly paidAt: number | null;
}

/** Makes a reader of the whole book, oldest order first. It reads again only after something has changed. */
export function makeBook(sim: Sim): () => readonly BookLine[] {
  let read: { revision: number; lines: readonly BookLine[] } | null = null;
  return () => {
    const revision = sim.revision.count;
    if (read?.revision !== revision) read = { revision, lines: readBook(sim) };
    return read.lines;
  };
}

function readBook(sim: Sim): BookLine[] {
  const moves = Map.groupBy(allMovements(sim.sql), (move) => move.transactionNo);
  return sim.sql.all('SELECT * FROM orders ORDER BY rowid').map((row) => {
    const order = readOrder(row);
    const own = moves.get(order.transactionNo) ?? [];
    const [charges, giveBacks] = [ofKind(own, 'charge'), ofKind(own, 'give-back')];
    return {
      reference: order.reference,
      transactionNo: order.transactionNo,
      status: order.status,
      currency: order.amount.currency,
      codeId: order.codeId,
      charges,
      giveBacks,
      keptMinor: sumOf(charges) - sumOf(giveBacks),
      paidAt: order.paidAt,
    };
  });
}

function ofKind(moves: readonly Movement[], kind: Movement['kind']): readonly Movement[] {
  return moves.filter((move) => move.kind === kind);
}
