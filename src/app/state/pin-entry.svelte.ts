/** One question that needs the manager's PIN and nothing else: typed, asked, and what stood in the way. */
import { PIN_BOUNDS } from './manager-act.svelte.ts';

/** The answer's code where it was not done; null: done. */
export type AskWithPin = (pin: string) => Promise<string | null>;

/** A PIN as it is typed, as a rune. */
export class PinEntry {
  readonly #ask: AskWithPin;
  #pin = $state.raw('');
  #failure = $state.raw<string | null>(null);
  #isBusy = $state.raw(false);

  constructor(ask: AskWithPin) {
    this.#ask = ask;
  }

  /** What is typed. */
  get pin(): string {
    return this.#pin;
  }

  /** The code of what stood in the way; null: nothing. */
  get failure(): string | null {
    return this.#failure;
  }

  /** True when there is enough to ask with. */
  get isReady(): boolean {
    return !this.#isBusy && this.#pin.length >= PIN_BOUNDS.min;
  }

  /** The whole new text: what is no digit is left out. */
  setText(text: string): void {
    if (this.#isBusy) return;
    this.#pin = text.replaceAll(/\D/g, '').slice(0, PIN_BOUNDS.max);
    if (this.#pin !== '') this.#failure = null;
  }

  /** Asks; the PIN is forgotten whatever comes of it. */
  async send(): Promise<void> {
    if (!this.isReady) return;
    const pin = this.#pin;
    this.#isBusy = true;
    this.#failure = await this.#ask(pin);
    this.#isBusy = false;
    this.#pin = '';
  }
}
