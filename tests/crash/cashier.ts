/** A cashier who goes by what the screen says, at any counter: typing, scanning, cancelling, taking cash, going on. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Action, CounterName } from '../../src/till/view.ts';
import type { Customer, Customers } from './customers.ts';
import type { Dice } from './dice.ts';

/** What a cashier sees at a glance. `nothing`: the page is not there (yet). */
export interface Look {
  readonly name: CounterName | 'nothing';
  /** the amount on the counter */
  readonly cents: number;
  /** amounts on the roll */
  readonly roll: readonly number[];
}

/** A counter to work at: a page, or a till without a screen. Calls reject when the tablet dies. */
export interface Workplace {
  look(): Promise<Look>;
  /** Makes the keypad say this amount and presses Charge. */
  charge(cents: number): Promise<void>;
  scan(code: string): Promise<void>;
  press(action: Action): Promise<void>;
}

/** Points of a sale at which a blow may fall; those of states come when the screen first says so. */
export type Moment = 'charge' | 'scan' | 'confirm' | `press ${Action}` | CounterName;

/** What a cashier needs. */
export interface CashierDeps {
  readonly customers: Customers;
  readonly dice: Dice;
  readonly place: Workplace;
  /** Told just before each thing is done and when a state is first seen. */
  readonly onmoment: (moment: Moment) => void;
}

/** Between two looks at the screen, ms. */
const LOOK_EVERY_MS = 20;
/** After a key the screen is given this long to change before it is pressed again, ms. */
const AGAIN_MS = 1_000;
/** No sale keeps a cashier longer at the counter, ms (a code lives 60 s): then the till is stuck. */
const PATIENCE_MS = 90_000;

/** One cashier at one counter. */
export class Cashier {
  readonly #deps: CashierDeps;
  #lastName: Look['name'] = 'nothing';
  #actedAt = -Infinity;

  constructor(deps: CashierDeps) {
    this.#deps = deps;
  }

  /**
   * Serves a customer, and whoever else still stands on the counter, until the customer's line is on the roll: paid,
   * settled, or unfinished and left to go on by itself. False when the till is stuck.
   */
  async serve(customer: Customer): Promise<boolean> {
    const until = performance.now() + PATIENCE_MS;
    while (performance.now() < until) {
      const look = await this.#deps.place.look();
      if (look.name === 'amount' && look.roll.includes(customer.cents)) return true;
      if (this.#notice(look)) await this.#react(look, customer);
      await pause(LOOK_EVERY_MS);
    }
    return false;
  }

  /** True when there is something to react to: a new state, or one that did not change for too long. */
  #notice({ name }: Look): boolean {
    if (name === 'nothing') return false;
    const isNew = name !== this.#lastName;
    this.#lastName = name;
    if (isNew) this.#deps.onmoment(name);
    if (!isNew && performance.now() < this.#actedAt + AGAIN_MS) return false;
    this.#actedAt = performance.now();
    return true;
  }

  async #react(look: Look, customer: Customer): Promise<void> {
    if (look.name === 'nothing') return;
    if (look.name === 'amount') {
      this.#deps.onmoment('charge');
      return this.#deps.place.charge(customer.cents);
    }
    const standing = this.#deps.customers.owing(look.cents);
    if (!standing) throw new Error(`Nobody owes the ${look.cents} on the counter`);
    standing.shown.add(look.name);
    await this.#atSale(look.name, standing);
  }

  async #atSale(name: CounterName, customer: Customer): Promise<void> {
    const { prefersCash } = customer.manner;
    switch (name) {
      case 'ready':
        return this.#scan(customer);
      case 'held':
        return prefersCash ? this.#press('cash') : undefined;
      case 'charging':
        return;
      case 'waiting':
        return this.#whileWaiting(customer);
      case 'in-doubt':
        await pause(this.#deps.dice.between(0, 1_000));
        return this.#press(prefersCash ? 'cash' : 'next-customer');
      case 'declined':
      case 'closed':
      case 'returned':
        return this.#press(prefersCash ? 'cash' : 'scan-again');
      case 'paid-after-all':
        return this.#press(this.#deps.dice.pick(['keep', 'give-back']));
      case 'paid':
        return this.#press('next-sale');
      default:
        // cancelling, differs, unresolved: the news comes on the roll
        return this.#press('next-customer');
    }
  }

  async #scan(customer: Customer): Promise<void> {
    const code = await customer.showCode();
    this.#deps.onmoment('scan');
    await this.#deps.place.scan(code);
  }

  async #whileWaiting(customer: Customer): Promise<void> {
    const { inWaiting } = customer.manner;
    if (inWaiting === 'leave') return this.#press('next-customer');
    if (inWaiting === 'confirm') {
      this.#deps.onmoment('confirm');
      return customer.confirm();
    }
    customer.isCancelling = true;
    await this.#press('cancel');
    if (inWaiting === 'cancel') return this.#press('next-customer');
    // The customer says yes on the phone just as the cash is in the drawer: the charge must go back.
    if (this.#deps.dice.chance(0.7)) await customer.confirm();
    await this.#press('cash');
  }

  async #press(action: Action): Promise<void> {
    this.#deps.onmoment(`press ${action}`);
    await this.#deps.place.press(action);
  }
}
