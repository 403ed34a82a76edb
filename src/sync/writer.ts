/** A write whose failure is told to the till. */
import type { Sale } from '../core/sale.ts';
import type { OpenSales } from '../journal/open-sales.ts';
import type { OutboxDeps } from './outbox-deps.ts';

/** Writes; undefined when nothing could be written, and the till has heard why. */
export type Writer = (...args: Parameters<OpenSales['write']>) => Promise<Sale | null | undefined>;

/** Makes it. */
export function makeWriter({ sales, events }: Pick<OutboxDeps, 'sales' | 'events'>): Writer {
  return async (...args) => {
    try {
      return await sales.write(...args);
    } catch (error) {
      events.troubled(error);
      return undefined;
    }
  };
}
