/** The lines of a receipt as text, so that screen and paper cannot differ. */
import type { ReceiptView } from '../../till/view.ts';
import type { Words } from '../state/words.svelte.ts';

/** What stands on a receipt (issue 2 item 7); `practice` is its watermark, null on a real one. */
export interface ReceiptLines {
  readonly shop: string;
  readonly address: readonly string[];
  readonly number: string;
  readonly date: string;
  readonly time: string;
  readonly amount: string;
  /** what went back of it; null: nothing */
  readonly givenBack: string | null;
  readonly wallet: string;
  readonly lastFour: string;
  readonly transactionNo: string;
  readonly reference: string;
  readonly practice: string | null;
}

/** Writes a receipt in the language of the screen. */
export function receiptLines(receipt: ReceiptView, words: Words): ReceiptLines {
  return {
    shop: receipt.shopName,
    address: (receipt.address ?? '').split(/\r?\n|,\s*/).filter((line) => line !== ''),
    number: receipt.number,
    date: words.date(receipt.paidAt, receipt.timeZone),
    time: words.timeWithZone(receipt.paidAt, receipt.timeZone),
    amount: words.money(receipt.amount),
    givenBack: receipt.givenBack && `−${words.money(receipt.givenBack)}`,
    wallet: words.text.wallet[receipt.wallet ?? 'unknown'],
    lastFour: words.text.receipt.lastFour(receipt.transactionNo.slice(-4)),
    transactionNo: receipt.transactionNo,
    reference: receipt.reference,
    practice: receipt.practice ? words.text.practice : null,
  };
}
