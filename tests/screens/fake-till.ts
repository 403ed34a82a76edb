/** A till that shows one view and does nothing: what a picture needs. */
import type { LevelDay } from '../../src/contract/service-level.ts';
import type { ShopTills, ShopTillsView } from '../../src/till/shop-tills.ts';
import type { Outcome, Till } from '../../src/till/till.ts';
import type { TillView } from '../../src/till/view.ts';
import { levelShowing } from '../fakes/level-days.ts';
import { statusAt } from '../fakes/status.ts';
import { NOW } from './day.ts';

const done = (): Promise<void> => Promise.resolve();
const nothing = (): void => undefined;
/** As if the shop's computer did not answer: what a picture presses goes nowhere. */
const silent = (): Promise<Outcome> => Promise.resolve({ isDone: false, code: 'silent' });

/** The shop's tills as a picture shows them. */
function tillsShowing(view: ShopTillsView): ShopTills {
  return {
    view: () => view,
    subscribe: (listener) => {
      listener();
      return nothing;
    },
    reload: done,
    makeCode: silent,
    hideCode: nothing,
    rename: silent,
    revoke: silent,
    showAudit: silent,
    showEarlier: silent,
    hideAudit: nothing,
    close: nothing,
  };
}

/** A till that always shows `view`, in the sheet of the shop's tills `tills`, and as how fast it was `days`. */
export function showing(
  view: TillView,
  tills: ShopTillsView | null = null,
  days: readonly LevelDay[] = [],
): Till {
  return {
    start: done,
    stop: done,
    view: () => view,
    subscribe: () => nothing,
    pair: done,
    pressKey: nothing,
    setNote: nothing,
    charge: done,
    readCode: done,
    back: done,
    scanAgain: done,
    cancel: done,
    extend: done,
    tookCash: done,
    abandon: done,
    nextCustomer: done,
    nextSale: done,
    showSale: done,
    hideSale: nothing,
    showReceipt: done,
    hideReceipt: nothing,
    letGo: done,
    answerSameCustomer: done,
    decide: silent,
    override: silent,
    closeByHand: silent,
    refund: silent,
    closeStray: silent,
    setPin: silent,
    readStatus: () => Promise.resolve({ isDone: true, status: statusAt(NOW) }),
    openShop: silent,
    showList: done,
    hideList: nothing,
    showOthers: done,
    hideOthers: nothing,
    takeOver: silent,
    exportJournal: () => Promise.resolve('[]'),
    shopTills: () => Promise.resolve(tills && tillsShowing(tills)),
    level: () => Promise.resolve(levelShowing(days)),
    leaveShop: () => Promise.resolve({ isDone: false, code: 'unfinished' }),
    dismissNotice: nothing,
    sendNow: nothing,
    setVisible: nothing,
    hintOnline: nothing,
  };
}
