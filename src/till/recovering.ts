/**
 * A journal the browser has lost (cleared, evicted, damaged): what the ledger has of this till's sales comes back into the
 * empty one, under the old numbers. What never reached the ledger is gone, and the cashier is told.
 */
import type { SaleRecord } from '../contract/till-api.ts';
import { dayOf } from '../core/shop-day.ts';
import { today, type OpenRealm, type TillContext } from './context.ts';
import { COUNT_FACT, countIn, type DayCount } from './numbering.ts';
import { takenOver } from './sale-records.ts';
import { showTrouble } from './troubles.ts';

/** Between two questions while the ledger does not answer, ms. */
const AGAIN_MS = 5_000;

/** Asks the ledger for this till's sales of today and the unfinished ones, and takes in those the journal does not know. */
export async function recover(context: TillContext): Promise<void> {
  const { state, link, deps } = context;
  const { realm, shop } = state;
  if (!realm || !shop) return;
  const result = await link.transport.sales(today(context, shop));
  if (state.realm !== realm) return;
  if (result.kind === 'silent')
    deps.timers.after(AGAIN_MS, () => {
      recover(context).catch((error: unknown) => showTrouble(context, error));
    });
  if (result.kind !== 'answer') return;
  const own = result.answer.sales.filter(({ till }) => till.id === shop.till.id);
  if (own.length > 0) await context.inTurn(() => takeBack(context, realm, own.reverse()));
}

async function takeBack(
  context: TillContext,
  realm: OpenRealm,
  records: readonly SaleRecord[],
): Promise<void> {
  let count = 0;
  for (const record of records) if (await takeOneBack(context, realm, record)) count += 1;
  if (count === 0) return;
  context.deps.log.warn('journal.recovered', { sales: count });
  context.notices.add({ kind: 'recovered', count });
  context.changed();
}

/** False where the journal has it. */
async function takeOneBack(context: TillContext, realm: OpenRealm, record: SaleRecord): Promise<boolean> {
  const { state, link } = context;
  const numbers = numbersAfter(context, record);
  let isNew = false;
  await realm.sales.write(record.saleId, (sale) => {
    isNew = sale === null;
    if (!isNew) return null;
    const event = { ...takenOver(context, record), openedAt: link.serverClock.toWall(record.openedAt) };
    return { events: [event], facts: { [COUNT_FACT]: numbers } };
  });
  if (isNew) state.count = numbers;
  return isNew;
}

/** No number of today is given twice. */
function numbersAfter({ state, link, deps }: TillContext, { number, openedAt }: SaleRecord): DayCount | null {
  const zone = state.shop?.timeZone ?? 'UTC';
  const day = dayOf(link.serverClock.now() ?? deps.clock.now(), zone);
  const last = state.count?.day === day ? state.count.count : 0;
  const known = dayOf(openedAt, zone) === day ? countIn(number) : 0;
  return known > last ? { day, count: known } : state.count;
}
