/** Why a till must not sell, from what went wrong with its journal. */
import { assertNever } from '../core/assert-never.ts';
import { JournalError, type JournalProblem } from '../journal/journal.ts';
import type { TillContext } from './context.ts';
import type { TillTrouble } from './view.ts';

/** The trouble a journal's problem is for the cashier. */
export function troubleOf(problem: JournalProblem): NonNullable<TillTrouble> {
  switch (problem) {
    case 'newer':
      return 'newer-journal';
    case 'corrupt':
      return 'corrupt-journal';
    case 'blocked':
    case 'closed':
      return 'other-tab';
    case 'cannot-save':
    case 'stale':
      return 'cannot-save';
    default:
      return assertNever(problem);
  }
}

/** Shows a journal's error. Anything else is a broken rule of ours and is thrown on. */
export function showTrouble(context: TillContext, error: unknown): void {
  if (!(error instanceof JournalError)) throw error;
  context.deps.log.error('journal', { problem: error.problem });
  context.state.trouble = troubleOf(error.problem);
  context.changed();
}
