/** From the list of what may be done now to the keys on the screen: which one is first, what each says and does. */
import { assertNever } from '../../core/assert-never.ts';
import type { DeclineReason } from '../../core/decline-reason.ts';
import type { Catalogue } from '../../i18n/catalogue.ts';
import type { Counter } from '../../till/view.ts';
import type { PlainAction, SaleCounter } from './run-action.ts';

/** What a key of the counter may do. */
export type CounterAction = PlainAction | 'override';

/** A key: what it does, what it says, and one line of what that means. */
export interface ActionKey {
  readonly action: CounterAction;
  readonly label: string;
  readonly hint: string | null;
}

/** The keys of a state. `back` stands in the bar and `extend` beside the ring, so neither is here. */
export interface ActionPlan {
  readonly first: ActionKey | null;
  readonly second: readonly ActionKey[];
}

/** The first of these that may be done is the primary key; the others keep the order they are shown in. */
const FIRST: readonly CounterAction[] = ['scan-again', 'next-sale', 'next-customer'];
const SECOND: readonly CounterAction[] = [
  'send-now',
  'cancel',
  'cash',
  'trust',
  'abandon',
  'override',
  'receipt',
  'next-sale',
  'next-customer',
];
/** On pale stock the sentence beside the ring explains enough: keys there carry no second line. */
const PLAIN = new Set<Counter['name']>(['ready', 'held', 'charging', 'waiting', 'paid']);

/** Lays out the actions of `counter`; `trustLimit` is written, for the key that lets goods go. */
export function planActions(counter: SaleCounter, words: Catalogue, trustLimit = ''): ActionPlan {
  const key = (action: CounterAction): ActionKey => ({
    action,
    label: labelOf(action, counter, words),
    hint: PLAIN.has(counter.name) ? null : hintOf(action, counter, words, trustLimit),
  });
  const first = FIRST.find((action) => counter.actions.includes(action)) ?? null;
  const second = SECOND.filter((action) => action !== first && counter.actions.includes(action));
  return { first: first === null ? null : { ...key(first), hint: null }, second: second.map(key) };
}

function labelOf(action: CounterAction, counter: SaleCounter, words: Catalogue): string {
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

function hintOf(
  action: CounterAction,
  counter: SaleCounter,
  words: Catalogue,
  trustLimit: string,
): string | null {
  const isOpen = counter.name !== 'declined' && counter.name !== 'closed' && counter.name !== 'returned';
  switch (action) {
    case 'cancel':
      return words.hint.cancel;
    case 'cash':
      return isOpen ? words.hint.anyChargeBack : words.hint.cashCloses(counter.number);
    case 'abandon':
      return isOpen ? words.hint.anyChargeBack : words.hint.abandonCloses(counter.number);
    case 'trust':
      return words.hint.trust(trustLimit);
    case 'override':
      return words.hint.override;
    default:
      return null;
  }
}
