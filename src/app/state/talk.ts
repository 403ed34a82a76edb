/** What is told to a customer about a sale: which words, how much, and the two numbers to keep. */
import { money, type Money } from '../../core/money/money.ts';
import type { Wallet } from '../../core/wallet.ts';
import type { LineState, ListItem, SaleDetail } from '../../till/view.ts';

/** Which words. */
export type TalkCase = 'asking' | 'cancelled' | 'giving-back' | 'given-back' | 'differs' | 'stray';

/** One talk. */
export interface Talk {
  readonly about: TalkCase;
  /** the money that is talked about; a text is as the gateway wrote it, null where nobody knows */
  readonly amount: Money | string | null;
  readonly wallet: Wallet | null;
  /** number and amount of the sale; null for a stray */
  readonly sale: { readonly number: string; readonly amount: Money } | null;
  readonly reference: string | null;
  readonly transactionNo: string | null;
}

/** Words for every state that a customer may ask about; null: nothing needs telling. */
const CASES: Readonly<Record<LineState, TalkCase | null>> = {
  held: null,
  charging: null,
  waiting: null,
  'in-doubt': 'asking',
  cancelling: 'asking',
  unresolved: 'asking',
  trust: 'asking',
  cancelled: 'cancelled',
  'giving-back': 'giving-back',
  refunding: 'giving-back',
  'given-back': 'given-back',
  returned: 'given-back',
  'refunded-partly': 'given-back',
  refunded: 'given-back',
  differs: 'differs',
  'paid-after-all': null,
  paid: null,
  declined: null,
  'not-charged': null,
  cash: null,
  abandoned: null,
  owed: null,
  'taken-over': null,
};

/** What to tell about a sale; null where nothing needs telling. */
export function talkOfSale(detail: SaleDetail): Talk | null {
  const about = CASES[detail.line.state];
  if (about === null) return null;
  return {
    about,
    amount: amountOf(detail, about),
    wallet: detail.line.wallet,
    sale: { number: detail.number, amount: detail.amount },
    reference: detail.reference,
    transactionNo: detail.transactionNo,
  };
}

/** The refunds' sum where there are some, the amount that was found where it differs, else the sale's. */
function amountOf({ refunds, steps, amount, line }: SaleDetail, about: TalkCase): Money {
  if (about === 'differs') return steps.findLast(({ what }) => what === 'differs')?.amount ?? amount;
  if (!line.state.startsWith('refund')) return amount;
  const isOver = about === 'given-back';
  const told = refunds.filter(({ state }) =>
    isOver ? state === 'done' : state !== 'done' && state !== 'refused',
  );
  if (told.length === 0) return amount;
  return money(
    told.reduce((sum, refund) => sum + refund.amount.minor, 0),
    amount.currency,
  );
}

/** What to tell about a thing on the manager's list. */
export function talkOfItem(item: ListItem): Talk {
  if (item.kind === 'stray')
    return {
      about: 'stray',
      amount: item.amount,
      wallet: null,
      sale: null,
      reference: item.reference,
      transactionNo: item.transactionNo,
    };
  const about = item.state === 'differs' ? 'differs' : item.state === 'unresolved' ? 'asking' : 'giving-back';
  return {
    about,
    amount: item.taken ?? item.amount,
    wallet: item.wallet,
    sale: { number: item.number, amount: item.amount },
    reference: item.reference,
    transactionNo: item.transactionNo,
  };
}
