/** What the screen shows: one immutable value, computed by the till, drawn by the app. */
import type { ClosedWhy } from '../core/attempt.ts';
import type { DeclineReason } from '../core/decline-reason.ts';
import type { SaleId } from '../core/ids.ts';
import type { Money } from '../core/money/money.ts';
import type { EpochMs } from '../core/ports.ts';
import type { Wallet } from '../core/wallet.ts';
import type { ReceiptView, SaleDetail } from './view-detail.ts';
import type { ListItem, OtherSale, Page } from './view-pages.ts';

export type { DetailStep, ReceiptView, RefundLine, SaleDetail } from './view-detail.ts';
export type { ListItem, OtherSale, Page } from './view-pages.ts';

/** One link of the chain from tablet to wallet. */
export type LegName = 'wifi' | 'internet' | 'proxy' | 'gateway' | 'wallet';
/** What is known of a link. */
export type LegState = 'ok' | 'down' | 'silent' | 'unknown';
/** The chain; `broken` names the first link that does not answer, null when all is well. */
export interface Legs {
  readonly states: Readonly<Record<LegName, LegState>>;
  readonly broken: LegName | null;
}

/** Why Charge is off, in one word. */
export type AmountProblem = 'zero' | 'over-limit' | 'does-not-fit';

/** Why a read code was not used. */
export type ScanRefusal =
  | 'product-barcode'
  | 'web-link'
  | 'merchant-qr'
  | 'coupon-or-other'
  | 'too-short'
  | 'damaged'
  | 'empty'
  /** a second code while the first is being charged */
  | 'still-charging'
  /** the ledger had seen this code before */
  | 'used-before'
  /** a code was read with no amount on the counter */
  | 'no-sale';

/** A span of time to draw as a ring: wall times of this tablet. */
export interface Ring {
  readonly startsAt: EpochMs;
  readonly endsAt: EpochMs;
}

/** What every state of a sale on the counter shows. */
export interface OnCounter {
  readonly saleId: SaleId;
  readonly number: string;
  readonly amount: Money;
  readonly note: string;
  readonly openedAt: EpochMs;
  readonly wallet: Wallet | null;
}

/** What may be done now; what is not in the list is absent from the screen. */
export type Action =
  | 'back'
  | 'scan-again'
  | 'cancel'
  | 'extend'
  | 'cash'
  | 'abandon'
  | 'next-customer'
  | 'next-sale'
  | 'receipt'
  | 'send-now'
  /** let the goods go on the customer's word */
  | 'trust'
  /** a success that differs, or came after a cancel was asked for: a person's choice, with no default */
  | 'keep'
  | 'give-back'
  /** manager: open the next attempt over one that cannot be ended (law 7) */
  | 'override'
  /** manager: say how it ended, by the gateway's portal */
  | 'close-by-hand'
  /** manager: give money back */
  | 'refund'
  /** go on here with another till's sale */
  | 'take-over';

/** The counter: one of these, in place. */
export type Counter =
  | {
      readonly name: 'amount';
      /** a sale that was taken back to the keypad; null: none is begun */
      readonly saleId: SaleId | null;
      readonly amount: Money;
      readonly note: string;
      /** number the sale has or will have */
      readonly number: string;
      /** the most one sale may be */
      readonly limit: Money;
      readonly problem: AmountProblem | null;
    }
  | ({ readonly name: 'ready'; readonly actions: readonly Action[] } & OnCounter)
  /** a code is held and will be sent when the network is back */
  | ({ readonly name: 'held'; readonly ring: Ring; readonly actions: readonly Action[] } & OnCounter)
  | ({ readonly name: 'charging'; readonly ring: Ring; readonly actions: readonly Action[] } & OnCounter)
  | ({ readonly name: 'waiting'; readonly ring: Ring; readonly actions: readonly Action[] } & OnCounter)
  | ({
      readonly name: 'in-doubt';
      readonly sentAt: EpochMs;
      readonly asked: number;
      /** when the gateway is asked next, wall time of this tablet; null while nobody can be asked */
      readonly nextAskAt: EpochMs | null;
      readonly silent: LegName;
      readonly actions: readonly Action[];
    } & OnCounter)
  | ({
      readonly name: 'cancelling';
      readonly charged: boolean;
      /** when a manager may open the next attempt over this one, wall; null: not foreseen */
      readonly overrideAt: EpochMs | null;
      readonly actions: readonly Action[];
    } & OnCounter)
  /** a cancel was asked for and the charge went through before it left: keep it or give it back? */
  | ({ readonly name: 'paid-after-all'; readonly actions: readonly Action[] } & OnCounter)
  | ({
      readonly name: 'paid';
      readonly paidAt: EpochMs;
      /** address of the customer's copy, for a QR; null where a phone could not reach it */
      readonly receiptUrl: string | null;
      readonly actions: readonly Action[];
    } & OnCounter)
  | ({
      readonly name: 'declined';
      readonly reason: DeclineReason;
      readonly actions: readonly Action[];
    } & OnCounter)
  | ({ readonly name: 'closed'; readonly why: ClosedWhy; readonly actions: readonly Action[] } & OnCounter)
  | ({ readonly name: 'returned'; readonly actions: readonly Action[] } & OnCounter)
  | ({ readonly name: 'differs'; readonly found: Money; readonly actions: readonly Action[] } & OnCounter)
  | ({
      readonly name: 'unresolved';
      readonly charged: boolean;
      readonly actions: readonly Action[];
    } & OnCounter);

/** Name of a counter state. */
export type CounterName = Counter['name'];

/** The word on a line of the roll. */
export type LineState =
  | 'held'
  | 'charging'
  | 'waiting'
  | 'in-doubt'
  | 'cancelling'
  | 'paid'
  | 'declined'
  | 'not-charged'
  | 'cancelled'
  | 'returned'
  /** settled in cash or abandoned while a charge is being given back */
  | 'giving-back'
  | 'given-back'
  | 'cash'
  | 'abandoned'
  | 'differs'
  | 'unresolved'
  /** paid after a cancel was asked for: a person must choose */
  | 'paid-after-all'
  /** let go on the customer's word; the charge is still unknown */
  | 'trust'
  /** let go on trust, and the charge ended unpaid */
  | 'owed'
  /** a manager's refund is under way, or done in part or whole */
  | 'refunding'
  | 'refunded-partly'
  | 'refunded'
  /** another till goes on with it */
  | 'taken-over';

/** One sale on the roll. */
export interface RollLine {
  readonly saleId: SaleId;
  readonly number: string;
  readonly amount: Money;
  readonly openedAt: EpochMs;
  readonly wallet: Wallet | null;
  readonly state: LineState;
  /** still moving by itself or waiting for a person */
  readonly live: boolean;
  readonly ring: Ring | null;
}

/** Today, newest first. */
export interface Roll {
  /** the journal has been read: before that nothing is known of the day */
  readonly isRead: boolean;
  readonly lines: readonly RollLine[];
  readonly count: number;
  readonly total: Money;
  readonly unfinished: number;
}

/** A short message that needs no answer. */
export type Notice =
  | { readonly id: number; readonly kind: 'scan-refused'; readonly why: ScanRefusal }
  /** news of a sale on the roll: with sound, amount and time, never on the counter */
  | {
      readonly id: number;
      readonly kind: 'roll-news';
      readonly saleId: SaleId;
      readonly number: string;
      readonly amount: Money;
      readonly state: LineState;
      readonly at: EpochMs;
    }
  /** the browser had lost the journal; so many sales are back from the ledger */
  | { readonly id: number; readonly kind: 'recovered'; readonly count: number }
  /** a key that would not fit, an action that came too late */
  | { readonly id: number; readonly kind: 'refused'; readonly code: string };

/** A question that must be answered before anything else; none of its answers is a default. */
export interface SameCustomer {
  readonly kind: 'same-customer';
  readonly saleId: SaleId;
  readonly number: string;
  readonly amount: Money;
  readonly openedAt: EpochMs;
  readonly state: LineState;
}

/** Whether this tablet belongs to a shop. `lost`: it did, and the proxy no longer knows it; the journal is kept. */
export type Pairing =
  | { readonly name: 'starting' }
  | { readonly name: 'unpaired' }
  | { readonly name: 'pairing' }
  | { readonly name: 'failed'; readonly code: string }
  | { readonly name: 'paired' }
  | { readonly name: 'lost' };

/** Why the till must not sell, or null. */
export type TillTrouble =
  | 'cannot-save'
  | 'newer-journal'
  | 'corrupt-journal'
  | 'other-tab'
  | 'other-realm'
  /** the shop lives at another address now */
  | 'moved'
  /** the shop has just moved here; a manager opens it */
  | 'sealed'
  | null;

/** Everything. */
export interface TillView {
  readonly pairing: Pairing;
  readonly shop: {
    readonly name: string;
    readonly mode: 'practice' | 'live';
    readonly tillName: string;
    readonly timeZone: string;
    /** the most that may be let go on trust; zero: nothing */
    readonly trustLimit: Money;
    readonly hasPin: boolean;
  } | null;
  readonly question: SameCustomer | null;
  readonly counter: Counter;
  readonly roll: Roll;
  readonly legs: Legs;
  readonly notices: readonly Notice[];
  readonly detail: SaleDetail | null;
  /** the receipt on the screen, of the counter's sale or of the detail's */
  readonly receipt: ReceiptView | null;
  /** the manager's list while it is open */
  readonly list: Page<ListItem> | null;
  /** other tills' unfinished sales while they are shown */
  readonly others: Page<OtherSale> | null;
  /** how many of this till's sales only a person can end */
  readonly forPerson: number;
  readonly trouble: TillTrouble;
  /** this tablet's clock is off by this many ms (over 2 minutes), else null */
  readonly clockOffMs: number | null;
  /** anything unfinished anywhere: an update waits */
  readonly busy: boolean;
}
