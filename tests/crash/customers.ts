/** Customers: each owes one amount that nobody else owes, by which every book is read for that customer alone. */
import type { CounterName } from '../../src/till/view.ts';
import type { WalletCode, Wish } from '../e2e/gateway.ts';
import type { Dice } from './dice.ts';
import type { Gateway } from '../e2e/gateway.ts';

/** What becomes of a charge that waits for the customer's word. */
export type InWaiting = 'confirm' | 'cancel' | 'cash' | 'leave';

/** What one customer and the cashier will do. */
export interface Manner {
  readonly behaviour: 'pay' | 'confirm' | 'slow' | 'no-funds';
  /** how long a slow wallet takes, ms */
  readonly slowMs: number;
  readonly inWaiting: InWaiting;
  /** the code is read while the network is down */
  readonly isHeld: boolean;
  /** cash is taken after a refusal or while a code is held */
  readonly prefersCash: boolean;
}

/** One customer with a phone. */
export class Customer {
  readonly cents: number;
  readonly manner: Manner;
  /** every code the phone has shown */
  readonly codes: WalletCode[] = [];
  /** what the screen has shown of this customer's sale, once Charge was pressed */
  readonly shown = new Set<CounterName>();
  /** the cashier has pressed "Cancel this charge" */
  isCancelling = false;
  readonly #gateway: Gateway;
  readonly #dice: Dice;
  #scans = 0;

  constructor(cents: number, manner: Manner, gateway: Gateway, dice: Dice) {
    this.cents = cents;
    this.manner = manner;
    this.#gateway = gateway;
    this.#dice = dice;
  }

  /** The code on the phone now: a fresh one, or once more the one that was read before (law 6 must hold). */
  async showCode(): Promise<string> {
    this.#scans += 1;
    const last = this.codes.at(-1);
    if (last && this.#scans % 2 === 0 && this.#dice.chance(0.4)) return last.code;
    const minted = await this.#gateway.code(this.#wish());
    this.codes.push(minted);
    return minted.code;
  }

  /** Presses Confirm on the phone, wherever it asks. */
  async confirm(): Promise<void> {
    for (const { id } of this.codes) await this.#gateway.confirm(id);
  }

  /** Confirms unless the charge is being cancelled: for who still stands there when the shop closes. */
  async answer(): Promise<void> {
    if (!this.isCancelling) await this.confirm();
  }

  /** The first code does what the manner says; later ones pay, so that every customer comes to an end. */
  #wish(): Wish {
    const { behaviour, slowMs } = this.manner;
    const wallet = this.#dice.pick<NonNullable<Wish['wallet']>>(['alipay', 'wechat', 'unionpay', 'paypal']);
    if (this.codes.length === 0) return { wallet, behaviour, afterMs: slowMs };
    return { wallet, behaviour: 'pay' };
  }
}

/** Everybody who came, found by what they owe. */
export class Customers {
  readonly all: Customer[] = [];
  readonly #byCents = new Map<number, Customer>();
  readonly #gateway: Gateway;
  readonly #dice: Dice;

  constructor(gateway: Gateway, dice: Dice) {
    this.#gateway = gateway;
    this.#dice = dice;
  }

  /** The next customer comes in. */
  next(change: Partial<Manner> = {}): Customer {
    const cents = 101 + this.all.length;
    const customer = new Customer(cents, { ...drawManner(this.#dice), ...change }, this.#gateway, this.#dice);
    this.all.push(customer);
    this.#byCents.set(cents, customer);
    return customer;
  }

  /** Who owes this amount. */
  owing(cents: number): Customer | null {
    return this.#byCents.get(cents) ?? null;
  }
}

function drawManner(dice: Dice): Manner {
  return {
    behaviour: dice.pick(['pay', 'pay', 'pay', 'confirm', 'confirm', 'slow', 'no-funds']),
    slowMs: dice.between(100, 900),
    inWaiting: dice.pick(['confirm', 'confirm', 'confirm', 'cancel', 'cash', 'leave']),
    isHeld: dice.chance(0.15),
    prefersCash: dice.chance(0.2),
  };
}
