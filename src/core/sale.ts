/** A sale as the till knows it: what is written in the journal, folded into one value. */
import type { AttemptSnapshot } from './attempt-snapshot.ts';
import type { Attempt } from './attempt.ts';
import type { Reference, SaleId } from './ids.ts';
import type { Money } from './money/money.ts';
import type { EpochMs } from './ports.ts';
import type { Wallet } from './wallet.ts';

/** How a person ended a sale. `trust`: the goods were let go on the customer's word; a success stays wanted. */
export type Settled = 'cash' | 'abandoned' | 'trust';

/** A refund on its way to the ledger. */
export interface AskedRefund {
  readonly n: number;
  readonly amount: Money;
  readonly reason: string;
  /** Server time from which on the ledger takes it no more, whenever it arrives. */
  readonly sendBy: EpochMs;
}

/** An attempt as the till keeps it: the machine's part, what the till did, and the ledger's last word. */
export interface TillAttempt extends Attempt {
  readonly reference: Reference;
  readonly openedAt: EpochMs;
  readonly wallet: Wallet | null;
  /** When the code was read, by the wall; null while none was. */
  readonly readAt: EpochMs | null;
  /** Life of the code from `readAt`, ms. */
  readonly codeLifeMs: number | null;
  /** Server time after which the code must not be sent (law 5); null until a server time is known. */
  readonly sendBy: EpochMs | null;
  readonly payBegunAt: EpochMs | null;
  /** A person asked for the cancel; the ledger decides when it leaves. */
  readonly cancelAsked: boolean;
  /** The ledger has heard of it. */
  readonly cancelTold: boolean;
  /** Extensions of the confirm window a person asked for. */
  readonly extensionsAsked: number;
  /** The ledger must still hear: `close` (the fence) with this reason. */
  readonly fenceOwed: 'withdrawn' | 'expired' | null;
  /** A refund a manager asked for here that the ledger has not confirmed yet. */
  readonly refundAsked: AskedRefund | null;
  readonly ledger: AttemptSnapshot | null;
  /** The ledger's last word is another end than the one kept here, which only one that was set back says. */
  readonly contradiction: boolean;
}

/** One customer's debt. */
export interface Sale {
  readonly id: SaleId;
  /** `A-0017`: the till's letter and the day's count. */
  readonly number: string;
  /** The shop's calendar day, `YYYY-MM-DD`. */
  readonly day: string;
  readonly amount: Money;
  readonly note: string;
  readonly openedAt: EpochMs;
  /** When the sale was last moved by an entry. */
  readonly changedAt: EpochMs;
  readonly attempts: readonly TillAttempt[];
  readonly settled: Settled | null;
  /** The ledger has acknowledged `settled`, or, where another till has the sale, that no charge known here is wanted. */
  readonly settleTold: boolean;
  /** Moved off the counter by a person ("Next customer"). */
  readonly onRoll: boolean;
  /** Another till has taken it over: here it is only remembered. */
  readonly takenAway: boolean;
  /** It was another till's and goes on here: a ledger that has forgotten the take-over is told. */
  readonly takenOver: boolean;
}

/** What can be written in the journal about a sale. */
export type SaleEvent =
  | {
      readonly type: 'sale-opened';
      readonly number: string;
      readonly day: string;
      readonly amount: Money;
      readonly note: string;
    }
  /** the amount or note changed while nothing had left: every attempt so far is withdrawn */
  | { readonly type: 'sale-amended'; readonly amount: Money; readonly note: string }
  | { readonly type: 'attempt-opened'; readonly reference: Reference }
  | {
      readonly type: 'code-read';
      readonly reference: Reference;
      readonly wallet: Wallet;
      readonly codeLifeMs: number;
      readonly sendBy: EpochMs | null;
    }
  /** the first server time after a read without one */
  | { readonly type: 'send-by-known'; readonly reference: Reference; readonly sendBy: EpochMs }
  | { readonly type: 'pay-begun'; readonly reference: Reference }
  | { readonly type: 'code-too-old'; readonly reference: Reference }
  | { readonly type: 'backed-out'; readonly reference: Reference }
  | { readonly type: 'cancel-asked'; readonly reference: Reference }
  /** the ledger has heard of a cancel that came after the success, and answered */
  | { readonly type: 'cancel-told'; readonly reference: Reference }
  | { readonly type: 'extension-asked'; readonly reference: Reference }
  | { readonly type: 'settled'; readonly how: Settled }
  | { readonly type: 'settle-told' }
  | { readonly type: 'moved-to-roll' }
  | {
      readonly type: 'refund-asked';
      readonly reference: Reference;
      readonly n: number;
      readonly amount: Money;
      readonly reason: string;
      readonly sendBy: EpochMs;
    }
  | { readonly type: 'refund-dropped'; readonly reference: Reference; readonly n: number }
  /** goes on here with a sale that another till had; `from` is that till's name */
  | {
      readonly type: 'taken-over';
      readonly number: string;
      readonly day: string;
      readonly amount: Money;
      readonly from: string;
      readonly settled: Settled | null;
      readonly attempts: readonly AttemptSnapshot[];
      /** set where it was this till's and its journal was lost: when it had been opened, by the wall */
      readonly openedAt?: EpochMs | undefined;
    }
  | { readonly type: 'taken-away' }
  | { readonly type: 'news'; readonly snapshot: AttemptSnapshot };
