/** Light, dark, or as the tablet says. */
import type { Keep } from '../../till/deps.ts';
import { THEME_KEY } from '../../till/kept-names.ts';

/** What a person can choose. */
export const THEMES = ['auto', 'light', 'dark'] as const;
/** One choice. */
export type ThemeChoice = (typeof THEMES)[number];

/** The theme as a rune; App writes it to `<html data-theme>` (tokens.css follows). */
export class Theme {
  readonly #keep: Keep;
  #choice = $state.raw<ThemeChoice>('auto');

  constructor(keep: Keep) {
    this.#keep = keep;
    const kept = keep.get(THEME_KEY);
    this.#choice = THEMES.find((theme) => theme === kept) ?? 'auto';
  }

  /** What was chosen. */
  get choice(): ThemeChoice {
    return this.#choice;
  }

  /** Chooses, also for after a reload. */
  choose(theme: ThemeChoice): void {
    this.#choice = theme;
    this.#keep.set(THEME_KEY, theme);
  }
}
