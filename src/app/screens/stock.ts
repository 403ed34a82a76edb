/** The stock a state is printed on (NOTES: unfinished is ink on bright stock, final is white on deep stock). */
import type { CounterName } from '../../till/view.ts';

/** Colour of the counter; null is the bare counter top. */
export type Stock = 'wait' | 'doubt' | 'paid' | 'declined' | 'closed' | null;

/** Every state's stock. */
export const STOCKS: Readonly<Record<CounterName, Stock>> = {
  amount: null,
  ready: null,
  charging: null,
  held: 'wait',
  waiting: 'wait',
  cancelling: 'wait',
  'in-doubt': 'doubt',
  differs: 'doubt',
  'paid-after-all': 'doubt',
  unresolved: 'doubt',
  paid: 'paid',
  declined: 'declined',
  closed: 'closed',
  returned: 'closed',
};
