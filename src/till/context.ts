/** What the commands and the view share: the parts of one till and its state that is not in the journal. */
import type { JournalEntry } from '../contract/journal-entry.ts';
import type { ListAnswer } from '../contract/manager-api.ts';
import type { Shop } from '../contract/shop-api.ts';
import type { SaleRecord, SalesAnswer } from '../contract/till-api.ts';
import type { Reference, SaleId } from '../core/ids.ts';
import type { Money } from '../core/money/money.ts';
import type { EpochMs } from '../core/ports.ts';
import type { Sale } from '../core/sale.ts';
import { dayOf } from '../core/shop-day.ts';
import type { Journal } from '../journal/journal.ts';
import type { OpenSales } from '../journal/open-sales.ts';
import type { ProxyLink } from '../sync/proxy-link.ts';
import type { Sync } from '../sync/sync.ts';
import type { TillDeps } from './deps.ts';
import type { Notices } from './notices.ts';
import type { LateActs } from './late-acts.ts';
import type { DayCount } from './numbering.ts';
import type { Seen } from './seen.ts';
import type { Pairing, TillTrouble } from './view.ts';

/** One realm, open: its journal, its sales and what sends for them. */
export interface OpenRealm {
  readonly name: string;
  readonly journal: Journal;
  readonly sales: OpenSales;
  readonly sync: Sync;
  readonly close: () => void;
}

/** What stands on the counter. `saleId` null: the keypad with a sale that does not exist yet. */
export interface Desk {
  readonly saleId: SaleId | null;
  readonly typed: Money | null;
  readonly note: string;
  /** Put back on the counter by a person: it stays there although the journal has it on the roll. */
  readonly isBack: boolean;
}

/** An empty counter. */
export const EMPTY_DESK: Desk = { saleId: null, typed: null, note: '', isBack: false };

/** The counter with this sale. */
export function deskWith({ id, amount, note }: Sale, isBack = false): Desk {
  return { saleId: id, typed: amount, note, isBack };
}

/** "Same customer as 14:02?" `record`: a sale of another till; null: one of this till's. */
export interface Question {
  readonly saleId: SaleId;
  readonly record: SaleRecord | null;
}

/** A page of the ledger while it is open: on its way, not answered, or here. */
export type Read<T> = 'loading' | 'silent' | T;

/** The changing part. Replaced field by field; the view is computed from it. */
export interface TillState {
  pairing: Pairing;
  trouble: TillTrouble;
  shop: Shop | null;
  realm: OpenRealm | null;
  desk: Desk;
  count: DayCount | null;
  detail: { readonly saleId: SaleId; readonly sale: Sale; readonly entries: readonly JournalEntry[] } | null;
  /** The sale whose receipt is on the screen. */
  receipt: Sale | null;
  question: Question | null;
  /** Sales the cashier has said are another customer's: for the sum that is typed, until its sale is open. */
  notSame: ReadonlySet<SaleId>;
  /** The manager's list while it is open. */
  list: Read<ListAnswer> | null;
  /** The shop's sales while they are shown. */
  others: Read<SalesAnswer> | null;
  /** What the ledger last said of the shop's sales. */
  lastSales: SalesAnswer | null;
  isVisible: boolean;
  unheardSince: EpochMs | null;
}

/** One till. */
export interface TillContext {
  readonly deps: TillDeps;
  readonly link: ProxyLink;
  readonly notices: Notices;
  readonly state: TillState;
  /** The last code taken, in memory only: the same one again only asks. */
  lastCode: { readonly reference: Reference; readonly code: string } | null;
  /** Attempts whose refund is being asked for: none is asked for twice at once. */
  readonly refunding: Set<Reference>;
  /** Pages and rare acts, once their code was needed. */
  late: LateActs | null;
  /** One command at a time; a journal that cannot save is shown, a broken rule of ours rejects. */
  readonly inTurn: (work: () => Promise<void>) => Promise<void>;
  /** The view may have changed: computes it anew and tells the listeners. */
  readonly changed: () => void;
}

/** A till that may sell: paired, its journal open, nothing in the way. */
export interface Selling {
  readonly realm: OpenRealm;
  readonly shop: Shop;
}

/** The parts needed to sell; null while the till must not. */
export function sellingOf({ state }: TillContext): Selling | null {
  const { realm, shop, trouble, pairing } = state;
  // A tablet that could not save a moment ago may try again: the next commit decides.
  const isStopped = isOtherTabs({ state }) || (trouble !== null && trouble !== 'cannot-save');
  return realm && shop && !isStopped && pairing.name === 'paired' ? { realm, shop } : null;
}

/** True while the journal is another tab's: what this one remembers is old, and writing it would undo what that one did. */
export function isOtherTabs({ state }: Pick<TillContext, 'state'>): boolean {
  return state.realm?.sync.isWaiting() === true;
}

/** The counter as it is: a sale that was settled, moved or taken away has left it, whoever is still to clear it. */
export function deskNow({ state }: TillContext): Desk {
  const { realm, desk } = state;
  const sale = realm && desk.saleId ? realm.sales.get(desk.saleId) : null;
  return sale && hasLeft(sale, desk.isBack) ? EMPTY_DESK : desk;
}

function hasLeft({ takenAway, settled, onRoll }: Sale, isBack: boolean): boolean {
  if (takenAway || settled === 'cash' || settled === 'abandoned') return true;
  return !isBack && (settled !== null || onRoll);
}

/** True while nothing stands on the counter and nothing is typed or asked. */
export function isCounterFree(context: TillContext): boolean {
  const { saleId, typed } = deskNow(context);
  return saleId === null && (typed?.minor ?? 0) === 0 && context.state.question === null;
}

/** The sale on the counter. */
export function counterSale(context: TillContext): Sale | null {
  const { saleId } = deskNow(context);
  return saleId === null ? null : (context.state.realm?.sales.get(saleId) ?? null);
}

/** Clears the counter if it still shows this sale. */
export function leave({ state }: TillContext, saleId: SaleId): void {
  if (state.desk.saleId === saleId) state.desk = EMPTY_DESK;
}

/** What the view sees beside the sales. */
export function seenBy({ deps, link, state }: TillContext): Seen {
  return {
    now: deps.clock.now(),
    legs: link.connectivity.legs(),
    unheardSince: state.unheardSince,
    toWall: (serverTime) => link.serverClock.toWall(serverTime),
    latest: (reference) => state.realm?.sync.outbox.latest(reference) ?? null,
    trustLimitMinor: state.shop?.trustLimitMinor ?? 0,
    publicUrl: state.shop?.publicUrl ?? null,
  };
}

/** Today in the shop, by the ledger's clock where it is known: a tablet's wall may be wrong. */
export function today({ deps, link }: TillContext, shop: Shop): string {
  return dayOf(link.serverClock.now() ?? deps.clock.now(), shop.timeZone);
}
