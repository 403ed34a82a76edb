/** A sale's steps in plain words: what the sheet of a sale lists. */
import { assertNever } from '../../core/assert-never.ts';
import type { DetailStep, SaleDetail } from '../../till/view.ts';
import type { Words } from '../state/words.svelte.ts';
import type { MarkName } from './mark-name.ts';

/** Ink of a mark on paper. */
export type Ink = 'paid' | 'doubt' | 'declined' | 'closed';

/** One step as it is drawn. */
export interface StepLine {
  readonly at: string;
  readonly title: string;
  /** a second line where the first raises a question, else null */
  readonly note: string | null;
  readonly mark: MarkName;
  readonly ink: Ink;
}

/** Writes one step of `sale`. `timeZone` is the shop's. */
export function stepLine(
  step: DetailStep,
  sale: Pick<SaleDetail, 'line'>,
  words: Words,
  timeZone: string,
): StepLine {
  const { text } = words;
  const title = text.step[step.what];
  const notes: Partial<Record<DetailStep['what'], string>> = text.stepNote;
  const gaps = {
    amount: step.amount ? words.money(step.amount) : '',
    wallet: text.wallet[step.wallet ?? sale.line.wallet ?? 'unknown'],
  };
  return {
    at: words.timeWithSeconds(step.at, timeZone),
    title: typeof title === 'string' ? title : title(gaps),
    note: step.reason ? text.reason[step.reason] : (notes[step.what] ?? null),
    ...stepLook(step.what),
  };
}

function stepLook(what: DetailStep['what']): Pick<StepLine, 'mark' | 'ink'> {
  switch (what) {
    case 'sale-opened':
    case 'attempt-opened':
    case 'gateway-ready':
    case 'code-read':
    case 'sent':
    case 'paid':
      return { mark: 'paid', ink: 'paid' };
    case 'waiting':
    case 'extended':
    case 'cancel-asked':
    case 'cancelling':
      return { mark: 'ring', ink: 'doubt' };
    case 'moved-to-roll':
      return { mark: 'held', ink: 'doubt' };
    case 'differs':
    case 'unresolved':
      return { mark: 'doubt', ink: 'doubt' };
    case 'declined':
      return { mark: 'declined', ink: 'declined' };
    case 'amount-changed':
      return { mark: 'dot', ink: 'closed' };
    case 'cash':
      return { mark: 'cash', ink: 'closed' };
    case 'returned':
    case 'given-back':
      return { mark: 'returned', ink: 'closed' };
    case 'closed':
    case 'withdrawn':
    case 'too-old':
    case 'abandoned':
      return { mark: 'closed', ink: 'closed' };
    default:
      return assertNever(what);
  }
}
