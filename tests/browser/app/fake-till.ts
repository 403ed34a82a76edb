/** A till that shows whatever view a test gives it and remembers what was pressed. */
import { money } from '../../../src/core/money/money.ts';
import type { Till } from '../../../src/till/till.ts';
import type { TillView } from '../../../src/till/view.ts';

/** A till under the test's hand. */
export interface FakeTill extends Till {
  /** Every command as `name argument …`, in order. */
  readonly pressed: string[];
  /** Shows a changed view. */
  show(change: Partial<TillView>): void;
}

/** Nothing typed, nothing sold, all legs well. */
export const EMPTY_VIEW: TillView = {
  pairing: { name: 'paired' },
  shop: { name: 'Corner Store', mode: 'live', tillName: 'Till A', timeZone: 'America/New_York' },
  counter: { name: 'amount', amount: money(0, 'USD'), note: '', number: 'A-0017', problem: 'zero' },
  roll: { lines: [], count: 0, total: money(0, 'USD'), unfinished: 0 },
  legs: { states: { wifi: 'ok', internet: 'ok', proxy: 'ok', gateway: 'ok', wallet: 'ok' }, broken: null },
  notices: [],
  detail: null,
  receipt: null,
  trouble: null,
  clockOffMs: null,
  busy: false,
};

/** Makes one, showing `first`. */
export function makeFakeTill(first: Partial<TillView> = {}): FakeTill {
  let view: TillView = { ...EMPTY_VIEW, ...first };
  const listeners = new Set<() => void>();
  const pressed: string[] = [];
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
  return {
    pressed,
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
    dismissNotice: note('dismissNotice'),
    sendNow: note('sendNow'),
    setVisible: note('setVisible'),
    hintOnline: note('hintOnline'),
  };
}
