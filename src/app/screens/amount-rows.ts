/** What was asked and what the wallet charged, row by row. */
import { money } from '../../core/money/money.ts';
import type { Counter } from '../../till/view.ts';
import type { AmountRow } from '../components/amount-row.ts';
import type { Words } from '../state/words.svelte.ts';

/** The rows under a question of money. A difference is told where both are in one currency. */
export function amountRows(
  counter: Extract<Counter, { name: 'differs' | 'paid-after-all' }>,
  words: Words,
): readonly AmountRow[] {
  const { counter: text, wallet } = words.text;
  const { amount } = counter;
  const charged = text.charged(wallet[counter.wallet ?? 'unknown']);
  if (counter.name === 'paid-after-all')
    return [
      { label: charged, figure: words.money(amount) },
      { label: text.cancelPressed, figure: null },
    ];
  const { found } = counter;
  const gap = found.minor - amount.minor;
  const difference: AmountRow = {
    label: gap < 0 ? text.missing : text.tooMuch,
    figure: words.money(money(Math.abs(gap), amount.currency)),
  };
  return [
    { label: text.asked, figure: words.money(amount) },
    { label: charged, figure: words.money(found) },
    ...(found.currency === amount.currency ? [difference] : []),
  ];
}
