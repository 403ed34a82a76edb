/** The detail of a sale and its receipt, as they are drawn. Part of view.ts. */
import type { ClosedWhy } from '../core/attempt.ts';
import type { DeclineReason } from '../core/decline-reason.ts';
import type { SaleId } from '../core/ids.ts';
import type { Money } from '../core/money/money.ts';
import type { EpochMs } from '../core/ports.ts';
import type { Refund } from '../core/refund.ts';
import type { Settled } from '../core/sale.ts';
import type { Wallet } from '../core/wallet.ts';
import type { Action, RollLine } from './view.ts';

/** One refund, in the detail of its sale. */
export interface RefundLine {
  readonly n: number;
  readonly amount: Money;
  readonly by: 'ladder' | 'manager';
  readonly reason: string;
  /** `asking`: this till has not heard yet whether the ledger has it */
  readonly state: 'asking' | Refund['state'];
  readonly at: EpochMs;
}

/** One step of a sale, explained in plain words by the app. All wall times of this tablet. */
export interface DetailStep {
  readonly at: EpochMs;
  readonly what:
    | 'sale-opened'
    | 'amount-changed'
    | 'attempt-opened'
    | 'gateway-ready'
    | 'code-read'
    | 'sent'
    | 'waiting'
    | 'cancel-asked'
    | 'extended'
    | 'cancelling'
    | 'paid'
    | 'declined'
    | 'closed'
    | 'returned'
    | 'differs'
    | 'unresolved'
    | 'withdrawn'
    | 'too-old'
    | 'moved-to-roll'
    | 'cash'
    | 'abandoned'
    | 'given-back'
    | 'trust'
    | 'kept'
    | 'overridden'
    | 'refund-asked'
    | 'refund-dropped'
    | 'refunded'
    | 'refund-refused'
    | 'refund-listed'
    | 'taken-over'
    | 'recovered'
    | 'taken-away';
  readonly wallet: Wallet | null;
  readonly amount: Money | null;
  readonly reason: DeclineReason | ClosedWhy | null;
  /** the till it was taken over from; null for every other step */
  readonly tillName: string | null;
}

/** What a receipt shows. */
export interface ReceiptView {
  readonly shopName: string;
  readonly address: string | null;
  readonly number: string;
  readonly paidAt: EpochMs;
  readonly timeZone: string;
  readonly amount: Money;
  /** what went back by refunds; null: nothing */
  readonly givenBack: Money | null;
  readonly wallet: Wallet | null;
  readonly transactionNo: string;
  readonly reference: string;
  /** address for the QR; null where a phone could not reach it */
  readonly url: string | null;
  readonly practice: boolean;
}

/** A sale opened from the roll. */
export interface SaleDetail {
  readonly saleId: SaleId;
  readonly number: string;
  readonly amount: Money;
  readonly note: string;
  readonly openedAt: EpochMs;
  readonly line: RollLine;
  readonly settled: Settled | null;
  readonly steps: readonly DetailStep[];
  readonly reference: string | null;
  readonly transactionNo: string | null;
  readonly receipt: ReceiptView | null;
  readonly refunds: readonly RefundLine[];
  /** what a manager may still give back; null where nothing can be */
  readonly refundable: Money | null;
  readonly actions: readonly Action[];
}
