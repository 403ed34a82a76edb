/** The till without a screen: commands in, view state out. The screen and the simulation drive this very thing. */
import type { SaleId } from '../core/ids.ts';
import type { AmountKey } from '../core/money/keypad.ts';
import type { TillView } from './view.ts';

/** How a code came in. */
export type ReadSource = 'camera' | 'wedge' | 'typed';

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
  readCode(text: string, source: ReadSource): Promise<void>;
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
  /** Moves the unfinished sale to the roll. */
  nextCustomer(): Promise<void>;
  /** Leaves a finished result. */
  nextSale(): Promise<void>;
  showSale(saleId: SaleId): Promise<void>;
  hideSale(): void;
  showReceipt(saleId: SaleId): Promise<void>;
  hideReceipt(): void;
  dismissNotice(id: number): void;
  /** Tries every leg and every entry at once. */
  sendNow(): void;
  /** The page became visible or hidden: `pay` is sent by the visible page only. */
  setVisible(visible: boolean): void;
  /** The browser says the network came or went: a hint to probe. */
  hintOnline(): void;
}
