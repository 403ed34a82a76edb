/** One press that only the shop's computer can answer: busy meanwhile, then done or the code of what stood in the way. */
import type { Outcome } from '../../till/till.ts';

/** A press and its answer, as a rune. */
export class Asking {
  #busyWith = $state.raw<string | null>(null);
  #failure = $state.raw<{ readonly what: string; readonly code: string } | null>(null);

  /** What is being asked; null: nothing. */
  get busyWith(): string | null {
    return this.#busyWith;
  }

  /** What was not done, and why; null: nothing went wrong. */
  get failure(): { readonly what: string; readonly code: string } | null {
    return this.#failure;
  }

  /** Asks; a second press while one is on its way does nothing. */
  async run(what: string, act: () => Promise<Outcome>): Promise<void> {
    if (this.#busyWith !== null) return;
    this.#busyWith = what;
    this.#failure = null;
    const outcome = await act();
    this.#busyWith = null;
    if (!outcome.isDone) this.#failure = { what, code: outcome.code };
  }
}
