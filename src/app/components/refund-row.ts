/** One refund as it is drawn, apart from its drawing: plain TypeScript cannot see into a component. */
import type { MarkName } from './mark-name.ts';

/** A refund in words. */
export interface RefundRow {
  readonly n: number;
  readonly figure: string;
  readonly time: string;
  readonly state: string;
  /** who wanted it, and why */
  readonly why: string;
  readonly mark: MarkName;
  readonly ink: 'doubt' | 'declined' | 'closed';
}
