/** Pages read from the ledger: other tills' sales and the manager's list. Part of view.ts. */
import type { Reference, SaleId } from '../core/ids.ts';
import type { Money } from '../core/money/money.ts';
import type { EpochMs } from '../core/ports.ts';
import type { Wallet } from '../core/wallet.ts';
import type { Action, LineState } from './view.ts';

/** A sale of another till that can be taken over. */
export interface OtherSale {
  readonly saleId: SaleId;
  readonly number: string;
  readonly amount: Money;
  readonly openedAt: EpochMs;
  /** null: this till's own, which it knows nothing of yet */
  readonly tillName: string | null;
  readonly state: LineState;
}

/** One thing on the manager's list: an attempt of any till, or a stray. */
export type ListItem =
  | {
      readonly kind: 'attempt';
      readonly saleId: SaleId;
      readonly reference: Reference;
      readonly number: string;
      readonly amount: Money;
      /** what the gateway says it took; null: not known */
      readonly taken: Money | null;
      readonly state: 'differs' | 'unresolved' | 'not-returned' | 'refund-listed';
      readonly wallet: Wallet | null;
      readonly transactionNo: string | null;
      readonly since: EpochMs;
      readonly actions: readonly Action[];
    }
  | {
      readonly kind: 'stray';
      readonly transactionNo: string;
      readonly status: string;
      readonly reference: string | null;
      /** as the gateway wrote it, with its currency */
      readonly amount: string | null;
      readonly since: EpochMs;
    };

/** A page read from the ledger: `silent` where the proxy did not answer. */
export type Page<T> =
  | { readonly name: 'loading' }
  | { readonly name: 'silent' }
  | { readonly name: 'ready'; readonly items: readonly T[] };
