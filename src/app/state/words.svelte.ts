/** The language of the screen as a rune: words, and how numbers and times are written. */
import { formatMoney, type Money } from '../../core/money/money.ts';
import type { EpochMs } from '../../core/ports.ts';
import type { Catalogue } from '../../i18n/catalogue.ts';
import {
  formatCount,
  formatDate,
  formatOrdinal,
  formatTime,
  formatTimeWithSeconds,
  formatTimeWithZone,
} from '../../i18n/formats.ts';
import { fetchCatalogue, isLanguage, type Language, preferredLanguage } from '../../i18n/languages.ts';
import type { Keep } from '../../till/deps.ts';
import { LANGUAGE_KEY } from '../../till/kept-names.ts';

/** A language and its words. */
export interface Spoken {
  readonly language: Language;
  readonly text: Catalogue;
}

/**
 * Fetches the words of the language chosen on this tablet, else of the browser's (`tags`: `navigator.languages`).
 * Rejects where the file cannot be had.
 */
export async function loadWords(keep: Keep, tags: readonly string[]): Promise<Words> {
  const kept = keep.get(LANGUAGE_KEY);
  const language = kept !== null && isLanguage(kept) ? kept : preferredLanguage(tags);
  return new Words(keep, { language, text: await fetchCatalogue(language) });
}

/** The words chosen on this tablet. */
export class Words {
  readonly #keep: Keep;
  /** Language and words change together: a screen is never half in one and half in the other. */
  #now: Spoken;

  constructor(keep: Keep, first: Spoken) {
    this.#keep = keep;
    this.#now = $state.raw(first);
  }

  /** The language in use; also the BCP 47 locale for `Intl` and `<html lang>`. */
  get language(): Language {
    return this.#now.language;
  }

  /** The catalogue: `words.text.action.back`. */
  get text(): Catalogue {
    return this.#now.text;
  }

  /** Speaks another language as soon as it is there, also after a reload. Rejects where it cannot be fetched. */
  async choose(language: Language): Promise<void> {
    this.#now = { language, text: await fetchCatalogue(language) };
    this.#keep.set(LANGUAGE_KEY, language);
  }

  /** "$12.50" */
  money(amount: Money): string {
    return formatMoney(amount, this.#now.language);
  }

  /** "14:06" */
  time(at: EpochMs, timeZone: string): string {
    return formatTime(at, timeZone, this.#now.language);
  }

  /** "14:06:12" */
  timeWithSeconds(at: EpochMs, timeZone: string): string {
    return formatTimeWithSeconds(at, timeZone, this.#now.language);
  }

  /** "14:06 EST" */
  timeWithZone(at: EpochMs, timeZone: string): string {
    return formatTimeWithZone(at, timeZone, this.#now.language);
  }

  /** "Nov 24, 2026" */
  date(at: EpochMs, timeZone: string): string {
    return formatDate(at, timeZone, this.#now.language);
  }

  /** "1,204" */
  count(count: number): string {
    return formatCount(count, this.#now.language);
  }

  /** "3rd" */
  ordinal(count: number): string {
    return formatOrdinal(count, this.#now.language);
  }
}
