/** A keypad that takes digits before the till is there: it counts them, shows the amount, and hands its keys on. */
import type { AmountKey } from '../../core/money/keypad.ts';
import { fitAmount } from '../components/amount-fit.ts';
import { drawEarly, type EarlyMarkup } from './early-markup.ts';

/** What is not the keypad takes no key yet. */
const RESTS = 'aside, .bar, .head, .act, .roll-bar';

/** The amount as it is written once these digits are typed, `zero` being how nothing is written: "$0.00". */
export function writeEarly(digits: string, zero: string): string {
  const [written = '', point = '', decimals = ''] = /0(?:([.,])(0+))?/.exec(zero) ?? [];
  const padded = digits.padStart(decimals.length + 1, '0');
  const whole = padded.slice(0, padded.length - decimals.length);
  return zero.replace(written, whole + point + padded.slice(whole.length));
}

/** The digits after one more key; what would be more than `most` is refused, as the till will. */
export function typeEarly(digits: string, key: AmountKey, most: number): string {
  const typed = key === 'back' ? digits.slice(0, -1) : key === 'clear' ? '' : digits + key;
  const next = typed.replace(/^0+/, '');
  return next.length > most ? digits : next;
}

/** One, shown in `place`. */
export class EarlyKeypad {
  readonly #place: HTMLElement;
  readonly #markup: EarlyMarkup;
  readonly #keys: AmountKey[] = [];
  #digits = '';

  constructor(place: HTMLElement, markup: EarlyMarkup) {
    this.#place = place;
    this.#markup = markup;
    drawEarly(place, markup);
    for (const rest of place.querySelectorAll<HTMLElement>(RESTS)) rest.inert = true;
    // A touch takes no focus, as on the till's own keypad.
    place.addEventListener('mousedown', (event) => event.preventDefault());
    place.addEventListener('click', ({ target }) => {
      const key = target instanceof Element ? target.closest('button')?.dataset['key'] : undefined;
      if (key !== undefined) this.#press(key as AmountKey);
    });
  }

  /** It is gone, and its keys are the till's to press. */
  leave(): readonly AmountKey[] {
    this.#place.remove();
    return this.#keys;
  }

  #press(key: AmountKey): void {
    this.#keys.push(key);
    const { zero, most } = this.#markup;
    this.#digits = typeEarly(this.#digits, key, most);
    const text = writeEarly(this.#digits, zero);
    const { step, glyphs } = fitAmount(text);
    const figure = this.#place.querySelector<HTMLElement>('h1.amount');
    const words = figure?.firstChild;
    if (!figure || !words) return;
    words.nodeValue = text;
    figure.classList.toggle('empty', this.#digits === '');
    figure.dataset['fit'] = String(step);
    figure.style.setProperty('--n', String(glyphs));
  }
}
