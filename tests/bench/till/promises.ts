/** What the till's bench promises: DESIGN §7, and issue 6. */
import type { Promised } from '../budgets.ts';

/** By the names of `figures.ts`. The first load's JavaScript has a test of its own (`scripts/size-budget.mjs`). */
export const TILL_PROMISES: readonly Promised[] = [
  ['code read to pay on the wire, median', 'ms', 'most', 10],
  ['scan to paid at 200 ms beside the obvious till, median', '×', 'least', 2.5],
  ['scan to paid at 800 ms beside the obvious till, median', '×', 'least', 2],
  ['customer confirms to paid beside the obvious till, median', '×', 'least', 5],
  ['answer to painted, median', 'ms', 'most', 50],
  ['key press to painted at 4×, p98', 'ms', 'most', 50],
  ['start without a network, median', 'ms', 'most', 250],
  ['start without a network at 4×, median', 'ms', 'most', 800],
  ['longest task of a sale at 4×', 'ms', 'most', 100],
  ['memory grown', 'MB', 'most', 10],
];
