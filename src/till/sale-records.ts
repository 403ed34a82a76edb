/** Sales as the ledger's records tell of them: whose they are, and what they would be here. */
import type { SaleRecord } from '../contract/till-api.ts';
import { openSale } from '../core/sale-fold.ts';
import type { Sale, SaleEvent } from '../core/sale.ts';
import { dayOf } from '../core/shop-day.ts';
import type { TillContext } from './context.ts';

/** True for a sale that another till goes on with. One this tablet has in its own journal is its own, whatever its id was then. */
export function isOtherTills({ state }: TillContext, { saleId, till }: SaleRecord): boolean {
  const known = state.realm?.sales.get(saleId);
  return till.id !== state.shop?.till.id && (!known || known.takenAway);
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
