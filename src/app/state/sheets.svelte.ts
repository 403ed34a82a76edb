/** The sheets that this tablet opens by itself: the menu, what it leads to, a manager's act, words for a customer. */
import type { ScanRead } from '../../scan/scanner.ts';
import type { ManagerWish } from './manager-wish.ts';
import type { Talk } from './talk.ts';

/** What lies open besides the till's own sheets (a sale, a receipt, a list), as a rune. */
export class Sheets {
  #isMenu = $state.raw(false);
  #isTablet = $state.raw(false);
  #isScanners = $state.raw(false);
  #isStatus = $state.raw(false);
  #wish = $state.raw<ManagerWish | null>(null);
  #talk = $state.raw<Talk | null>(null);

  /** True while the menu covers the counter. */
  get isMenu(): boolean {
    return this.#isMenu;
  }

  /** True while "This tablet" lies on the menu. */
  get isTablet(): boolean {
    return this.#isTablet;
  }

  /** True while "Scanners" lies on the menu. */
  get isScanners(): boolean {
    return this.#isScanners;
  }

  /** True while "How things stand" lies on the menu. */
  get isStatus(): boolean {
    return this.#isStatus;
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
    const isPage = this.#isMenu || this.#isTablet || this.#isScanners || this.#isStatus;
    return isPage || this.#wish !== null || this.#talk !== null;
  }

  /** Takes the characters a person types outside a field, while a sheet asks for an amount. */
  ontyped: ((characters: readonly string[]) => void) | null = null;

  /** Takes every read while the scanners are tried: no sale gets it. */
  onread: ((read: ScanRead) => void) | null = null;
  /** What was read up to then was read for the check: no sale gets it, however late it comes. `Clock.monotonic`, ms. */
  checkedUntil = -Infinity;

  openMenu = (): void => void (this.#isMenu = true);
  closeMenu = (): void => void (this.#isMenu = false);
  openTablet = (): void => void (this.#isTablet = true);
  closeTablet = (): void => void (this.#isTablet = false);
  openScanners = (): void => void (this.#isScanners = true);
  closeScanners = (): void => void (this.#isScanners = false);
  openStatus = (): void => void (this.#isStatus = true);
  closeStatus = (): void => void (this.#isStatus = false);
  /** A manager begins an act. */
  ask = (wish: ManagerWish): void => void (this.#wish = wish);
  closeWish = (): void => void (this.#wish = null);
  /** Shows words to a customer. */
  tell = (talk: Talk): void => void (this.#talk = talk);
  closeTalk = (): void => void (this.#talk = null);
}
