/** What a screen reader says when the counter changes. */
import type { Counter } from '../../till/view.ts';
import type { Words } from '../state/words.svelte.ts';

/** One sentence for the state on the counter. It changes with the state, not with each second or digit. */
export function announcement(counter: Counter, words: Words): string {
  const text = words.text.announce[counter.name];
  if (typeof text === 'string') return text;
  return text({
    amount: words.money(counter.amount),
    wallet: words.text.wallet[(counter.name === 'amount' ? null : counter.wallet) ?? 'unknown'],
    reason: reasonOf(counter, words),
  });
}

function reasonOf(counter: Counter, words: Words): string {
  if (counter.name === 'declined') return words.text.reason[counter.reason];
  return counter.name === 'closed' ? words.text.reason[counter.why] : '';
}
