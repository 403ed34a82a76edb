/** Whether a sheet lies on the counter: what is under it takes no key and no focus. */
import type { TillView } from '../../till/view.ts';
import type { MenuState } from './menu.svelte.ts';

/** True while a sale's sheet, a receipt or the menu is open. */
export function isCovered(view: TillView, menu: Pick<MenuState, 'isOpen'>): boolean {
  return view.detail !== null || view.receipt !== null || menu.isOpen;
}
