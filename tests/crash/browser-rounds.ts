/** Browser kills: a real Chromium on a real profile dies at any point of a sale and must come back with it. */
import { setTimeout as pause } from 'node:timers/promises';
import { reckon, type Finding } from './account.ts';
import { drawBlow, mannerFor, type Blow } from './blows.ts';
import { readGatewayBook, readLedgerBook } from './books.ts';
import { Cashier, type Moment } from './cashier.ts';
import { comeBack, comebackProblem } from './comeback.ts';
import { CrashShop } from './crash-shop.ts';
import { Customers, type Customer } from './customers.ts';
import { makeDice, type Dice } from './dice.ts';
import { drain } from './drain.ts';
import { addEnds, countEnds, type Ends } from './ends.ts';
import { giveBack } from './manager.ts';
import type { RoundsResult } from './result.ts';
import { Tablet } from './tablet.ts';

/** Rounds on one profile before a fresh one. */
const ROUNDS_A_PROFILE = 25;
/** Plays `rounds` kills; `say` hears of each finding and now and then of the progress. */
export async function playBrowserRounds(
  rounds: number,
  seed: number,
  say: (text: string) => void,
): Promise<RoundsResult> {
  const shop = await CrashShop.open();
  const run = new BrowserRun(shop, makeDice(seed), say);
  try {
    for (let round = 1; round <= rounds; round += 1) {
      if ((round - 1) % ROUNDS_A_PROFILE === 0) await run.freshTablet();
      await run.round(round);
    }
    await run.endTablet();
    return { rounds, findings: run.findings, ends: run.ends };
  } finally {
    await run.close();
    await shop.close();
  }
}

class BrowserRun {
  readonly findings: Finding[] = [];
  readonly customers: Customers;
  ends: Ends = new Map();
  readonly #shop: CrashShop;
  readonly #dice: Dice;
  readonly #say: (text: string) => void;
  #tablet: Tablet | null = null;
  /** those served on the present tablet */
  #here: Customer[] = [];
  #blow: Blow | null = null;
  /** attempts of tablets that have been taken away */
  readonly #earlier = new Set<string>();

  constructor(shop: CrashShop, dice: Dice, say: (text: string) => void) {
    this.#shop = shop;
    this.#dice = dice;
    this.#say = say;
    this.customers = new Customers(shop.wallets, dice);
  }

  /** Takes the old tablet's reckoning and pairs a new one. */
  async freshTablet(): Promise<void> {
    await this.endTablet();
    this.#tablet = await Tablet.pair(this.#shop, (name, cents) => {
      // The keypad's amount is no sale yet; what stands here was drawn, and so must be in the journal.
      if (name !== 'amount') this.customers.owing(cents)?.shown.add(name);
    });
  }

  /** One customer, one kill, one restart, and the customer served to the end or moved to the roll. */
  async round(number: number): Promise<void> {
    const tablet = this.#present();
    const blow = drawBlow(this.#dice);
    const customer = this.customers.next(mannerFor(blow.moment));
    this.#here.push(customer);
    this.#blow = blow;
    const what = `round ${number} (${blow.moment} + ${blow.delayMs} ms${blow.isOffline ? ', back offline' : ''})`;
    try {
      await this.#serveUntilStruck(tablet, customer);
      if (this.#dice.chance(0.3)) await customer.confirm();
      this.#shop.network.set(blow.isOffline ? 'cut' : 'pass');
      await tablet.restart();
      await this.#checkComeback(tablet, what);
      this.#shop.network.set('pass');
      await this.#serveToTheEnd(tablet, customer, what);
    } catch (error) {
      this.#found({ kind: 'lost', text: `${what}: ${String(error)}` });
      this.#shop.network.set('pass');
      await tablet.restart();
    }
  }

  /** Waits until everything of this tablet has ended, reckons, and takes the tablet away. */
  async endTablet(): Promise<void> {
    const tablet = this.#tablet;
    if (!tablet) return;
    const sales = await drain(this.customers, () => tablet.sales());
    const codes = new Set(this.#here.flatMap((customer) => customer.codes.map(({ id }) => id)));
    const gateway = readGatewayBook(this.#shop.gatewayPath).filter(({ codeId }) => codes.has(codeId));
    const ledger = readLedgerBook(this.#shop.ledgerPath).filter(
      ({ reference }) => !this.#earlier.has(reference),
    );
    for (const { reference } of ledger) this.#earlier.add(reference);
    for (const finding of reckon(this.#here, { gateway, ledger, sales })) this.#found(finding);
    this.ends = addEnds(this.ends, countEnds(sales));
    this.#here = [];
    this.#tablet = null;
    await tablet.discard();
  }

  async close(): Promise<void> {
    await this.#tablet?.discard();
  }

  #present(): Tablet {
    if (!this.#tablet) throw new Error('No tablet is paired.');
    return this.#tablet;
  }

  #found(finding: Finding): void {
    this.findings.push(finding);
    this.#say(`${finding.kind}: ${finding.text}`);
  }

  /** Serves until the blow has fallen; where its moment never came, it falls at the end. */
  async #serveUntilStruck(tablet: Tablet, customer: Customer): Promise<void> {
    const onmoment = (moment: Moment): void => {
      if (moment === 'scan' && customer.manner.isHeld) this.#cutForAWhile();
      if (moment !== this.#blow?.moment) return;
      setTimeout(() => tablet.strike(), this.#blow.delayMs);
      this.#blow = null; // falls once
    };
    try {
      await this.#cashierAt(tablet, onmoment).serve(customer);
      if (this.#blow?.moment === 'press refund')
        await giveBack(tablet.page, customer.cents, () => onmoment('press refund'));
    } catch (error) {
      if (tablet.isAlive) throw error;
    }
    if (this.#blow === null) while (tablet.isAlive) await pause(5);
    this.#blow = null;
    tablet.strike();
  }

  /** The network goes just before the code is read, and comes back within the code's life. */
  #cutForAWhile(): void {
    this.#shop.network.set('cut');
    setTimeout(() => this.#shop.network.set('pass'), this.#dice.between(150, 900));
  }

  async #serveToTheEnd(tablet: Tablet, customer: Customer, what: string): Promise<void> {
    const isServed = await this.#cashierAt(tablet, () => undefined).serve(customer);
    if (!isServed) this.#found({ kind: 'lost', text: `${what}: the till is stuck` });
    // Who left while the wallet was asking says yes a little later, wherever the cashier is by then.
    if (customer.manner.inWaiting === 'leave')
      setTimeout(() => void customer.confirm(), this.#dice.between(500, 4_000));
  }

  #cashierAt(tablet: Tablet, onmoment: (moment: Moment) => void): Cashier {
    return new Cashier({
      customers: this.customers,
      dice: this.#dice,
      place: tablet,
      onmoment,
    });
  }

  /** After the restart the screen shows every unfinished sale, and the journal all that the screen had shown. */
  async #checkComeback(tablet: Tablet, what: string): Promise<void> {
    const { sales, missing } = await comeBack(tablet);
    for (const { number } of missing)
      this.#found({ kind: 'lost', text: `${what}: ${number} is unfinished and not on the screen` });
    for (const customer of this.#here) {
      const mine = sales.filter((sale) => sale.amount.minor === customer.cents);
      const problem = comebackProblem(customer, mine);
      if (problem) this.#found({ kind: 'lost', text: `${what}: ${customer.cents} ${problem}` });
    }
  }
}
