/** The sheets that this tablet opens by itself: the menu, what it leads to, a manager's act, words for a customer. */
import type { ScanRead } from '../../scan/scanner.ts';
import type { ManagerWish } from './manager-wish.ts';
import type { Talk } from './talk.ts';

/** "This tablet", "Scanners", "How things stand", "How fast we are" or "Tills". */
export type MenuPage = 'tablet' | 'scanners' | 'status' | 'level' | 'tills';

/** What lies open besides the till's own sheets (a sale, a receipt, a list), as a rune. */
export class Sheets {
  #isMenu = $state.raw(false);
  #page = $state.raw<MenuPage | null>(null);
  #wish = $state.raw<ManagerWish | null>(null);
  #talk = $state.raw<Talk | null>(null);

  /** True while the menu covers the counter. */
  get isMenu(): boolean {
    return this.#isMenu;
  }

  /** What lies on the menu; null: nothing. */
  get page(): MenuPage | null {
    return this.#page;
  }

  /** What a manager is doing; null: nothing. */
  get wish(): ManagerWish | null {
    return this.#wish;
  }

  /** What is shown to a customer; null: nothing. */
  get talk(): Talk | null {
    return this.#talk;
  }

  /** True while any of them is open. */
  get isAny(): boolean {
    return this.#isMenu || (this.#page ?? this.#wish ?? this.#talk) !== null;
  }

  /** Takes the characters a person types outside a field, while a sheet asks for an amount. */
  ontyped: ((characters: readonly string[]) => void) | null = null;

  /** Takes every read while the scanners are tried: no sale gets it. */
  onread: ((read: ScanRead) => void) | null = null;
  /** What was read up to then was read for the check: no sale gets it, however late it comes. `Clock.monotonic`, ms. */
  checkedUntil = -Infinity;

  openMenu = (): void => void (this.#isMenu = true);
  closeMenu = (): void => void (this.#isMenu = false);
  /** Lays a page on the menu, instead of the one that lies there. */
  openPage = (page: MenuPage): void => void (this.#page = page);
  closePage = (): void => void (this.#page = null);
  /** A manager begins an act. */
  ask = (wish: ManagerWish): void => void (this.#wish = wish);
  closeWish = (): void => void (this.#wish = null);
  /** Shows words to a customer. */
  tell = (talk: Talk): void => void (this.#talk = talk);
  closeTalk = (): void => void (this.#talk = null);
}
