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

/** Writes the steps of `sale`. `timeZone` is the shop's. */
export function stepLines(
  sale: Pick<SaleDetail, 'line' | 'steps'>,
  words: Words,
  timeZone: string,
): readonly StepLine[] {
  return sale.steps.map((step, index) => {
    const line = stepLine(step, sale, words, timeZone);
    return isLateChargePossible(sale.steps.slice(0, index + 1)) ? line : { ...line, note: null };
  });
}

/** "If the wallet charges late …" is said of cash only while a charge had no end: after a decline it would be untrue. */
function isLateChargePossible(steps: readonly DetailStep[]): boolean {
  const last = steps.at(-1)?.what;
  if (last !== 'cash' && last !== 'abandoned') return true;
  const told = steps.findLast(({ what }) => what === 'sent' || ENDS.has(what));
  return told?.what === 'sent';
}

/** Steps after which an attempt charges nothing any more. */
const ENDS = new Set<DetailStep['what']>([
  'paid',
  'declined',
  'closed',
  'returned',
  'withdrawn',
  'too-old',
  'refunded',
]);

function stepLine(
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
    till: step.tillName ?? '',
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
    case 'kept':
    case 'paid':
      return { mark: 'paid', ink: 'paid' };
    case 'waiting':
    case 'extended':
    case 'cancel-asked':
    case 'cancelling':
    case 'refund-asked':
      return { mark: 'ring', ink: 'doubt' };
    case 'moved-to-roll':
      return { mark: 'held', ink: 'doubt' };
    case 'trust':
      return { mark: 'trust', ink: 'doubt' };
    case 'differs':
    case 'overridden':
    case 'refund-listed':
    case 'unresolved':
      return { mark: 'doubt', ink: 'doubt' };
    case 'declined':
    case 'refund-refused':
      return { mark: 'declined', ink: 'declined' };
    case 'taken-over':
    case 'recovered':
    case 'amount-changed':
      return { mark: 'dot', ink: 'closed' };
    case 'cash':
      return { mark: 'cash', ink: 'closed' };
    case 'taken-away':
      return { mark: 'away', ink: 'closed' };
    case 'returned':
    case 'refunded':
    case 'given-back':
      return { mark: 'returned', ink: 'closed' };
    case 'closed':
    case 'refund-dropped':
    case 'withdrawn':
    case 'too-old':
    case 'abandoned':
      return { mark: 'closed', ink: 'closed' };
    default:
      return assertNever(what);
  }
}
