/** How sales ended, counted: a run that never cancelled, refunded or took cash would prove little. */
import { refundedSum } from '../../src/core/refund.ts';
import { saleState } from '../../src/core/sale-state.ts';
import type { Sale } from '../../src/core/sale.ts';

/** Counts by the word that says most about each sale; `n attempts` stands beside them. */
export type Ends = ReadonlyMap<string, number>;

/** Counts how these sales ended. */
export function countEnds(sales: readonly Sale[]): Ends {
  const ends = new Map<string, number>();
  const count = (word: string, by = 1): void => void ends.set(word, (ends.get(word) ?? 0) + by);
  for (const sale of sales) {
    count(wordOf(sale));
    count('attempts', sale.attempts.length);
    if (sale.attempts.some(({ giveBack }) => giveBack === 'done')) count('given back');
  }
  return ends;
}

/** Two counts in one. */
export function addEnds(one: Ends, other: Ends): Ends {
  const sum = new Map(one);
  for (const [word, times] of other) sum.set(word, (sum.get(word) ?? 0) + times);
  return sum;
}

/** For people: `12 paid, 3 cash, …`, the most frequent first. */
export function endsInWords(ends: Ends): string {
  const sorted = [...ends].sort(([, a], [, b]) => b - a);
  return sorted.map(([word, times]) => `${times} ${word}`).join(', ');
}

function wordOf(sale: Sale): string {
  const state = saleState(sale);
  if (state === 'paid') return sale.attempts.some((one) => refundedSum(one).minor > 0) ? 'refunded' : 'paid';
  if (state !== 'open') return state;
  const last = sale.attempts.at(-1)?.state;
  return last?.name === 'closed' ? last.why : (last?.name ?? 'nothing');
}
