/** A W3C WebDriver client: the few commands a cashier needs, over plain HTTP. */
import { setTimeout as pause } from 'node:timers/promises';

/** How a WebDriver names an element (https://www.w3.org/TR/webdriver2/#elements). */
const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf';
/** Longest wait for something to appear, ms. */
const APPEARS_MS = 20_000;

/** One browser window under remote control. Every call rejects with the driver's own words. */
export class WebDriver {
  readonly #url: string;

  private constructor(url: string) {
    this.#url = url;
  }

  /** Opens a window. `capabilities`: what the engine is asked for. */
  static async open(driverUrl: string, capabilities: object): Promise<WebDriver> {
    const body = { capabilities: { alwaysMatch: capabilities } };
    const session = await call<{ sessionId: string }>('POST', `${driverUrl}/session`, body);
    return new WebDriver(`${driverUrl}/session/${session.sessionId}`);
  }

  async goTo(url: string): Promise<void> {
    await call('POST', `${this.#url}/url`, { url });
  }

  async reload(): Promise<void> {
    await call('POST', `${this.#url}/refresh`, {});
  }

  /** Runs a function body in the page (`return …`) and resolves with what it returns. */
  async run<T>(script: string, ...args: unknown[]): Promise<T> {
    return call('POST', `${this.#url}/execute/sync`, { script, args });
  }

  /** Clicks the first element of this XPath, once it is there. */
  async click(xpath: string): Promise<void> {
    await call('POST', `${this.#url}/element/${await this.#find(xpath)}/click`, {});
  }

  /** Waits until a function body returns true in the page; false when it never does. */
  async becomes(script: string, withinMs = APPEARS_MS): Promise<boolean> {
    const until = performance.now() + withinMs;
    while (performance.now() < until) {
      if (await this.run<boolean>(script)) return true;
      await pause(100);
    }
    return false;
  }

  /** Waits until the page shows `words` somewhere; rejects with what it shows instead. */
  async see(words: RegExp): Promise<void> {
    const isSeen = await this.becomes(`return ${String(words)}.test(document.body?.innerText ?? '')`);
    if (isSeen) return;
    const text = await this.run<string>('return document.body?.innerText ?? ""');
    throw new Error(`Not seen: ${String(words)}. The page says:\n${text}`);
  }

  async close(): Promise<void> {
    await call('DELETE', this.#url);
  }

  async #find(xpath: string): Promise<string> {
    const until = performance.now() + APPEARS_MS;
    for (;;) {
      const found = await call<Record<string, string>[]>('POST', `${this.#url}/elements`, {
        using: 'xpath',
        value: xpath,
      });
      const id = found[0]?.[ELEMENT];
      if (id !== undefined) return id;
      if (performance.now() > until) throw new Error(`Not there: ${xpath}`);
      await pause(100);
    }
  }
}

async function call<T>(method: string, url: string, body?: object): Promise<T> {
  const answer = await fetch(url, { method, ...(body ? { body: JSON.stringify(body) } : {}) });
  const { value } = (await answer.json()) as { value: T & { error?: string; message?: string } };
  if (!answer.ok) throw new Error(`${method} ${new URL(url).pathname}: ${value.error} ${value.message}`);
  return value;
}
