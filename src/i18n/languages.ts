/** The languages Pling speaks, and which one a tablet starts in. */
import type { Catalogue } from './catalogue.ts';

/** BCP 47 tags of the languages there are; each also serves as the locale given to `Intl`. */
export const LANGUAGES = ['en', 'zh-Hans'] as const;
/** One language. */
export type Language = (typeof LANGUAGES)[number];

/** A language's name in its own words, for the menu. */
export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { en: 'English', 'zh-Hans': '中文' };

/** A tablet speaks one language: only that one is fetched. */
const FETCH: Readonly<Record<Language, () => Promise<Catalogue>>> = {
  en: async () => (await import('./en.ts')).en,
  'zh-Hans': async () => (await import('./zh-hans.ts')).zhHans,
};

/** Fetches the words of a language. Rejects where the network is gone and nothing has kept them. */
export function fetchCatalogue(language: Language): Promise<Catalogue> {
  return FETCH[language]();
}

/** True for a language Pling speaks. */
export function isLanguage(text: string): text is Language {
  return LANGUAGES.some((language) => language === text);
}

/** The first of a browser's preferred tags (`navigator.languages`) that Pling speaks; English where it speaks none. */
export function preferredLanguage(tags: readonly string[]): Language {
  for (const tag of tags) {
    const primary = tag.toLowerCase().split('-')[0];
    if (primary === 'zh') return 'zh-Hans';
    if (primary === 'en') return 'en';
  }
  return 'en';
}
