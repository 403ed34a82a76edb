/** From the list of what may be done now to the keys on the screen: which one is first, what each says and does. */
import { assertNever } from '../../core/assert-never.ts';
import type { DeclineReason } from '../../core/decline-reason.ts';
import type { Catalogue } from '../../i18n/catalogue.ts';
import type { Till } from '../../till/till.ts';
import type { Action, Counter } from '../../till/view.ts';

/** A counter state that has a sale: every one but the keypad. */
export type SaleCounter = Exclude<Counter, { name: 'amount' }>;

/** A key: what it does, what it says, and one line of what that means. */
export interface ActionKey {
  readonly action: Action;
  readonly label: string;
  readonly hint: string | null;
}

/** The keys of a state. `back` stands in the bar and `extend` beside the ring, so neither is here. */
export interface ActionPlan {
  readonly first: ActionKey | null;
  readonly second: readonly ActionKey[];
}

/** The first of these that may be done is the primary key; the others keep the order they are shown in. */
const FIRST: readonly Action[] = ['scan-again', 'next-sale', 'next-customer'];
const SECOND: readonly Action[] = [
  'send-now',
  'cancel',
  'cash',
  'abandon',
  'receipt',
  'next-sale',
  'next-customer',
];
/** On pale stock the sentence beside the ring explains enough: keys there carry no second line. */
const PLAIN = new Set<Counter['name']>(['ready', 'held', 'charging', 'waiting', 'paid']);

/** Lays out the actions of `counter`. */
export function planActions(counter: SaleCounter, words: Catalogue): ActionPlan {
  const key = (action: Action): ActionKey => ({
    action,
    label: labelOf(action, counter, words),
    hint: PLAIN.has(counter.name) ? null : hintOf(action, counter, words),
  });
  const first = FIRST.find((action) => counter.actions.includes(action)) ?? null;
  const second = SECOND.filter((action) => action !== first && counter.actions.includes(action));
  return { first: first === null ? null : { ...key(first), hint: null }, second: second.map(key) };
}

function labelOf(action: Action, counter: SaleCounter, words: Catalogue): string {
  if (action !== 'scan-again') return words.action[action];
  if (counter.name === 'declined') return againAfter(counter.reason, words);
  const isFresh = counter.name === 'closed' && counter.why === 'expired';
  return isFresh ? words.actionAs.freshCode : words.action['scan-again'];
}

/** What to try after a refusal: the same wallet cannot help where the wallet itself said no. */
function againAfter(reason: DeclineReason, words: Catalogue): string {
  switch (reason) {
    case 'funds':
    case 'risk':
      return words.actionAs.otherWallet;
    case 'code-expired':
    case 'code-used':
      return words.actionAs.freshCode;
    case 'customer-refused':
    case 'unknown':
      return words.action['scan-again'];
    default:
      return assertNever(reason);
  }
}

function hintOf(action: Action, counter: SaleCounter, words: Catalogue): string | null {
  const isOpen = counter.name !== 'declined' && counter.name !== 'closed' && counter.name !== 'returned';
  switch (action) {
    case 'cancel':
      return words.hint.cancel;
    case 'cash':
      return isOpen ? words.hint.anyChargeBack : words.hint.cashCloses(counter.number);
    case 'abandon':
      return isOpen ? words.hint.anyChargeBack : words.hint.abandonCloses(counter.number);
    default:
      return null;
  }
}

/** Does `action` for the sale on the counter. */
export async function runAction(till: Till, action: Action, counter: SaleCounter): Promise<void> {
  switch (action) {
    case 'back':
      return till.back();
    case 'scan-again':
      return till.scanAgain();
    case 'cancel':
      return till.cancel(counter.saleId);
    case 'extend':
      return till.extend(counter.saleId);
    case 'cash':
      return till.tookCash(counter.saleId);
    case 'abandon':
      return till.abandon(counter.saleId);
    case 'next-customer':
      return till.nextCustomer();
    case 'next-sale':
      return till.nextSale();
    case 'receipt':
      return till.showReceipt(counter.saleId);
    case 'send-now':
      return till.sendNow();
    default:
      return assertNever(action);
  }
}
