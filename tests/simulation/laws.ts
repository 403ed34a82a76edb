/** The laws of DESIGN §3 as checks: each says which law was broken and by what. The first one ends the story. */
import type { Story } from './trace.ts';

/** A broken law. `law` 0: an error that nobody caught. */
export interface Violation {
  readonly law: number;
  /** Short and the same for the same mistake, so that shrinking keeps to it. */
  readonly what: string;
  readonly facts: string;
}

/** The judge's book. */
export class Laws {
  readonly broken: Violation[] = [];
  readonly #story: Story;

  constructor(story: Story) {
    this.#story = story;
  }

  /** A law is broken. */
  broke(law: number, what: string, facts: Readonly<Record<string, unknown>> = {}): void {
    const text = JSON.stringify(facts);
    this.#story.say(() => `LAW ${law} BROKEN: ${what} ${text}`);
    this.broken.push({ law, what, facts: text });
  }
}
