/** A tablet: one Chromium profile that outlives its browser, worked at as a cashier does. */
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Sale } from '../../src/core/sale.ts';
import { en } from '../../src/i18n/en.ts';
import { readSale } from '../../src/journal/read-rows.ts';
import type { Action, CounterName } from '../../src/till/view.ts';
import { TillPage } from '../e2e/pages/till-page.ts';
import type { Look, Workplace } from './cashier.ts';
import { ChromiumProcess } from './chromium-process.ts';
import type { CrashShop } from './crash-shop.ts';
import { choosePin } from './manager.ts';
import { readJournal, watchScreen, type ScreenLook } from './page-look.ts';

/** Told of every state the screen really showed; what was told before a kill had been drawn before it. */
export type OnSeen = (name: CounterName, cents: number) => void;

const HEADINGS: Readonly<Record<string, CounterName>> = {
  [en.counter.charging]: 'charging',
  [en.counter.waiting]: 'waiting',
  [en.counter.waitingCancelAsked]: 'waiting',
  [en.counter.held]: 'held',
  [en.counter.doubt]: 'in-doubt',
  [en.counter.paid]: 'paid',
  [en.verdict.paidAfterAll.word]: 'paid-after-all',
  [en.verdict.cancelling.word]: 'cancelling',
  [en.verdict.declined.word]: 'declined',
  [en.verdict.expired.word]: 'closed',
  [en.verdict.cancelled.word]: 'closed',
  [en.verdict.timedOut.word]: 'closed',
  [en.verdict.byHand.word]: 'closed',
  [en.verdict.returned.word]: 'returned',
  [en.verdict.differs.word]: 'differs',
  [en.verdict.unresolved.word]: 'unresolved',
  [en.verdict.notReturned.word]: 'unresolved',
};
/** What the key that opens the next attempt says, by what was wrong with the last one. */
const AGAIN = [en.action['scan-again'], en.actionAs.otherWallet, en.actionAs.freshCode];

/** One tablet of the shop. */
export class Tablet implements Workplace {
  readonly #shop: CrashShop;
  readonly #profile: string;
  readonly #onseen: OnSeen;
  #browser: ChromiumProcess | null = null;

  private constructor(shop: CrashShop, onseen: OnSeen) {
    this.#shop = shop;
    this.#profile = mkdtempSync(join(shop.folder, 'tablet-'));
    this.#onseen = onseen;
  }

  /**
   * A fresh tablet, paired, with its service worker in place so that it can start with no network. The browser is quit
   * once in between: Chromium writes cookies up to 30 s late, and a tablet killed before that must be paired again.
   */
  static async pair(shop: CrashShop, onseen: OnSeen): Promise<Tablet> {
    const tablet = new Tablet(shop, onseen);
    await tablet.#open();
    await tablet.#till.pair(await shop.pairingCode());
    await choosePin(tablet.page);
    await tablet.page.waitForFunction(() => navigator.serviceWorker.controller !== null);
    await tablet.#browser?.quit();
    await tablet.restart();
    return tablet;
  }

  get page(): ChromiumProcess['page'] {
    if (!this.#browser) throw new Error('The tablet is off.');
    return this.#browser.page;
  }

  get isAlive(): boolean {
    return this.#browser?.isAlive ?? false;
  }

  /** The blow: SIGKILL to the browser's process group, at once. */
  strike(): void {
    this.#browser?.strike();
  }

  /** SIGKILL, and waits until the browser is gone. */
  async kill(): Promise<void> {
    await this.#browser?.kill();
  }

  /** Where Chromium keeps the till's databases. */
  get storeFolder(): string {
    const name = this.#shop.origin.replace('://', '_').replace(':', '_');
    return join(this.#profile, 'Default', 'IndexedDB', `${name}.indexeddb.leveldb`);
  }

  /** Starts the browser again on the same profile and opens the till. */
  async restart(): Promise<void> {
    await this.kill();
    await this.#open();
    await this.#till.open();
  }

  /** Takes the tablet away for good. */
  async discard(): Promise<void> {
    await this.#browser?.kill();
    rmSync(this.#profile, { recursive: true, force: true, maxRetries: 5 });
  }

  /** Everything the screen says. */
  async screen(): Promise<ScreenLook> {
    const look = await this.page.evaluate(() => window.plingLook?.() ?? null);
    return look ?? { name: 'nothing', cents: 0, roll: [] };
  }

  async look(): Promise<Look> {
    const { name, cents, roll } = await this.screen();
    return { name: counterName(name), cents, roll: roll.map((line) => line.cents) };
  }

  /** The journal's sales as they lie in IndexedDB. Throws where one of them cannot be read. */
  async sales(): Promise<Sale[]> {
    return (await this.page.evaluate(readJournal)).map(readSale);
  }

  async charge(cents: number): Promise<void> {
    const { cents: shown } = await this.look();
    if (shown !== cents) {
      for (let left = shown; left > 0; left = Math.floor(left / 10))
        await this.#click([en.counter.deleteDigit]);
      for (const digit of String(cents)) await this.#click([digit]);
    }
    await this.#click([en.counter.charge]);
  }

  async scan(code: string): Promise<void> {
    await this.#till.scan(code);
  }

  async press(action: Action): Promise<void> {
    await this.#click(action === 'scan-again' ? AGAIN : [en.action[action]]);
  }

  /** The state may change under the finger: a key that has gone is looked for again after the next glance. */
  async #click(names: readonly string[]): Promise<void> {
    await this.page.evaluate((wanted) => {
      const keys = [...document.querySelectorAll<HTMLButtonElement>('.counter button')];
      const isWanted = (key: Element): boolean => {
        const name = key.getAttribute('aria-label') ?? key.textContent.trim();
        // A digit's key says no more than the digit; the others may go on with an amount or a hint.
        return wanted.some((each) => (each.length === 1 ? name === each : name.startsWith(each)));
      };
      keys.find(isWanted)?.click();
    }, names);
  }

  get #till(): TillPage {
    return new TillPage(this.page, this.#shop.origin);
  }

  async #open(): Promise<void> {
    const browser = await ChromiumProcess.start(this.#profile);
    this.#browser = browser;
    const context = browser.page.context();
    await context.exposeFunction('plingSeen', (name: string, cents: number) => {
      const known = counterName(name);
      if (known !== 'nothing' && this.#browser === browser) this.#onseen(known, cents);
    });
    await context.addInitScript(watchScreen, { headings: HEADINGS });
  }
}

const NAMES = new Set<string>(['amount', 'ready', ...Object.values(HEADINGS)]);

function counterName(name: string): Look['name'] {
  return NAMES.has(name) ? (name as CounterName) : 'nothing';
}
