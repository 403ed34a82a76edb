/** The end of a run: customers who still stand there answer their phones, until nothing moves any more. */
import { setTimeout as pause } from 'node:timers/promises';
import { UNGUARDED_REPEAT_MS } from '../../src/core/refund-ladder.ts';
import type { Sale } from '../../src/core/sale.ts';
import { isOver } from './account.ts';
import type { Customers } from './customers.ts';

/**
 * Longest wait for everything to end. What lasts longest is a part refund whose only try died with the server: it may
 * leave once more after this long, with a question every ten seconds before it and one behind it.
 */
const DRAIN_MS = UNGUARDED_REPEAT_MS + 60_000;
/** Between two looks at the journals. */
const LOOK_EVERY_MS = 500;

/** Resolves with the sales once all are over, or with what there is when the patience ends. */
export async function drain(
  customers: Customers,
  readSales: () => Sale[] | Promise<Sale[]>,
): Promise<readonly Sale[]> {
  const until = performance.now() + DRAIN_MS;
  for (;;) {
    const sales = await readSales();
    const moving = sales.filter((sale) => !isOver(sale));
    if (moving.length === 0 || performance.now() > until) return sales;
    for (const { amount } of moving) await customers.owing(amount.minor)?.answer();
    await pause(LOOK_EVERY_MS);
  }
}
