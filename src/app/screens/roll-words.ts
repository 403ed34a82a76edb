/** How a state looks on the roll: mark, ink, and whether its amount is struck. */
import type { LineState } from '../../till/view.ts';
import type { MarkName } from '../components/mark-name.ts';

/** Print of one state. */
export interface LinePrint {
  readonly mark: MarkName;
  readonly ink: 'paid' | 'doubt' | 'declined' | 'closed';
  readonly struck: boolean;
}

/** Every state's print (NOTES, "States without colour"). */
export const LINE_PRINTS: Readonly<Record<LineState, LinePrint>> = {
  held: { mark: 'held', ink: 'doubt', struck: false },
  charging: { mark: 'ring', ink: 'doubt', struck: false },
  waiting: { mark: 'ring', ink: 'doubt', struck: false },
  'in-doubt': { mark: 'doubt', ink: 'doubt', struck: false },
  cancelling: { mark: 'ring', ink: 'doubt', struck: false },
  paid: { mark: 'paid', ink: 'paid', struck: false },
  declined: { mark: 'declined', ink: 'declined', struck: true },
  'not-charged': { mark: 'closed', ink: 'closed', struck: true },
  cancelled: { mark: 'closed', ink: 'closed', struck: true },
  returned: { mark: 'returned', ink: 'closed', struck: true },
  'giving-back': { mark: 'ring', ink: 'doubt', struck: false },
  'given-back': { mark: 'returned', ink: 'closed', struck: true },
  cash: { mark: 'cash', ink: 'closed', struck: false },
  abandoned: { mark: 'closed', ink: 'closed', struck: true },
  differs: { mark: 'doubt', ink: 'doubt', struck: false },
  unresolved: { mark: 'doubt', ink: 'doubt', struck: false },
  'paid-after-all': { mark: 'doubt', ink: 'doubt', struck: false },
  trust: { mark: 'trust', ink: 'doubt', struck: false },
  owed: { mark: 'trust', ink: 'declined', struck: false },
  refunding: { mark: 'ring', ink: 'doubt', struck: false },
  'refunded-partly': { mark: 'returned', ink: 'paid', struck: false },
  refunded: { mark: 'returned', ink: 'closed', struck: true },
  'taken-over': { mark: 'away', ink: 'closed', struck: false },
};
