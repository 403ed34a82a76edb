/** The till as a rune: whoever reads `view` in markup is redrawn when the till changes. Commands go straight through. */
import { createSubscriber } from 'svelte/reactivity';
import type { Reference, SaleId } from '../../core/ids.ts';
import type { AmountKey } from '../../core/money/keypad.ts';
import type { ScanSource } from '../../core/payment-code.ts';
import type { ManagersWord, Outcome, StatusRead, Till } from '../../till/till.ts';
import type { ServiceLevel } from '../../till/service-level.ts';
import type { ShopTills } from '../../till/shop-tills.ts';
import type { TillView } from '../../till/view.ts';

/** A mirror: it holds nothing of its own, so it can never disagree with the till. */
export class TillState implements Till {
  readonly #till: Till;
  readonly #watch: () => void;

  constructor(till: Till) {
    this.#till = till;
    this.#watch = createSubscriber((redraw) => till.subscribe(redraw));
  }

  /** The view now, as a rune: `const counter = $derived(till.current.counter)`. */
  get current(): TillView {
    this.#watch();
    return this.#till.view();
  }

  view = (): TillView => this.#till.view();
  subscribe = (listener: () => void): (() => void) => this.#till.subscribe(listener);
  start = (): Promise<void> => this.#till.start();
  stop = (): Promise<void> => this.#till.stop();
  pair = (code: string): Promise<void> => this.#till.pair(code);
  pressKey = (key: AmountKey): void => this.#till.pressKey(key);
  setNote = (note: string): void => this.#till.setNote(note);
  charge = (): Promise<void> => this.#till.charge();
  readCode = (text: string, source: ScanSource): Promise<void> => this.#till.readCode(text, source);
  back = (): Promise<void> => this.#till.back();
  scanAgain = (): Promise<void> => this.#till.scanAgain();
  cancel = (saleId: SaleId): Promise<void> => this.#till.cancel(saleId);
  extend = (saleId: SaleId): Promise<void> => this.#till.extend(saleId);
  tookCash = (saleId: SaleId): Promise<void> => this.#till.tookCash(saleId);
  abandon = (saleId: SaleId): Promise<void> => this.#till.abandon(saleId);
  nextCustomer = (): Promise<void> => this.#till.nextCustomer();
  nextSale = (): Promise<void> => this.#till.nextSale();
  showSale = (saleId: SaleId): Promise<void> => this.#till.showSale(saleId);
  hideSale = (): void => this.#till.hideSale();
  showReceipt = (saleId: SaleId): Promise<void> => this.#till.showReceipt(saleId);
  hideReceipt = (): void => this.#till.hideReceipt();
  letGo = (saleId: SaleId): Promise<void> => this.#till.letGo(saleId);
  answerSameCustomer = (isSame: boolean): Promise<void> => this.#till.answerSameCustomer(isSame);
  decide = (saleId: SaleId, decision: 'keep' | 'return'): Promise<Outcome> =>
    this.#till.decide(saleId, decision);
  override = (saleId: SaleId, word: ManagersWord): Promise<Outcome> => this.#till.override(saleId, word);
  closeByHand = (reference: Reference, word: ManagersWord): Promise<Outcome> =>
    this.#till.closeByHand(reference, word);
  refund = (saleId: SaleId, amountMinor: number, word: ManagersWord): Promise<Outcome> =>
    this.#till.refund(saleId, amountMinor, word);
  closeStray = (transactionNo: string, word: ManagersWord): Promise<Outcome> =>
    this.#till.closeStray(transactionNo, word);
  setPin = (pin: string | null, newPin: string): Promise<Outcome> => this.#till.setPin(pin, newPin);
  readStatus = (pin: string): Promise<StatusRead> => this.#till.readStatus(pin);
  openShop = (pin: string): Promise<Outcome> => this.#till.openShop(pin);
  showList = (): Promise<void> => this.#till.showList();
  hideList = (): void => this.#till.hideList();
  showOthers = (): Promise<void> => this.#till.showOthers();
  hideOthers = (): void => this.#till.hideOthers();
  takeOver = (saleId: SaleId): Promise<Outcome> => this.#till.takeOver(saleId);
  exportJournal = (): Promise<string> => this.#till.exportJournal();
  shopTills = (): Promise<ShopTills | null> => this.#till.shopTills();
  level = (): Promise<ServiceLevel | null> => this.#till.level();
  leaveShop = (): Promise<Outcome> => this.#till.leaveShop();
  dismissNotice = (id: number): void => this.#till.dismissNotice(id);
  sendNow = (): void => this.#till.sendNow();
  setVisible = (visible: boolean): void => this.#till.setVisible(visible);
  hintOnline = (): void => this.#till.hintOnline();
}
