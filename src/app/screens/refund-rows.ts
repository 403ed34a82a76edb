/** A sale's refunds in words: how much, how far it is, who wanted it and why. */
import type { RefundLine } from '../../till/view.ts';
import type { MarkName } from '../components/mark-name.ts';
import type { RefundRow } from '../components/refund-row.ts';
import type { Words } from '../state/words.svelte.ts';

const MARKS: Readonly<Record<RefundLine['state'], MarkName>> = {
  asking: 'ring',
  asked: 'ring',
  sent: 'ring',
  done: 'returned',
  refused: 'declined',
  listed: 'doubt',
};
const INKS: Readonly<Record<RefundLine['state'], RefundRow['ink']>> = {
  asking: 'doubt',
  asked: 'doubt',
  sent: 'doubt',
  done: 'closed',
  refused: 'declined',
  listed: 'doubt',
};

/** Rows for the slip, oldest first. */
export function refundRows(
  refunds: readonly RefundLine[],
  words: Words,
  timeZone: string,
): readonly RefundRow[] {
  const { refund: text } = words.text;
  return refunds.map(({ n, amount, at, state, by, reason }) => ({
    n,
    figure: words.money(amount),
    time: words.time(at, timeZone),
    state: text.state[state],
    why: [text.by[by], reason].filter((part) => part !== '').join(' · '),
    mark: MARKS[state],
    ink: INKS[state],
  }));
}
