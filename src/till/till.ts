/** The till without a screen: commands in, view state out. The screen and the simulation drive this very thing. */
import type { StatusAnswer } from '../contract/status-api.ts';
import type { Reference, SaleId } from '../core/ids.ts';
import type { ScanSource } from '../core/payment-code.ts';
import type { AmountKey } from '../core/money/keypad.ts';
import type { ServiceLevel } from './service-level.ts';
import type { ShopTills } from './shop-tills.ts';
import type { TillView } from './view.ts';

/** A manager's word: why, and the PIN that makes it one. */
export interface ManagersWord {
  readonly reason: string;
  readonly pin: string;
}

/** What came of an act that only the ledger can do: done, or the code of what stood in the way (`silent`: no answer). */
export type Outcome = { readonly isDone: true } | { readonly isDone: false; readonly code: string };

/** How the shop's computer fares. Times are this tablet's. */
export type ShopStatus = StatusAnswer;

/** How the shop's computer fares, or the code of what stood in the way. */
export type StatusRead =
  { readonly isDone: true; readonly status: ShopStatus } | { readonly isDone: false; readonly code: string };

/**
 * A till. Commands never throw for what a person can do at a wrong moment: they become a notice. Each resolves when
 * its effect is durable and in the view; none waits for the network.
 */
export interface Till {
  /** Opens the journal, shows what was unfinished and goes on with it. Resolves when a digit can be taken. */
  start(): Promise<void>;
  /** Stops sending and listening; nothing is lost. */
  stop(): Promise<void>;
  view(): TillView;
  /** Calls `listener` after every change of the view; returns its undo. */
  subscribe(listener: () => void): () => void;

  pair(code: string): Promise<void>;
  pressKey(key: AmountKey): void;
  setNote(note: string): void;
  charge(): Promise<void>;
  /** A code was read by any of the ways. Reads are handled one at a time, in order. */
  readCode(text: string, source: ScanSource): Promise<void>;
  /** Before anything has left: withdraws the attempt and goes back to the amount. */
  back(): Promise<void>;
  /** Opens the next attempt of the counter's sale after a refusal. */
  scanAgain(): Promise<void>;
  /** "Cancel this charge": asks the ledger; the proof comes as news. */
  cancel(saleId: SaleId): Promise<void>;
  /** +30 s for the customer to confirm. */
  extend(saleId: SaleId): Promise<void>;
  tookCash(saleId: SaleId): Promise<void>;
  /** "No goods given": abandons the sale. */
  abandon(saleId: SaleId): Promise<void>;
  /** Lets the goods go on the customer's word, up to the shop's limit; the charge stays wanted. */
  letGo(saleId: SaleId): Promise<void>;
  /** Answers "Same customer as 14:02?": true goes back to that sale, false goes on with the new one. */
  answerSameCustomer(isSame: boolean): Promise<void>;
  /** Moves the unfinished sale to the roll. */
  nextCustomer(): Promise<void>;
  /** Leaves a finished result. */
  nextSale(): Promise<void>;
  showSale(saleId: SaleId): Promise<void>;
  hideSale(): void;
  showReceipt(saleId: SaleId): Promise<void>;
  hideReceipt(): void;

  // What only the ledger can do: nothing is queued, the outcome says whether it was done.

  /** A success that differs, or that came after a cancel was asked for: keeps it or gives it back. */
  decide(saleId: SaleId, decision: 'keep' | 'return'): Promise<Outcome>;
  /** Manager: opens the next attempt over one whose cancel is refused or silent for two minutes (law 7). */
  override(saleId: SaleId, word: ManagersWord): Promise<Outcome>;
  /** Manager: how an attempt of the list ended, by the gateway's portal. */
  closeByHand(reference: Reference, word: ManagersWord): Promise<Outcome>;
  /** Manager: gives back a part or all of a paid sale. Written in the journal before it leaves. */
  refund(saleId: SaleId, amountMinor: number, word: ManagersWord): Promise<Outcome>;
  /** Manager: a stray was seen to in the portal. */
  closeStray(transactionNo: string, word: ManagersWord): Promise<Outcome>;
  /** Chooses the manager's PIN; `pin` is the one there is, null where there is none yet. */
  setPin(pin: string | null, newPin: string): Promise<Outcome>;
  /** Manager: how the shop's computer and its links fare. */
  readStatus(pin: string): Promise<StatusRead>;
  /** Manager: a shop that has just moved here is open from now on; the old one is off. */
  openShop(pin: string): Promise<Outcome>;
  showList(): Promise<void>;
  hideList(): void;
  /** Other tills' unfinished sales. */
  showOthers(): Promise<void>;
  hideOthers(): void;
  /** Goes on here with another till's sale. */
  takeOver(saleId: SaleId): Promise<Outcome>;

  /** How fast this till is; null where the code for it could not be fetched. */
  level(): Promise<ServiceLevel | null>;
  /** The shop's tills and what managers did, for as long as somebody looks; null where the code for it could not be fetched. */
  shopTills(): Promise<ShopTills | null>;

  /** Everything this till has written, as a JSON text to keep elsewhere; no payment code is in it (law 9). */
  exportJournal(): Promise<string>;
  /** Forgets the shop on this tablet. Refused (`unfinished`) while anything is unacknowledged; the journal is kept. */
  leaveShop(): Promise<Outcome>;

  dismissNotice(id: number): void;
  /** Tries every leg and every entry at once. */
  sendNow(): void;
  /** The page became visible or hidden: `pay` is sent by the visible page only. */
  setVisible(visible: boolean): void;
  /** The browser says the network came or went: a hint to probe. */
  hintOnline(): void;
}
