/** Whether a sheet lies on the counter: what is under it takes no key and no focus. */
import type { Till } from '../../till/till.ts';
import type { TillView } from '../../till/view.ts';
import type { Sheets } from './sheets.svelte.ts';

/** True while a question, a sheet of the till or one of this tablet's own is open. */
export function isCovered(view: TillView, sheets: Pick<Sheets, 'isAny'>): boolean {
  const { question, detail, receipt, list, others } = view;
  return [question, detail, receipt, list, others].some((it) => it !== null) || sheets.isAny;
}

/** Takes the topmost sheet away, in the order App lays them; a question stays until it is answered. */
export function closeTop(till: Till, sheets: Sheets): void {
  const view = till.view();
  if (view.question) return;
  if (sheets.wish) sheets.closeWish();
  else if (sheets.talk) sheets.closeTalk();
  else if (view.receipt) till.hideReceipt();
  else if (view.detail) till.hideSale();
  else if (view.others) till.hideOthers();
  else if (view.list) till.hideList();
  else if (sheets.page) sheets.closePage();
  else sheets.closeMenu();
}

/** Clears what would lie on a sale opened from the roll; nothing has been sent by any of it. */
export function clearForSale(till: Till, sheets: Sheets): void {
  sheets.closeWish();
  sheets.closeTalk();
  till.hideReceipt();
}

/** Clears everything, for the menu to lie on the counter alone. */
export function clearForMenu(till: Till, sheets: Sheets): void {
  clearForSale(till, sheets);
  till.hideSale();
  till.hideOthers();
  till.hideList();
  sheets.closePage();
}
