/** The words of the practice wallet: behaviours, faults, states, money. */
import { isCurrency, parseDecimal, formatMoney } from '../../core/money/money.ts';
import type { CodeView } from './api.ts';

/** What this customer does, as the picker says it. */
export const BEHAVIOURS = [
  ['pay', 'Pays at once'],
  ['confirm', 'Must confirm first'],
  ['no-funds', 'Has too little money'],
  ['risk', 'Is refused by the wallet'],
  ['slow', 'Wallet is slow'],
  ['late', 'Confirms late, by itself'],
] as const;

/** Faults the drawer offers: kind, call, name, what the till will meet. */
export const FAULTS = [
  ['lost', 'pay', 'Lose the answer', 'Charged, then silence'],
  ['error-after', 'pay', 'Fail after charging', 'Charged, then error 500'],
  ['hang', 'pay', 'Hang', 'Nothing charged, no answer'],
  ['slow', 'pay', 'Be slow', 'Charged after three seconds'],
  ['refuse', 'pay', 'Refuse', 'Nothing charged, error 503'],
  ['garbage', 'pay', 'Answer nonsense', 'Nothing charged, a web page comes back'],
  ['hang', 'tran-query', 'Hang on a question', 'The next query gets no answer'],
  ['webhook-early', null, 'Webhook first', 'The news comes before the answer'],
  ['webhook-late', null, 'Webhook late', 'The news comes after 30 seconds'],
  ['webhook-twice', null, 'Webhook twice', 'The same news two times'],
  ['webhook-never', null, 'No webhook', 'The news never comes'],
] as const;

/** A fault's name in the list of those in wait. */
export function faultName(kind: string, call: string | null): string {
  const known = FAULTS.find(([one, of]) => one === kind && (of === call || call === null));
  return known?.[2] ?? kind;
}

/** What became of a code: the word, and a sentence under it. */
export function outcomeOf(view: CodeView): { word: string; more: string; stock: string } {
  switch (view.state) {
    case 'paid':
      return { word: 'Paid', more: 'The money has left this wallet.', stock: 'paid' };
    case 'declined':
      return { word: 'Declined', more: view.order?.reason ?? 'Nothing was charged.', stock: 'declined' };
    case 'given-back':
      return { word: 'Given back', more: 'The shop cancelled. All the money is back.', stock: 'closed' };
    default:
      return {
        word: 'Closed',
        more: 'The shop cancelled, or time ran out. Nothing was charged.',
        stock: 'closed',
      };
  }
}

/** "12.50", "USD" → "$12.50". What cannot be read is shown as it came. */
export function readableMoney(amount: string, currency: string): string {
  const read = isCurrency(currency) ? parseDecimal(amount, currency) : null;
  return read?.ok === true ? formatMoney(read.money, 'en') : `${amount} ${currency}`;
}

/** Digits in fours, as a wallet prints them under its bars. */
export function inFours(code: string): string {
  return code.replaceAll(/.{4}(?=.)/g, '$& ');
}
