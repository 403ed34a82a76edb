/** Keeps the keypad as it is drawn before the journal is read, for the next start; says while a sale stands in its place. */
import { tick } from 'svelte';
import { money } from '../../core/money/money.ts';
import type { Keep } from '../../till/deps.ts';
import type { Till } from '../../till/till.ts';
import type { TillView } from '../../till/view.ts';
import type { Words } from '../state/words.svelte.ts';
import { keepEarly, markSale } from './early-markup.ts';

/** What it looks at. */
export interface EarlyPageParts {
  /** names the build */
  readonly build: string;
  readonly till: Pick<Till, 'view' | 'subscribe'>;
  readonly keep: Keep;
  readonly words: Pick<Words, 'language' | 'money'>;
  /** the one of the last start was good: it is on the screen */
  readonly isKept: boolean;
  /** where the till is drawn */
  readonly target: Element;
}

/** Called when the till begins; one that starts another way (a question, no shop) keeps nothing. */
export function keepEarlyPage(parts: EarlyPageParts): void {
  const { till, keep } = parts;
  let { isKept } = parts;
  let wasFree: boolean | null = null;
  const look = (): void => {
    const view = till.view();
    const isFree = view.counter.name === 'amount' && view.counter.saleId === null;
    // Before the journal is read nobody knows whether a sale stands there.
    if (view.roll.isRead && isFree !== wasFree) markSale(keep, !(wasFree = isFree));
    if (isKept || !isFresh(view)) return;
    isKept = true;
    // It is on the screen a moment later; nothing can be read in between.
    void tick().then(() => (isFresh(till.view()) ? keepDrawn(parts) : undefined));
  };
  look();
  till.subscribe(look);
}

function keepDrawn({ build, till, keep, words, target }: EarlyPageParts): void {
  const { counter } = till.view();
  if (counter.name !== 'amount') return;
  keepEarly(keep, build, {
    html: target.innerHTML,
    language: words.language,
    theme: document.documentElement.dataset['theme'] ?? '',
    zero: words.money(money(0, counter.amount.currency)),
    most: String(counter.limit.minor).length,
  });
}

/** The keypad is there, nothing is typed and nothing read yet: it shows no sale and no sum. */
function isFresh({ counter, roll, shop, trouble }: TillView): boolean {
  const isEmpty = counter.name === 'amount' && counter.amount.minor === 0;
  return isEmpty && shop !== null && trouble === null && !roll.isRead;
}
