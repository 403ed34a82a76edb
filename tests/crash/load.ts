/** The load of a busy shop: many counters without a screen, each with its cashier. */
import { saleState } from '../../src/core/sale-state.ts';
import type { TillAttempt } from '../../src/core/sale.ts';
import { reckon, type Finding } from './account.ts';
import { readGatewayBook, readLedgerBook } from './books.ts';
import { Cashier } from './cashier.ts';
import type { CrashShop } from './crash-shop.ts';
import { Customers, type Customer } from './customers.ts';
import type { Dice } from './dice.ts';
import { drain } from './drain.ts';
import { countEnds, type Ends } from './ends.ts';
import { HeadlessTablet } from './headless-tablet.ts';

/** Tablets whose cashiers serve one customer after the other until they are told to stop. */
export class Load {
  readonly customers: Customers;
  readonly #shop: CrashShop;
  readonly #dice: Dice;
  readonly #tablets: HeadlessTablet[] = [];
  readonly #stuck: Finding[] = [];
  #work: Promise<void>[] = [];
  #isOpen = true;

  constructor(shop: CrashShop, dice: Dice) {
    this.#shop = shop;
    this.#dice = dice;
    this.customers = new Customers(shop.wallets, dice);
  }

  /** How the sales have ended so far. */
  get ends(): Ends {
    return countEnds(this.#tablets.flatMap((tablet) => tablet.sales()));
  }

  /** Pairs the tablets and opens the counters. */
  async begin(tablets: number): Promise<void> {
    while (this.#tablets.length < tablets) await this.tablet();
    await this.#tablets[0]?.choosePin();
    this.#work = this.#tablets.map((tablet) => this.#sell(tablet));
  }

  /** One more tablet, which sells nothing by itself. */
  async tablet(): Promise<HeadlessTablet> {
    const tablet = await HeadlessTablet.pair(this.#shop.origin, await this.#shop.pairingCode());
    this.#tablets.push(tablet);
    return tablet;
  }

  /** Serves one customer at this counter; the finding where the till is stuck. */
  async serve(place: HeadlessTablet, customer: Customer): Promise<Finding | null> {
    const steps: string[] = [];
    const onmoment = (moment: string): void => void steps.push(moment);
    const cashier = new Cashier({ customers: this.customers, dice: this.#dice, place, onmoment });
    if (await cashier.serve(customer)) return null;
    return {
      kind: 'lost',
      text: `the till of ${customer.cents} is stuck at ${place.state} after ${steps.join(', ')}`,
    };
  }

  /** Closes the counters, waits until everything has ended, and reckons. */
  async end(): Promise<Finding[]> {
    this.#isOpen = false;
    await Promise.all(this.#work);
    const sales = await drain(this.customers, () => this.#tablets.flatMap((each) => each.sales()));
    const gateway = readGatewayBook(this.#shop.gatewayPath);
    const ledger = readLedgerBook(this.#shop.ledgerPath);
    return [...this.#stuck, ...reckon(this.customers.all, { gateway, ledger, sales })];
  }

  async close(): Promise<void> {
    this.#isOpen = false;
    await Promise.all(this.#tablets.map((tablet) => tablet.stop()));
  }

  async #sell(tablet: HeadlessTablet): Promise<void> {
    while (this.#isOpen) {
      const customer = this.customers.next({ isHeld: false });
      const stuck = await this.serve(tablet, customer);
      if (stuck) this.#stuck.push(stuck);
      if (customer.manner.inWaiting === 'leave')
        setTimeout(() => void customer.confirm(), this.#dice.between(500, 4_000));
      if (this.#dice.chance(0.25)) await this.#refundOne(tablet);
      if (this.#dice.chance(0.1)) await tablet.reload();
    }
  }

  /** Gives a part or all of a paid sale back that nobody has asked anything of yet. */
  async #refundOne(tablet: HeadlessTablet): Promise<void> {
    const isUntouched = ({ refunds, refundAsked }: TillAttempt): boolean =>
      refunds.length === 0 && refundAsked === null;
    const sale = tablet
      .sales()
      .find((each) => saleState(each) === 'paid' && each.attempts.every(isUntouched));
    if (sale)
      await tablet.refund(sale, this.#dice.chance(0.5) ? sale.amount.minor : this.#dice.between(1, 100));
  }
}
