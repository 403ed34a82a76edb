/** One tablet with one of the tills on it: opened, slowed down, and pressed as a cashier does. */
import { chromium, type BrowserContext, type CDPSession, type Page } from '@playwright/test';
import { chromiumLaunch } from '../../../scripts/chromium.mjs';
import type { Subject } from './subjects.ts';
import { pageOffset } from './wall.ts';
import { watch, type Watched } from './watch.ts';

/** A point of the screen. */
interface Place {
  readonly x: number;
  readonly y: number;
}

/** How it is opened. */
export interface TabletOptions {
  readonly subject: Subject;
  /** the browser's own folder: what is installed stays in it */
  readonly profile: string;
  readonly flags?: readonly string[];
  readonly pressesFirst?: boolean;
}

/** A browser of its own with one page. */
export class Tablet {
  readonly subject: Subject;
  readonly page: Page;
  readonly devtools: CDPSession;
  readonly #context: BrowserContext;
  /** what the page's clock lacks to this process's, ms */
  #offset = 0;
  /** where the keys of the keypad lie: what looks for them in the page would be measured with it */
  readonly #places = new Map<string, Place>();

  private constructor(subject: Subject, context: BrowserContext, page: Page, devtools: CDPSession) {
    this.subject = subject;
    this.#context = context;
    this.page = page;
    this.devtools = devtools;
  }

  /** Starts Chromium; no address is opened yet. */
  static async start({ subject, profile, flags = [], pressesFirst = false }: TabletOptions): Promise<Tablet> {
    const context = await chromium.launchPersistentContext(profile, {
      ...chromiumLaunch([...flags]),
      viewport: { width: 1180, height: 820 },
      hasTouch: true,
      locale: 'en-US',
      timezoneId: 'America/New_York',
    });
    const page = context.pages()[0] ?? (await context.newPage());
    await watch(page, subject.seen, pressesFirst);
    return new Tablet(subject, context, page, await context.newCDPSession(page));
  }

  /** Chromium's version. */
  get version(): string {
    return this.#context.browser()?.version() ?? '';
  }

  /** Opens the till and waits for its keypad. */
  async open(address: string): Promise<void> {
    await this.page.goto(address);
    await this.key(/^1$/).waitFor();
    this.#offset = await pageOffset(this.page);
    for (const digit of '0123456789') await this.#learn(digit, new RegExp(`^${digit}$`));
    await this.#learn('charge', this.subject.charge);
    await this.#learn('delete', this.subject.deletes);
  }

  async #learn(name: string, key: RegExp): Promise<void> {
    const box = await this.key(key).boundingBox();
    if (box === null) throw new Error(`No key ${name} on the screen`);
    this.#places.set(name, { x: box.x + box.width / 2, y: box.y + box.height / 2 });
  }

  /** Touches a digit, `charge` or `delete` where it lies. */
  async tap(name: string): Promise<void> {
    const { x, y } = this.#places.get(name) ?? { x: 0, y: 0 };
    await this.page.touchscreen.tap(x, y);
  }

  /** The page's main thread becomes so many times slower; workers and the browser's own processes do not. */
  async slowDown(rate: number): Promise<void> {
    await this.devtools.send('Emulation.setCPUThrottlingRate', { rate });
  }

  async setOffline(isOffline: boolean): Promise<void> {
    await this.#context.setOffline(isOffline);
  }

  key(name: RegExp) {
    return this.page.getByRole('button', { name });
  }

  /** Types an amount on the screen's keys and begins to charge it. */
  async charge(digits: string): Promise<void> {
    for (const digit of digits) await this.tap(digit);
    await this.tap('charge');
  }

  /** Waits until the camera's picture runs. */
  async seesPicture(): Promise<void> {
    await this.page.waitForFunction(
      () => [...document.querySelectorAll('video')].some((video) => video.currentTime > 0),
      null,
      { polling: 100 },
    );
  }

  /** Listens for the first digit that is painted, in ms of the page's clock; resolves once it listens. */
  async firstDigit(): Promise<{ readonly painted: Promise<number> }> {
    await this.devtools.send('Runtime.enable');
    await this.devtools.send('Runtime.addBinding', { name: 'tellFirstDigit' });
    const painted = new Promise<number>((resolve) => {
      this.devtools.on('Runtime.bindingCalled', ({ payload }) => resolve(Number(payload)));
    });
    return { painted };
  }

  /** What the page has seen of itself so far, with the times on this process's clock. */
  async watched(): Promise<Watched> {
    const seen = await this.page.evaluate(() => window.watched);
    const here = (at: number): number => at + this.#offset;
    return {
      ...seen,
      paid: seen.paid.map(here),
      reads: seen.reads.map(here),
      longTasks: seen.longTasks.map(({ at, ms }) => ({ at: here(at), ms })),
    };
  }

  /** Waits until the result "paid" has been painted more than `before` times. */
  async isPaid(before: number): Promise<void> {
    await this.page.waitForFunction((count) => window.watched.paid.length > count, before, {
      polling: 50,
      timeout: 60_000,
    });
  }

  async close(): Promise<void> {
    await this.#context.close();
  }
}
