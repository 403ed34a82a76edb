/** A manager's act, question by question: how much, why, the PIN; then the till's answer. */
import { pressKey, type AmountKey } from '../../core/money/keypad.ts';
import { money, type Money } from '../../core/money/money.ts';
import type { Outcome, Till } from '../../till/till.ts';
import { stepsOf, type ManagerStep, type ManagerWish } from './manager-wish.ts';

/** Digits of a PIN (contract/till-api.ts, `pinSchema`). */
export const PIN_BOUNDS = { min: 4, max: 8 } as const;
/** Longest reason (contract/shapes.ts, `reasonSchema`). */
export const REASON_MAX = 120;
/** Longest name of a till (contract/tills-api.ts, `tillNameSchema`). */
export const NAME_MAX = 40;

/** The part of the till that does a manager's acts. */
export type ManagersTill = Pick<Till, 'refund' | 'override' | 'closeByHand' | 'closeStray' | 'setPin'>;

/** What an act is made of. */
export interface ManagerActParts {
  readonly wish: ManagerWish;
  readonly till: ManagersTill;
  /** the shop has a PIN */
  readonly hasPin: boolean;
  /** called once, when it is done */
  readonly ondone: () => void;
}

/** The sheet's state as a rune: nothing is sent before the last question is answered. */
export class ManagerAct {
  readonly wish: ManagerWish;
  readonly #till: ManagersTill;
  readonly #ondone: () => void;
  #steps = $state.raw<readonly ManagerStep[]>([]);
  #at = $state.raw(0);
  #amount: Money;
  /** true while the pre-filled amount stands: the first digit begins a new one, as on a pocket calculator */
  #isPrefilled = true;
  #reason = $state.raw('');
  #pin = $state.raw('');
  #oldPin: string | null = null;
  #newPin = '';
  #failure = $state.raw<string | null>(null);
  #isBusy = $state.raw(false);

  constructor({ wish, till, hasPin, ondone }: ManagerActParts) {
    this.wish = wish;
    this.#till = till;
    this.#ondone = ondone;
    this.#steps = stepsOf(wish, hasPin);
    this.#amount = $state.raw(wish.kind === 'refund' ? wish.left : money(0, 'USD'));
    if (wish.kind === 'rename-till') this.#reason = wish.name;
  }

  /** The question on the sheet. */
  get step(): ManagerStep {
    return this.#steps[this.#at] ?? 'pin';
  }

  /** True on the first question. */
  get isFirst(): boolean {
    return this.#at === 0;
  }

  /** True on the last question: its key does the act. */
  get isLast(): boolean {
    return this.#at === this.#steps.length - 1;
  }

  /** How much is given back. */
  get amount(): Money {
    return this.#amount;
  }

  /** Why; a till's new name where that is asked for. */
  get reason(): string {
    return this.#reason;
  }

  /** The PIN as it is typed. */
  get pin(): string {
    return this.#pin;
  }

  /** The code of what stood in the way, `pin-differ` where two new PINs were not the same; null: nothing. */
  get failure(): string | null {
    return this.#failure;
  }

  /** True while the till is asked. */
  get isBusy(): boolean {
    return this.#isBusy;
  }

  /** True when the question is answered well enough to go on. */
  get isReady(): boolean {
    if (this.#isBusy) return false;
    if (this.step === 'amount') return this.#amount.minor > 0 && !this.isTooMuch;
    if (this.step === 'reason' || this.step === 'name') return this.#reason.trim() !== '';
    return this.#pin.length >= PIN_BOUNDS.min;
  }

  /** True where more is asked back than is left. */
  get isTooMuch(): boolean {
    return this.wish.kind === 'refund' && this.#amount.minor > this.wish.left.minor;
  }

  /** A key of the amount's pad. */
  pressAmount(key: AmountKey): void {
    const from = this.#isPrefilled && key !== 'back' ? money(0, this.#amount.currency) : this.#amount;
    this.#isPrefilled = false;
    this.#amount = pressKey(from, key).amount;
  }

  /** The reason or the name, chosen or typed. */
  setReason(text: string): void {
    this.#reason = text.slice(0, this.step === 'name' ? NAME_MAX : REASON_MAX);
  }

  /** The PIN's whole new text: what is no digit is left out. */
  setPinText(text: string): void {
    if (this.#isBusy) return;
    this.#pin = text.replaceAll(/\D/g, '').slice(0, PIN_BOUNDS.max);
    if (this.#pin !== '') this.#failure = null;
  }

  /** One question back; false on the first. */
  back(): boolean {
    if (this.#at === 0 || this.#isBusy) return false;
    this.#at -= 1;
    this.#pin = '';
    this.#failure = null;
    return true;
  }

  /** Goes on with the next question, or does the act. */
  async next(): Promise<void> {
    if (!this.isReady) return;
    if (this.step === 'old') this.#oldPin = this.#pin;
    if (this.step === 'new') this.#newPin = this.#pin;
    if (this.step === 'again' && this.#pin !== this.#newPin) return this.#choosePinAgain('pin-differ');
    if (this.isLast) return this.#act();
    this.#at += 1;
    this.#pin = '';
    this.#failure = null;
  }

  async #act(): Promise<void> {
    const pin = this.#pin;
    this.#isBusy = true;
    const outcome = await this.#choosePin(pin);
    const done = outcome.isDone ? await this.#doIt(pin) : outcome;
    this.#isBusy = false;
    if (done.isDone) return this.#ondone();
    this.#fail(done.code);
  }

  /** Sets the PIN where one is being chosen. */
  async #choosePin(pin: string): Promise<Outcome> {
    if (this.step !== 'again') return { isDone: true };
    const outcome = await this.#till.setPin(this.#oldPin, pin);
    // It stands now: if the act itself fails, only the PIN is asked for again.
    if (outcome.isDone && this.wish.kind !== 'set-pin') this.#steps = stepsOf(this.wish, true);
    if (outcome.isDone) this.#at = Math.min(this.#at, this.#steps.length - 1);
    return outcome;
  }

  #doIt(pin: string): Promise<Outcome> {
    const { wish } = this;
    const word = { reason: this.#reason.trim(), pin };
    if ('act' in wish) return wish.act(pin, word.reason);
    switch (wish.kind) {
      case 'refund':
        return this.#till.refund(wish.saleId, this.#amount.minor, word);
      case 'override':
        return this.#till.override(wish.saleId, word);
      case 'close-by-hand':
        return this.#till.closeByHand(wish.reference, word);
      case 'close-stray':
        return this.#till.closeStray(wish.transactionNo, word);
      case 'set-pin':
        return Promise.resolve({ isDone: true });
    }
  }

  #fail(code: string): void {
    if (code === 'pin-not-set') return this.#choosePinAgain(code, stepsOf(this.wish, false));
    if (this.wish.kind === 'set-pin' && code === 'pin-wrong') this.#at = 0;
    this.#pin = '';
    this.#failure = code;
  }

  /** Back to the first question about a new PIN. */
  #choosePinAgain(failure: string, steps = this.#steps): void {
    this.#steps = steps;
    this.#at = steps.indexOf('new');
    this.#pin = '';
    this.#failure = failure;
  }
}
