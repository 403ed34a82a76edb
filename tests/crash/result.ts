/** What a kind of rounds is, and what it ends with. */
import type { Finding } from './account.ts';
import type { Ends } from './ends.ts';

/** The end of one kind of rounds. */
export interface RoundsResult {
  readonly rounds: number;
  readonly ends: Ends;
  readonly findings: readonly Finding[];
}

/** Plays `rounds` blows of one kind; `say` hears of each finding as it is found. */
export type PlayRounds = (rounds: number, seed: number, say: (text: string) => void) => Promise<RoundsResult>;
