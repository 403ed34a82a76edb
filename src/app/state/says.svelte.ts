/** Short messages of this tablet's own, beside the till's notices: one at a time. */
import type { ShelfAnswer } from './shelf.svelte.ts';

/** What can be said. */
export type Saying = ShelfAnswer | 'pin-set' | 'scan-damaged';

/** The message on the screen, as a rune. */
export class Says {
  #now = $state.raw<Saying | null>(null);

  /** What is said now. */
  get now(): Saying | null {
    return this.#now;
  }

  /** Says something instead of what was said before. */
  say = (saying: Saying): void => void (this.#now = saying);
  /** Says nothing any more. */
  stop = (): void => void (this.#now = null);
}
