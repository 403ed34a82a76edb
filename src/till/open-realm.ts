/** Opens a realm: its journal, what was unfinished in it, and what sends for it. */
import type { Shop } from '../contract/shop-api.ts';
import type { Sale } from '../core/sale.ts';
import { isUnsettled } from '../core/sale-state.ts';
import { isUndecidedSale } from '../journal/undecided.ts';
import { OpenSales } from '../journal/open-sales.ts';
import { createSync, type SyncEvents } from '../sync/sync.ts';
import {
  deskWith,
  EMPTY_DESK,
  seenBy,
  today,
  type Desk,
  type OpenRealm,
  type TillContext,
} from './context.ts';
import { COUNT_FACT, readDayCount } from './numbering.ts';
import { recoverIfLost } from './late-door.ts';
import { rollNews } from './roll-news.ts';
import { refuse } from './refuse.ts';
import { withdraw } from './selling.ts';
import { showTrouble, troubleOf } from './troubles.ts';

/** Opens the realm of `shop` and makes it the till's. Rejects with JournalError; the till is then as before. */
export async function openRealm(context: TillContext, shop: Shop): Promise<void> {
  const { deps, link, state } = context;
  const journal = await deps.journal(shop.realm);
  const sales = new OpenSales(journal, deps.clock);
  const events = syncEvents(context, shop);
  const sync = createSync({
    ...deps,
    locks: deps.locks,
    realm: shop.realm,
    ownTill: () => state.shop?.till.id ?? null,
    timeZone: () => state.shop?.timeZone ?? shop.timeZone,
    journal,
    sales,
    link,
    events,
  });
  const undos = [
    sales.subscribe((before, after) => onsale(context, before, after)),
    journal.onclosed((problem) => {
      state.trouble = troubleOf(problem);
      context.changed();
    }),
  ];
  const close = (): void => {
    sync.stop();
    for (const undo of undos) undo();
    journal.close();
  };
  const realm: OpenRealm = { name: shop.realm, journal, sales, sync, close };
  try {
    await takeUp(context, realm, shop);
  } catch (error) {
    close();
    throw error;
  }
  state.realm?.close();
  sync.outbox.setVisible(state.isVisible);
  const pairing = { name: 'paired' };
  // What was wrong with the realm that was left is nothing to this one.
  Object.assign(state, { realm, shop, desk: deskOf(sales.open(), state.desk, shop), pairing, trouble: null });
  await sync.start();
}

/** Reads what the journal knows; again when another tab has written meanwhile. */
async function takeUp(context: TillContext, { sales, journal }: OpenRealm, shop: Shop): Promise<void> {
  const { state } = context;
  const day = today(context, shop);
  await sales.load(day);
  state.count = readDayCount(await journal.fact(COUNT_FACT));
  // A tablet that is being paired has no sales under its new name.
  if (state.pairing.name === 'pairing') state.count = { day, count: 0, ...state.count, isWhole: true };
}

/** Without locks another tab may have sold while this one was hidden: what it left unfinished is this one's to finish. */
export async function reload(context: TillContext): Promise<void> {
  const { realm, shop } = context.state;
  if (!realm || !shop) return;
  await takeUp(context, realm, shop);
  await realm.sync.catchUp();
  realm.sync.outbox.lookAtAll();
  context.changed();
}

/** The unfinished sale nobody moved away is back on the counter; else what was typed meanwhile stays typed. */
function deskOf(open: readonly Sale[], now: Desk, { currency }: Shop): Desk {
  const sale = open.findLast((each) => !each.onRoll && (isUnsettled(each) || isUndecidedSale(each)));
  if (sale) return deskWith(sale);
  const isTyped = now.saleId === null && (now.typed ?? { currency }).currency === currency;
  return isTyped ? now : EMPTY_DESK;
}

/** A durable change: the till can save, and what is not on the counter is news. */
function onsale(context: TillContext, before: Sale | null, after: Sale): void {
  const { state, notices } = context;
  if (state.trouble === 'cannot-save') state.trouble = null;
  // What another till took leaves the counter, too: that is said by name.
  const isOnCounter = after.id === state.desk.saleId && !after.takenAway;
  const news = isOnCounter ? null : rollNews(before, after, seenBy(context));
  if (news) notices.add(news);
  if (state.detail?.saleId === after.id)
    refreshDetail(context, after).catch((error: unknown) => showTrouble(context, error));
  context.changed();
}

/** The steps of the opened sale, read anew. */
async function refreshDetail(context: TillContext, sale: Sale): Promise<void> {
  const { state } = context;
  const entries = (await state.realm?.journal.entriesOf(sale.id)) ?? [];
  if (state.detail?.saleId !== sale.id) return;
  state.detail = { saleId: sale.id, sale, entries };
  context.changed();
}

function syncEvents(context: TillContext, shop: Shop): SyncEvents {
  const { state } = context;
  // What still comes from a realm that was left belongs to nobody's screen; its journal has it or will ask for it.
  const isOpen = (): boolean => state.realm?.name === shop.realm;
  return {
    onwait: () => context.changed(),
    ontakeup: async () => {
      const { realm } = state;
      if (realm?.name !== shop.realm) return;
      await takeUp(context, realm, shop);
      state.desk = deskOf(realm.sales.open(), state.desk, shop);
    },
    onbegin: () => {
      if (!isOpen()) return;
      context.changed();
      recoverIfLost(context);
    },
    unpaired: () => {
      if (!isOpen()) return;
      state.pairing = { name: 'lost' };
      context.changed();
    },
    troubled: (error) => (isOpen() ? showTrouble(context, error) : undefined),
    refundLost: () => {
      if (!isOpen()) return;
      refuse(context, 'refund-not-sent');
      context.changed();
    },
    counted: () => context.changed(),
    refused: (...refusal) => {
      if (isOpen()) onrefused(context, ...refusal).catch((error: unknown) => showTrouble(context, error));
    },
  };
}

/** The ledger will not have an entry: the cashier is told, and a sale that cannot be charged is back on the keypad. */
async function onrefused(
  context: TillContext,
  ...[sale, reference, duty, code]: Parameters<SyncEvents['refused']>
): Promise<void> {
  const { state, notices } = context;
  if (code === 'other-realm') state.trouble = 'other-realm';
  else if (code === 'code-used') notices.add({ kind: 'scan-refused', why: 'used-before' });
  else refuse(context, code);
  if (duty === 'open' && (await withdraw(context, sale, reference)) && state.desk.saleId === sale.id)
    state.desk = deskWith(sale, state.desk.isBack);
  context.changed();
}
