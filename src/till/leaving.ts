/** Leaving a shop, and taking its record along: nothing unacknowledged is destroyed (law 8). */
import type { SaleId } from '../core/ids.ts';
import type { Sale } from '../core/sale.ts';
import { canStillChange } from '../journal/undecided.ts';
import type { Journal } from '../journal/journal.ts';
import { EMPTY_DESK, type TillContext } from './context.ts';
import { forgetShop } from './kept-shop.ts';
import { CANNOT_SAVE, DONE, valueInTurn } from './outcome.ts';
import type { Outcome } from './till.ts';

/** Entries read at once. */
const PAGE = 500;

/** Forgets the shop on this tablet; its journal stays. Refused while anything is unacknowledged. */
export function leaveShop(context: TillContext): Promise<Outcome> {
  return valueInTurn(context, CANNOT_SAVE, () => leave(context));
}

async function leave(context: TillContext): Promise<Outcome> {
  const { state, link, deps } = context;
  const { realm } = state;
  // What is open is read from the journal: another tab may have written what this one does not remember.
  const open = realm ? await realm.journal.openSales() : [];
  if (open.some(canStillChange)) return { isDone: false, code: 'unfinished' };
  link.connectivity.stop();
  realm?.close();
  forgetShop(deps.keep);
  Object.assign(state, {
    pairing: { name: 'unpaired' },
    trouble: null,
    shop: null,
    realm: null,
    desk: EMPTY_DESK,
    count: null,
    detail: null,
    receipt: null,
    question: null,
    notSame: new Set(),
    list: null,
    others: null,
    lastSales: null,
  } satisfies Partial<TillContext['state']>);
  return DONE;
}

/** Every sale and entry of the open journal, as a JSON text. No payment code is in either (law 9). */
export async function exportJournal({ state }: TillContext): Promise<string> {
  const { realm, shop } = state;
  const { entries, sales } = realm ? await readAll(realm.journal) : { entries: [], sales: [] };
  const about = { realm: realm?.name ?? null, shop: shop?.name ?? null, till: shop?.till.name ?? null };
  return JSON.stringify({ format: 'pling-journal', version: 1, ...about, sales, entries });
}

async function readAll(journal: Journal) {
  const entries = [];
  for (;;) {
    const page = await journal.entries(entries.at(-1)?.seq ?? 0, PAGE);
    entries.push(...page);
    if (page.length < PAGE) break;
  }
  const ids = new Set<SaleId>(entries.map(({ saleId }) => saleId));
  const sales: Sale[] = [];
  for (const id of ids) {
    const sale = await journal.sale(id);
    if (sale) sales.push(sale);
  }
  return { entries, sales };
}
