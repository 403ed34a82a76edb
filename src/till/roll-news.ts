/** News of a sale that is not on the counter: said on its own line, with sound, amount and time. Pure. */
import type { Sale } from '../core/sale.ts';
import { money, type Money } from '../core/money/money.ts';
import { refundedSum } from '../core/refund.ts';
import { lineState } from './roll-view.ts';
import type { NewNotice } from './notices.ts';
import type { Seen } from './seen.ts';
import type { LineState } from './view.ts';

/** What a cashier wants to hear of; the rest is seen on the line. */
const NEWS = new Set<LineState>([
  'paid',
  'declined',
  'not-charged',
  'cancelled',
  'returned',
  'giving-back',
  'given-back',
  'differs',
  'unresolved',
  'paid-after-all',
  'owed',
  'refunded-partly',
  'refunded',
  'taken-over',
]);

/** The notice for a change of a sale; null when nothing happened that a person did not do just now. */
export function rollNews(before: Sale | null, after: Sale, seen: Seen): NewNotice | null {
  if (!before || before.settled !== after.settled) return null;
  const state = lineState(after, seen);
  if (!NEWS.has(state) || state === lineState(before, seen)) return null;
  const { id: saleId, number } = after;
  return { kind: 'roll-news', saleId, number, amount: amountOf(after, state), state, at: seen.now };
}

/** Of a part that was given back the part is told, else the sale. */
function amountOf({ amount, attempts }: Sale, state: LineState): Money {
  if (state !== 'refunded-partly') return amount;
  return money(
    attempts.reduce((sum, attempt) => sum + refundedSum(attempt).minor, 0),
    amount.currency,
  );
}
