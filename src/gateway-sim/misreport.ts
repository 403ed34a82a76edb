/** Faults of an answer: what was done stands, and what is told is another order's, or a word nobody knows. */
import { cancelAnswer, orderAnswer, queryAnswer, type Answer } from './answer.ts';
import type { Sim } from './context.ts';
import { ANSWER_FAULTS, type Call } from './fault-kinds.ts';
import { makeTransactionNo, randomLetters } from './ids.ts';
import { readOrder, type Order } from './orders.ts';

/** A status no document names. */
const UNKNOWN_STATUS = 'processing';

/** The answer as it leaves: as it is, or as a fault bends it. Refusals are never bent: they name no order. */
export function misreport(sim: Sim, call: Call, answer: Answer, reference: string | null): Answer {
  if (sim.faults.isQuiet || answer.result === undefined) return answer;
  const fault = sim.faults.take(ANSWER_FAULTS, call, reference);
  if (fault === null) return answer;
  return fault.kind === 'crossed'
    ? crossed(sim, call, answer)
    : withFields(answer, { [statusField(call)]: UNKNOWN_STATUS });
}

/** The answer of another order of that store, a paid one if there is any; else of one that nobody knows. */
function crossed(sim: Sim, call: Call, answer: Answer): Answer {
  const other = otherOrder(sim, String(answer.result?.['transactionNo']));
  if (other === null) {
    const nobody = { transactionNo: makeTransactionNo(sim.random), reference: randomLetters(sim.random, 26) };
    return withFields(answer, { ...nobody, [statusField(call)]: 'success' });
  }
  switch (call) {
    case 'add':
    case 'pay':
      return orderAnswer(sim, other);
    case 'tran-query':
      return queryAnswer(sim, other);
    case 'cancel':
      return cancelAnswer(other, other.status);
    default:
      return withFields(answer, { transactionNo: other.transactionNo, reference: other.reference });
  }
}

function otherOrder(sim: Sim, transactionNo: string): Order | null {
  const [row] = sim.sql.all(
    `SELECT o.* FROM orders o JOIN orders mine ON mine.transaction_no = ?
      AND o.merchant_no = mine.merchant_no AND o.store_no = mine.store_no AND o.transaction_no <> mine.transaction_no
     ORDER BY o.status = 'success' DESC, o.rowid DESC LIMIT 1`,
    [transactionNo],
  );
  return row === undefined ? null : readOrder(row);
}

/** Trap 2 of pockyt.md: `transactionStatus` in add and pay, `status` everywhere else. */
function statusField(call: Call): string {
  return call === 'add' || call === 'pay' ? 'transactionStatus' : 'status';
}

function withFields(answer: Answer, fields: Readonly<Record<string, unknown>>): Answer {
  return { ...answer, result: { ...answer.result, ...fields } };
}
