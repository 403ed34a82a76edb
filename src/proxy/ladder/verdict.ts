/** What an answer comes to: a change of the row, and whether it can wait. */
import type { Change } from '../ledger/book.ts';

/** A change, and whether it must be written now or may wait for the next one that must. */
export interface Verdict extends Change {
  readonly events: NonNullable<Change['events']>;
  readonly facts: NonNullable<Change['facts']>;
  readonly isNews: boolean;
}
