/** The till as a cashier uses it: by what it says and what can be pressed. */
import { expect, type Locator, type Page } from '@playwright/test';

/** One tablet's screen. */
export class TillPage {
  readonly page: Page;
  readonly #origin: string;

  constructor(page: Page, origin: string) {
    this.page = page;
    this.#origin = origin;
  }

  /** Opens the address with its pairing code, as a scanned pairing QR does. */
  async pair(pairingCode: string): Promise<void> {
    await this.page.goto(`${this.#origin}/#pair=${pairingCode}`);
    await this.isAtAmount();
  }

  async open(): Promise<void> {
    await this.page.goto(this.#origin);
  }

  /** The empty amount, ready for a digit. */
  async isAtAmount(): Promise<void> {
    await expect(this.key('1')).toBeVisible();
  }

  key(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole('button', { name });
  }

  /** Types an amount in cents on the keypad and presses Charge. */
  async charge(cents: string): Promise<void> {
    for (const digit of cents) await this.key(digit).click();
    await this.button(/^Charge/).click();
  }

  /** Charges and waits until a code can be read. */
  async askForCode(cents: string): Promise<void> {
    await this.charge(cents);
    await this.waitForViewfinder();
  }

  /** What the counter says, in its own words. */
  says(words: string | RegExp): Locator {
    return this.counter.getByText(words).first();
  }

  get counter(): Locator {
    return this.page.locator('.counter');
  }

  get roll(): Locator {
    return this.page.getByRole('complementary', { name: 'Today' });
  }

  /** A line of the roll by its number. */
  line(number: string | RegExp): Locator {
    return this.roll.getByRole('button', { name: number });
  }

  /**
   * A scanner that types like a keyboard: trusted keys 5 ms apart, then Enter. The times are given with the keys, as a
   * keyboard's driver does, so that a busy machine does not turn the scanner into a slow typist.
   */
  async scan(code: string): Promise<void> {
    const keyboard = await this.page.context().newCDPSession(this.page);
    const begun = Date.now() / 1000;
    const keys = [...code, 'Enter'];
    await Promise.all(
      keys.flatMap((key, index) => {
        const timestamp = begun + index * 0.005;
        const text = key === 'Enter' ? '\r' : key;
        return [
          keyboard.send('Input.dispatchKeyEvent', { type: 'keyDown', key, text, timestamp }),
          keyboard.send('Input.dispatchKeyEvent', { type: 'keyUp', key, timestamp }),
        ];
      }),
    );
    await keyboard.detach();
  }

  async waitForViewfinder(): Promise<void> {
    await expect(this.says('Show the wallet code to the camera')).toBeVisible();
  }
}
