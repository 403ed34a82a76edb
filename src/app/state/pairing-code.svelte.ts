/** The pairing code as it is typed, on the screen's keys or a keyboard. */

import { PAIRING_LENGTH } from '../../core/pairing-text.ts';

/** Up to eight characters, as a rune. */
export class PairingCode {
  #text = $state.raw('');

  /** What is typed so far. */
  get text(): string {
    return this.#text;
  }

  /** True when all are there. */
  get isComplete(): boolean {
    return this.#text.length === PAIRING_LENGTH;
  }

  /** Writes all of it anew; blanks and dashes are left out, what does not fit is dropped. Look-alikes are the proxy's. */
  set(typed: string): void {
    this.#text = typed
      .toUpperCase()
      .replaceAll(/[^0-9A-Z]/g, '')
      .slice(0, PAIRING_LENGTH);
  }

  /** Adds one or more characters behind. */
  add(characters: string): void {
    this.set(this.#text + characters);
  }

  /** Takes the last one away. */
  delete(): void {
    this.#text = this.#text.slice(0, -1);
  }
}
