/** Folds the whole journal anew and holds it against the sales and figures it keeps beside. */
import type { Sale } from '../../../src/core/sale.ts';
import { applySaleEvent, openSale } from '../../../src/core/sale-fold.ts';
import { EMPTY_DAY, moveTotals } from '../../../src/journal/day-totals.ts';
import type { DayTotals, Journal, KeptSale } from '../../../src/journal/journal.ts';

/** Entries, or sales of a day, read at once. */
const PAGE = 2_000;

/** What there was, and how long it took to read and fold it. */
export interface Rebuilt {
  readonly ms: number;
  readonly entries: number;
  readonly sales: number;
  /** days and sales that are kept as anything else than what their entries fold to */
  readonly different: number;
}

/** Reads every entry in the order of writing and folds the sales, the days' figures too. */
export async function rebuild(journal: Journal): Promise<Rebuilt> {
  const begun = performance.now();
  const sales = new Map<string, Sale>();
  let [seq, entries, read] = [0, 0, PAGE];
  while (read === PAGE) {
    const page = await journal.entries(seq, PAGE);
    for (const { saleId, event, at } of page) {
      const sale = sales.get(saleId);
      sales.set(saleId, sale ? applySaleEvent(sale, event, at) : openSale(saleId, event, at));
    }
    read = page.length;
    entries += read;
    seq = page.at(-1)?.seq ?? seq;
  }
  const days = figuresByDay(sales.values());
  const ms = performance.now() - begun;
  return { ms, entries, sales: sales.size, different: await countDifferent(journal, sales, days) };
}

function figuresByDay(sales: Iterable<Sale>): Map<string, DayTotals> {
  const days = new Map<string, DayTotals>();
  for (const sale of sales) days.set(sale.day, moveTotals(days.get(sale.day) ?? EMPTY_DAY, null, sale));
  return days;
}

async function countDifferent(
  journal: Journal,
  sales: ReadonlyMap<string, Sale>,
  days: ReadonlyMap<string, DayTotals>,
): Promise<number> {
  let different = 0;
  let found = 0;
  for (const [day, figures] of days) {
    if (!isSame(await journal.totals(day), figures)) different += 1;
    for await (const sale of salesOf(journal, day)) {
      found += 1;
      // How often it was written is not in its entries.
      if (!isSame({ ...sale, revision: undefined }, sales.get(sale.id))) different += 1;
    }
  }
  return different + Math.abs(sales.size - found);
}

async function* salesOf(journal: Journal, day: string): AsyncGenerator<KeptSale> {
  let [before, read] = [Infinity, PAGE];
  while (read === PAGE) {
    const page = await journal.salesOfDay(day, PAGE, before);
    yield* page;
    read = page.length;
    before = page.at(-1)?.openedAt ?? before;
  }
}

/** True of values that say the same, in whatever order they name it. */
export function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, part]) => part !== undefined);
  return Object.fromEntries(
    entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, part]) => [key, sorted(part)]),
  );
}
