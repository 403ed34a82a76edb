/** A till that shows whatever view a test gives it and remembers what was pressed. */
import { money } from '../../../src/core/money/money.ts';
import type { LevelDay } from '../../../src/contract/service-level.ts';
import type { ShopTills, ShopTillsView } from '../../../src/till/shop-tills.ts';
import type { Outcome, Till } from '../../../src/till/till.ts';
import type { TillView } from '../../../src/till/view.ts';
import { LEVEL_TODAY, levelShowing } from '../../fakes/level-days.ts';
import { statusAt } from '../../fakes/status.ts';

/** A till under the test's hand. */
export interface FakeTill extends Till {
  /** Every command as `name argument …`, in order. */
  readonly pressed: string[];
  /** What the next acts that only the shop's computer can do come to, in order; done where none is left. */
  readonly outcomes: Outcome[];
  /** Shows a changed view. */
  show(change: Partial<TillView>): void;
  /** What the next look at how fast the till is finds. */
  showLevel(days: readonly LevelDay[]): void;
  /** Shows other tills of the shop, a code, or what managers did. */
  showTills(change: Partial<ShopTillsView>): void;
}

/** When the shop's computer was asked how it fares: 14:06:12 in New York. */
const STATUS_AT = Date.UTC(2026, 10, 24, 19, 6, 12);

/** Nothing typed, nothing sold, all legs well. */
export const EMPTY_VIEW: TillView = {
  pairing: { name: 'paired' },
  shop: {
    name: 'Corner Store',
    mode: 'live',
    tillName: 'Till A',
    timeZone: 'America/New_York',
    trustLimit: money(5000, 'USD'),
    hasPin: true,
  },
  question: null,
  counter: {
    name: 'amount',
    saleId: null,
    amount: money(0, 'USD'),
    note: '',
    number: 'A-0017',
    problem: 'zero',
    limit: money(100_000, 'USD'),
  },
  roll: { isRead: true, lines: [], count: 0, total: money(0, 'USD'), unfinished: 0 },
  legs: { states: { wifi: 'ok', internet: 'ok', proxy: 'ok', gateway: 'ok', wallet: 'ok' }, broken: null },
  notices: [],
  detail: null,
  receipt: null,
  list: null,
  others: null,
  forPerson: 0,
  trouble: null,
  clockOffMs: null,
  busy: false,
};

/** Makes one, showing `first`. */
export function makeFakeTill(first: Partial<TillView> = {}): FakeTill {
  let view: TillView = { ...EMPTY_VIEW, ...first };
  const listeners = new Set<() => void>();
  const pressed: string[] = [];
  const outcomes: Outcome[] = [];
  const note =
    (name: string) =>
    (...args: readonly unknown[]): void =>
      void pressed.push([name, ...args].join(' '));
  const noteLater =
    (name: string) =>
    (...args: readonly unknown[]): Promise<void> => {
      note(name)(...args);
      return Promise.resolve();
    };
  const act =
    (name: string) =>
    (...args: readonly unknown[]): Promise<Outcome> => {
      note(name)(...args.map((arg) => (typeof arg === 'object' && arg !== null ? JSON.stringify(arg) : arg)));
      return Promise.resolve(outcomes.shift() ?? { isDone: true });
    };
  let levelDaysShown: readonly LevelDay[] = [];
  let tillsView: ShopTillsView = { tills: { name: 'loading' }, code: null, audit: null };
  const tillsListeners = new Set<() => void>();
  const tills: ShopTills = {
    view: () => tillsView,
    subscribe: (listener) => {
      tillsListeners.add(listener);
      return () => void tillsListeners.delete(listener);
    },
    reload: noteLater('reloadTills'),
    makeCode: act('makeCode'),
    hideCode: note('hideCode'),
    rename: act('rename'),
    revoke: act('revoke'),
    showAudit: act('showAudit'),
    showEarlier: act('showEarlier'),
    hideAudit: note('hideAudit'),
    close: () => tillsListeners.clear(),
  };
  return {
    pressed,
    outcomes,
    showLevel: (days) => void (levelDaysShown = days),
    showTills: (change) => {
      tillsView = { ...tillsView, ...change };
      for (const listener of tillsListeners) listener();
    },
    show: (change) => {
      view = { ...view, ...change };
      for (const listener of listeners) listener();
    },
    view: () => view,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    start: noteLater('start'),
    stop: noteLater('stop'),
    pair: noteLater('pair'),
    pressKey: note('pressKey'),
    setNote: note('setNote'),
    charge: noteLater('charge'),
    readCode: noteLater('readCode'),
    back: noteLater('back'),
    scanAgain: noteLater('scanAgain'),
    cancel: noteLater('cancel'),
    extend: noteLater('extend'),
    tookCash: noteLater('tookCash'),
    abandon: noteLater('abandon'),
    nextCustomer: noteLater('nextCustomer'),
    nextSale: noteLater('nextSale'),
    showSale: noteLater('showSale'),
    hideSale: note('hideSale'),
    showReceipt: noteLater('showReceipt'),
    hideReceipt: note('hideReceipt'),
    letGo: noteLater('letGo'),
    answerSameCustomer: noteLater('answerSameCustomer'),
    decide: act('decide'),
    override: act('override'),
    closeByHand: act('closeByHand'),
    refund: act('refund'),
    closeStray: act('closeStray'),
    setPin: act('setPin'),
    readStatus: (pin) => {
      note('readStatus')(pin);
      const outcome = outcomes.shift() ?? { isDone: true };
      return Promise.resolve(outcome.isDone ? { isDone: true, status: statusAt(STATUS_AT) } : outcome);
    },
    openShop: act('openShop'),
    showList: noteLater('showList'),
    hideList: note('hideList'),
    showOthers: noteLater('showOthers'),
    hideOthers: note('hideOthers'),
    takeOver: act('takeOver'),
    exportJournal: () => {
      note('exportJournal')();
      return Promise.resolve('{"entries":[]}');
    },
    leaveShop: act('leaveShop'),
    shopTills: () => Promise.resolve(tills),
    level: () =>
      Promise.resolve({
        ...levelShowing([]),
        read: (pin) => {
          note('readLevel')(pin);
          const outcome = outcomes.shift() ?? { isDone: true };
          return Promise.resolve(
            outcome.isDone ? { isDone: true, days: levelDaysShown, today: LEVEL_TODAY } : outcome,
          );
        },
      }),
    dismissNotice: note('dismissNotice'),
    sendNow: note('sendNow'),
    setVisible: note('setVisible'),
    hintOnline: note('hintOnline'),
  };
}
