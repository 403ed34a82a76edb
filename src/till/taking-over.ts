/** Other tills' sales: shown, and taken over, as a dead till's unfinished sale must be. */
import type { SaleRecord, SalesAnswer } from '../contract/till-api.ts';
import { isOlderNews } from '../core/attempt-snapshot.ts';
import { isUnsent } from '../core/attempt.ts';
import type { SaleId } from '../core/ids.ts';
import type { EpochMs } from '../core/ports.ts';
import { applySaleEvent } from '../core/sale-fold.ts';
import { isUnsettled } from '../core/sale-state.ts';
import type { Sale, SaleEvent } from '../core/sale.ts';
import { isOpen } from '../journal/day-totals.ts';
import { callsOf } from '../sync/calls.ts';
import { findSale } from './acts.ts';
import { deskWith, isCounterFree, seenBy, sellingOf, today, type TillContext } from './context.ts';
import { CANNOT_SAVE, DONE, failed, notNow, valueInTurn } from './outcome.ts';
import { lineState } from './roll-view.ts';
import { isOtherTills, saleOfRecord, takenOver } from './sale-records.ts';
import type { Outcome } from './till.ts';
import type { OtherSale, Page } from './view.ts';

/** Reads the shop's sales from the ledger, anew while those of other tills are shown. */
export async function reloadOthers(context: TillContext): Promise<void> {
  const { state, link } = context;
  if (!state.shop || state.others === null) return;
  const result = await callsOf(link.transport).sales(today(context, state.shop));
  const answer = result.kind === 'answer' ? await withoutOwn(context, result.answer) : null;
  if (answer) state.lastSales = answer;
  // Hidden meanwhile: it stays hidden.
  if (state.others !== null) state.others = answer ?? 'silent';
  context.changed();
}

/** What is over leaves the memory, while the list stays and the ledger may be behind: the journal says what is this till's. */
function withoutOwn(context: TillContext, answer: SalesAnswer): Promise<SalesAnswer> {
  return valueInTurn(context, answer, async () => {
    const sales: SaleRecord[] = [];
    for (const record of answer.sales) {
      const own = isOpen(saleOfRecord(context, record)) ? await findSale(context, record.saleId) : null;
      if (own === null || own.takenAway) sales.push(record);
    }
    return { ...answer, sales };
  });
}

/** The page as it is now. */
export function othersOf(context: TillContext): Page<OtherSale> | null {
  const { others } = context.state;
  if (others === null) return null;
  if (typeof others === 'string') return { name: others };
  const records = others.sales.filter((record) => isOtherTills(context, record));
  const items = records.flatMap((record) => otherSale(context, record) ?? []);
  return { name: 'ready', items };
}

function otherSale(context: TillContext, record: SaleRecord): OtherSale | null {
  const sale = saleOfRecord(context, record);
  if (!isOpen(sale)) return null;
  const { id: saleId, number, amount, openedAt } = sale;
  const state = lineState(sale, seenBy(context));
  return { saleId, number, amount, openedAt, tillName: nameOfOther(context, record.till), state };
}

/** Null where it is this till: of whom the sale was taken over is not known any more. */
function nameOfOther({ state }: TillContext, { id, name }: SaleRecord['till']): string | null {
  return id === state.shop?.till.id ? null : name;
}

/** Goes on here with another till's sale. `toCounter`: also where something is typed. */
export async function takeOver(context: TillContext, saleId: SaleId, toCounter = false): Promise<Outcome> {
  const selling = sellingOf(context);
  if (!selling) return notNow();
  const { realm } = selling;
  const tillBefore = context.state.lastSales?.sales.find((each) => each.saleId === saleId)?.till;
  const result = await callsOf(context.link.transport).take(saleId, realm.name);
  if (result.kind !== 'answer') return failed(context, saleId, result);
  // The answer names this till already: whose it was is known from the list it was taken from.
  const till = tillBefore ?? result.answer.sale.till;
  const record = { ...result.answer.sale, till: { ...till, name: nameOfOther(context, till) ?? '' } };
  const back = takenOver(context, record);
  return valueInTurn(context, CANNOT_SAVE, async () => {
    const after = await realm.sales.write(saleId, (sale, at) => ({
      events: sale ? eventsOfKnown(sale, back, record, at) : [back],
    }));
    // What was news between the ledger's answer and the commit found no sale here.
    for (const { reference } of after?.attempts ?? []) realm.sync.outbox.look(reference, false);
    if (after && isUnsettled(after) && (toCounter || isCounterFree(context)))
      context.state.desk = deskWith(after, true);
    return DONE;
  });
}

/** A sale that comes back: what the other till did meanwhile, told as news. */
function eventsOfKnown(sale: Sale, back: SaleEvent, record: SaleRecord, at: EpochMs): SaleEvent[] {
  const events: SaleEvent[] = [];
  let now = sale;
  const add = (event: SaleEvent): void => {
    now = applySaleEvent(now, event, at);
    events.push(event);
  };
  add(back);
  // What was opened here after the sale had gone never reached the ledger: it knows the others.
  for (const { reference, state } of sale.attempts)
    if (isUnsent(state) && !record.attempts.some((snapshot) => snapshot.reference === reference))
      add({ type: 'backed-out', reference });
  for (const snapshot of record.attempts) {
    const known = now.attempts.find(({ reference }) => reference === snapshot.reference);
    if (!known?.ledger || !isOlderNews(snapshot, known.ledger)) add({ type: 'news', snapshot });
  }
  const maySettle = now.settled === null || (now.settled === 'trust' && record.settled !== 'trust');
  if (record.settled !== null && maySettle) {
    add({ type: 'settled', how: record.settled });
    add({ type: 'settle-told' });
  }
  return events;
}
