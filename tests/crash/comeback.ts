/** A tablet's return after a kill: what it must show, and what its journal must know. */
import { setTimeout as pause } from 'node:timers/promises';
import { isUnsettled, saleState } from '../../src/core/sale-state.ts';
import type { Sale } from '../../src/core/sale.ts';
import { isOver, storyOf } from './account.ts';
import type { Customer } from './customers.ts';
import type { Tablet } from './tablet.ts';

/** A till that has not come up, or does not show what is unfinished, this long after its start, never will. */
const COMEBACK_MS = 30_000;

/** Waits until the till is up: every unfinished sale of the journal is on the screen. `missing`: those that never came. */
export async function comeBack(tablet: Tablet): Promise<{ sales: Sale[]; missing: Sale[] }> {
  const until = performance.now() + COMEBACK_MS;
  for (;;) {
    const { name, cents, roll } = await tablet.screen();
    const sales = await tablet.sales();
    const shown = new Set([cents, ...roll.map((line) => line.cents)]);
    const missing = sales.filter((sale) => !isOver(sale) && !shown.has(sale.amount.minor));
    if ((name !== 'nothing' && missing.length === 0) || performance.now() > until) {
      if (name === 'nothing') throw new Error('the till did not come up');
      return { sales, missing };
    }
    await pause(20);
  }
}

/** What was drawn was durable: a sale that was shown is there, and one that was shown as paid is paid. */
export function comebackProblem({ shown }: Customer, sales: readonly Sale[]): string | null {
  if (shown.size > 0 && sales.length === 0) return `was on the screen (${[...shown].join(', ')}) and is gone`;
  const isPaid = sales.some((sale) => saleState(sale) === 'paid');
  const isSettled = sales.some((sale) => !isUnsettled(sale) && saleState(sale) !== 'paid');
  return shown.has('paid') && !isPaid && !isSettled
    ? `was shown as paid and is not: ${sales.map(storyOf).join('; ')}`
    : null;
}
