/** All but the keypad and its charge: an open sale's commands, the pages, pairing, and what only the ledger can do. Loaded through late-door.ts alone. */
import type { SaleId } from '../core/ids.ts';
import { closeByHand, closeStray, decide, findSale, override, setPin } from './acts.ts';
import { seenBy, type TillContext } from './context.ts';
import { detailOf } from './detail-view.ts';
import { exportJournal, leaveShop } from './leaving.ts';
import { makeShopTills } from './ledger-tills.ts';
import { listOf, reloadList } from './manager-list.ts';
import { pair } from './pairing.ts';
import { back, readCode, scanAgain } from './reading.ts';
import { receiptOf } from './receipts.ts';
import { recover } from './recovering.ts';
import { refund } from './refunding.ts';
import { unlessAsked } from './same-customer.ts';
import { makeServiceLevel, type ServiceLevel } from './service-level.ts';
import type { ShopTills } from './shop-tills.ts';
import { cancel, extend, letGo, nextCustomer, nextSale, settle } from './settling.ts';
import { openShop, readStatus } from './shop-status.ts';
import { othersOf, reloadOthers, takeOver } from './taking-over.ts';
import type { Outcome, Till } from './till.ts';
import type { TillView } from './view.ts';

/** What lies on the counter. */
export type Pages = Pick<TillView, 'detail' | 'receipt' | 'list' | 'others'>;

type LateCommand =
  | 'readCode'
  | 'back'
  | 'scanAgain'
  | 'cancel'
  | 'extend'
  | 'tookCash'
  | 'abandon'
  | 'letGo'
  | 'nextCustomer'
  | 'nextSale'
  | 'pair'
  | 'showSale'
  | 'showReceipt'
  | 'decide'
  | 'override'
  | 'closeByHand'
  | 'refund'
  | 'closeStray'
  | 'setPin'
  | 'readStatus'
  | 'openShop'
  | 'exportJournal'
  | 'leaveShop';

/** The late part of one till. */
export interface LateActs extends Pick<Till, LateCommand> {
  pages(): Pages;
  /** Reads the manager's list, anew while it is open. */
  reloadList(): Promise<void>;
  /** Reads the shop's sales, anew while they are shown. */
  reloadOthers(): Promise<void>;
  /** Takes in what the ledger knows of a journal that was lost. */
  recover(): Promise<void>;
  /** What a manager sees of the shop's tills. */
  shopTills(): Promise<ShopTills | null>;
  /** How fast this till is. */
  level(): Promise<ServiceLevel>;
  /** `toCounter`: also where something is typed. */
  takeOver(saleId: SaleId, toCounter?: boolean): Promise<Outcome>;
}

/** Makes it. */
export function makeLateActs(context: TillContext): LateActs {
  const { inTurn } = context;
  const level = makeServiceLevel(context);
  return {
    ...saleActs(context, level),
    pages: () => pagesOf(context),
    pair: (code) => inTurn(() => pair(context, code)),
    showSale: (saleId) => inTurn(() => showSale(context, saleId)),
    showReceipt: (saleId) => inTurn(() => showReceipt(context, saleId)),
    decide: (saleId, decision) => decide(context, saleId, decision),
    override: (saleId, word) => override(context, saleId, word),
    closeByHand: (reference, word) => closeByHand(context, reference, word),
    refund: (saleId, amountMinor, word) => refund(context, saleId, amountMinor, word),
    closeStray: (transactionNo, word) => closeStray(context, transactionNo, word),
    setPin: (pin, newPin) => setPin(context, pin, newPin),
    readStatus: (pin) => readStatus(context, pin),
    openShop: (pin) => openShop(context, pin),
    reloadList: () => reloadList(context),
    reloadOthers: () => reloadOthers(context),
    recover: () => recover(context),
    takeOver: (saleId, toCounter) => takeOver(context, saleId, toCounter),
    exportJournal: () => exportJournal(context),
    leaveShop: () => leaveShop(context),
    shopTills: () => Promise.resolve(makeShopTills(context)),
    level: () => Promise.resolve(level),
  };
}

function saleActs(context: TillContext, level: ServiceLevel) {
  const { inTurn } = context;
  return {
    readCode: (text, source) =>
      unlessAsked(context, () => level.during(source, () => readCode(context, text, source))),
    back: () => unlessAsked(context, () => back(context)),
    scanAgain: () => unlessAsked(context, () => scanAgain(context)),
    cancel: (saleId) => inTurn(() => cancel(context, saleId)),
    extend: (saleId) => inTurn(() => extend(context, saleId)),
    tookCash: (saleId) => inTurn(() => settle(context, saleId, 'cash')),
    abandon: (saleId) => inTurn(() => settle(context, saleId, 'abandoned')),
    letGo: (saleId) => inTurn(() => letGo(context, saleId)),
    nextCustomer: () => unlessAsked(context, () => nextCustomer(context)),
    nextSale: () => unlessAsked(context, async () => nextSale(context)),
  } satisfies Partial<Till>;
}

function pagesOf(context: TillContext): Pages {
  const { detail, shop, realm, receipt } = context.state;
  const opened = detail && (realm?.sales.get(detail.saleId) ?? detail.sale);
  return {
    detail: detail && opened && shop ? detailOf(opened, detail.entries, shop, seenBy(context)) : null,
    receipt: shop && receipt ? receiptOf(receipt, shop) : null,
    list: listOf(context),
    others: othersOf(context),
  };
}

async function showSale(context: TillContext, saleId: SaleId): Promise<void> {
  const { state } = context;
  const { realm } = state;
  const sale = await findSale(context, saleId);
  if (!realm || !sale) return;
  state.detail = { saleId, sale, entries: await realm.journal.entriesOf(saleId) };
}

async function showReceipt(context: TillContext, saleId: SaleId): Promise<void> {
  context.state.receipt = await findSale(context, saleId);
}
