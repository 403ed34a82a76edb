/** Sales as the ledger's records tell of them: whose they are, and what they would be here. */
import type { SaleRecord } from '../contract/till-api.ts';
import { openSale } from '../core/sale-fold.ts';
import type { Sale, SaleEvent } from '../core/sale.ts';
import { dayOf } from '../core/shop-day.ts';
import type { TillContext } from './context.ts';

/**
 * True for a sale that this tablet does not go on with: one of another till, or one that the ledger has for this till's
 * and its journal knows nothing of, as after a take-over whose answer was lost. The journal decides, whatever the ids are.
 */
export function isOtherTills({ state }: TillContext, { saleId }: SaleRecord): boolean {
  return state.realm?.sales.get(saleId)?.takenAway !== false;
}

/** The record as a sale, to be looked at. */
export function saleOfRecord(context: TillContext, record: SaleRecord): Sale {
  const { openedAt } = record;
  return openSale(record.saleId, takenOver(context, record), context.link.serverClock.toWall(openedAt));
}

/** What a take-over of the record writes. */
export function takenOver({ state }: TillContext, record: SaleRecord): SaleEvent {
  const { number, amount, settled, attempts, openedAt, till } = record;
  const day = dayOf(openedAt, state.shop?.timeZone ?? 'UTC');
  return { type: 'taken-over', number, day, amount, from: till.name, settled, attempts };
}
