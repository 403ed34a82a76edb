/**
 * A journal the browser has lost (cleared, evicted, damaged): what the ledger has of this till's sales comes back into the
 * empty one, under the old numbers. What never reached the ledger is gone, and the cashier is told.
 */
import type { SaleRecord } from '../contract/till-api.ts';
import { isUnsent } from '../core/attempt.ts';
import type { SaleId } from '../core/ids.ts';
import { waitBefore, type Backoff } from '../core/retry.ts';
import { dayOf } from '../core/shop-day.ts';
import { callsOf } from '../sync/calls.ts';
import { today, type OpenRealm, type TillContext } from './context.ts';
import { COUNT_FACT } from './numbering.ts';
import { takenOver } from './sale-records.ts';
import { showTrouble } from './troubles.ts';

/** Tries while the ledger does not answer: each that fails counts as a link that is down. */
const AGAIN: Backoff = { firstMs: 5_000, maxMs: 60_000 };

/** Asks the ledger for this till's sales of today and the unfinished ones, and takes in those the journal does not know. */
export async function recover(context: TillContext, tries = 0): Promise<void> {
  const { state, link, deps } = context;
  const { realm, shop } = state;
  if (!realm || !shop || state.count?.isWhole) return;
  const result = await callsOf(link.transport).ownSales();
  if (state.realm !== realm) return;
  if (result.kind === 'answer' && (await takeBack(context, realm, result.answer.sales.toReversed()))) return;
  const jitter = (deps.random.bytes(1)[0] ?? 0) / 255;
  deps.timers.after(waitBefore(tries, AGAIN, jitter), () => void recover(context, tries + 1));
}

/** False where the journal could not take all of it: it is tried again. */
async function takeBack(
  context: TillContext,
  realm: OpenRealm,
  records: readonly SaleRecord[],
): Promise<boolean> {
  try {
    await takeAllBack(context, realm, records);
  } catch (error) {
    showTrouble(context, error);
  }
  return context.state.count?.isWhole === true;
}

/** The numbers first and the end last: one that is cut short gives none twice, and is taken up again. */
async function takeAllBack(
  context: TillContext,
  realm: OpenRealm,
  records: readonly SaleRecord[],
): Promise<void> {
  const highest = Math.max(0, ...records.map((record) => countOf(context, record)));
  // A number of this till's own proves the loss. Without one, a take-over's answer was lost, and a person goes on with it.
  const isLost = records.some(({ number }) => number.startsWith(letterOf(context)));
  await keepCount(context, realm, highest, !isLost);
  if (!isLost || context.state.count === null) return;
  // Those that others have taken only say which numbers are gone.
  const own = records.filter(({ till }) => till.id === context.state.shop?.till.id);
  let count = 0;
  for (const record of own) if (await takeOneBack(context, realm, record)) count += 1;
  // What was news between the ledger's answer and the commit found no sale here.
  realm.sync.outbox.lookAtAll();
  for (const { saleId } of own) await fence(context, realm, saleId);
  await keepCount(context, realm, highest, true);
  if (count === 0) return;
  context.deps.log.warn('journal.recovered', { sales: count });
  context.notices.add({ kind: 'recovered', count });
  context.changed();
}

/** False where the journal has it. */
async function takeOneBack(context: TillContext, realm: OpenRealm, record: SaleRecord): Promise<boolean> {
  const openedAt = Math.max(0, context.link.serverClock.toWall(record.openedAt));
  let isNew = false;
  await realm.sales.write(record.saleId, (known) => {
    isNew = known === null;
    return known ? null : { events: [{ ...takenOver(context, record), openedAt }] };
  });
  return isNew;
}

/**
 * The code of a sale that was taken back is lost: what was not sent ends, unless its `pay` has arrived. A ledger that is
 * silent ends it with the order. A sale that was opened here since is nobody's loss.
 */
async function fence(
  { link }: TillContext,
  { sales, sync, journal }: OpenRealm,
  saleId: SaleId,
): Promise<void> {
  const sale = sales.get(saleId);
  const unsent = sale?.attempts.filter(({ state }) => isUnsent(state)) ?? [];
  if (!sale || unsent.length === 0) return;
  const [first] = await journal.entriesOf(saleId);
  if (first?.event.type !== 'taken-over' || first.event.openedAt === undefined) return;
  for (const attempt of unsent) {
    const claim = { ...sync.outbox.claim(sale, attempt), why: 'expired', payBegun: true } as const;
    const result = await callsOf(link.transport).close(attempt.reference, claim);
    if (result.kind === 'answer') await sync.outbox.takeNews(result.answer.attempt);
  }
}

function keepCount(context: TillContext, realm: OpenRealm, highest: number, isWhole: boolean): Promise<void> {
  const { state, inTurn } = context;
  return inTurn(async () => {
    if (!state.shop) return;
    const day = today(context, state.shop);
    const given = state.count?.day === day ? state.count.count : 0;
    const count = { day, count: Math.max(given, highest), isWhole };
    await realm.journal.commit({ entries: [], sales: [], facts: { [COUNT_FACT]: count } });
    state.count = count;
  });
}

/** How many numbers of today this one says were given; 0 of another day or till. */
function countOf(context: TillContext, { number, openedAt }: SaleRecord): number {
  const { shop } = context.state;
  const letter = letterOf(context);
  if (!shop || !number.startsWith(letter) || dayOf(openedAt, shop.timeZone) !== today(context, shop))
    return 0;
  return Number(number.slice(letter.length)) || 0;
}

function letterOf({ state }: TillContext): string {
  return `${state.shop?.till.letter ?? ''}-`;
}
