/** Puts a till together. Nothing happens before `start()`. */
import { pressKey, type AmountKey } from '../core/money/keypad.ts';
import { saleState } from '../core/sale-state.ts';
import { isUndecidedSale } from '../journal/undecided.ts';
import { keypadRoom, typedAmount } from './compose-view.ts';
import { counterSale, deskNow, EMPTY_DESK, type TillContext } from './context.ts';
import { isOnKeypad } from './counter-view.ts';
import type { TillDeps } from './deps.ts';
import { hasLeftShop, readKeptShop } from './kept-shop.ts';
import { makeLateCommands } from './late-door.ts';
import { makeScreen } from './screen.ts';
import { openRealm, reload } from './open-realm.ts';
import { refuse } from './refuse.ts';
import { denySame, isAsked, takeSame, unlessAsked } from './same-customer.ts';
import { charge } from './selling.ts';
import { takeShop } from './take-shop.ts';
import type { Till } from './till.ts';

/** Longest note, characters (DESIGN §2). */
const NOTE_LENGTH = 60;

/** Makes a till over the given parts. */
export function createTill(deps: TillDeps): Till {
  const listeners = new Set<() => void>();
  const screen = makeScreen(deps, listeners);
  const { context } = screen;
  const { state, link, notices, inTurn } = context;
  const hide = (what: 'detail' | 'receipt' | 'list' | 'others') => (): void => {
    state[what] = null;
    context.changed();
  };
  return {
    ...makeLateCommands(context),
    start: () => inTurn(() => start(context)),
    stop: () =>
      inTurn(async () => {
        link.connectivity.stop();
        screen.stop();
        state.realm?.close();
        state.realm = null;
      }),
    view: () => screen.view(),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    pressKey: (key) => press(context, key),
    setNote: (note) => {
      state.desk = { ...deskNow(context), note: note.slice(0, NOTE_LENGTH) };
      context.changed();
    },
    charge: () => unlessAsked(context, () => charge(context)),
    answerSameCustomer: (isSame) => answerSameCustomer(context, isSame),
    hideSale: hide('detail'),
    hideReceipt: hide('receipt'),
    hideList: hide('list'),
    hideOthers: hide('others'),
    dismissNotice: (id) => {
      notices.dismiss(id);
      context.changed();
    },
    sendNow: () => {
      link.connectivity.probe();
      state.realm?.sync.outbox.sendNow();
    },
    setVisible: (isVisible) => {
      state.isVisible = isVisible;
      state.realm?.sync.outbox.setVisible(isVisible);
      if (!isVisible) return;
      link.connectivity.probe();
      if (!deps.locks) void inTurn(() => reload(context));
    },
    hintOnline: () => link.connectivity.probe(),
  };
}

/** Resolves when a sale can be opened: a till that knows its shop waits for the journal only, never for the network. */
async function start(context: TillContext): Promise<void> {
  const { state, deps, link } = context;
  const kept = readKeptShop(deps.keep);
  if (kept) {
    state.shop = kept;
    context.changed(); // the keypad takes digits from here on
    await openRealm(context, kept);
    link.connectivity.start();
    return;
  }
  const found = hasLeftShop(deps.keep) ? null : await link.transport.shop();
  if (found?.kind === 'answer') await takeShop(context, found.answer);
  else state.pairing = { name: 'unpaired' };
}

function press(context: TillContext, key: AmountKey): void {
  const { state } = context;
  if (isAsked(context)) return context.changed();
  const sale = counterSale(context);
  const isPaid = sale !== null && saleState(sale) === 'paid' && !isUndecidedSale(sale);
  // A digit right after a paid sale begins the next one: nobody waits for the four seconds.
  if (isPaid && key !== 'back' && key !== 'clear') state.desk = EMPTY_DESK;
  else if (!isOnKeypad(sale)) return;
  const room = keypadRoom(state.shop?.limitPerSaleMinor ?? 0);
  const { amount, refused } = pressKey(typedAmount(context), key, room);
  if (refused) refuse(context, 'does-not-fit');
  // A sale that another till took has left the counter: what is typed now is the next one.
  state.desk = { ...deskNow(context), typed: amount };
  // Another sum may be another customer's: whoever was said to be somebody else is asked about again.
  state.notSame = new Set();
  context.changed();
}

/** The same: back to the earlier sale. Another customer: the new one opens. */
async function answerSameCustomer(context: TillContext, isSame: boolean): Promise<void> {
  if (!context.state.question) return;
  if (isSame) await takeSame(context);
  else {
    denySame(context);
    await context.inTurn(() => charge(context));
  }
  context.changed();
}
