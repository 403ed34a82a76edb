/** The built app in the second engine: paired, sold with, cut off with a code in hand, reloaded, and back. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Gateway } from '../gateway.ts';
import { freePort, ServerProcess } from '../server.ts';
import type { Engine } from './engine.ts';
import { Front } from './front.ts';
import type { Verdict } from './small-vitest.ts';
import type { WebDriver } from './webdriver.ts';

/** Plays the story with and without Web Locks. */
export async function runOfflineSuite(engine: Engine): Promise<Verdict[]> {
  return [...(await playStory(engine, true)), ...(await playStory(engine, false))];
}

export async function playStory(engine: Engine, hasLocks: boolean): Promise<Verdict[]> {
  const folder = mkdtempSync(join(tmpdir(), 'pling-second-'));
  const port = await freePort();
  const server = new ServerProcess(port, {
    DATA_DIR: join(folder, 'data'),
    SHOP_TIME_ZONE: 'America/New_York',
  });
  await server.start();
  const front = await Front.listen(port, hasLocks);
  const window = await engine.window();
  const gateway = new Gateway(`http://127.0.0.1:${port}/gateway`);
  try {
    return await tell(new Story(window, front, gateway), server.pairingCode, hasLocks);
  } finally {
    await window.close();
    front.close();
    await server.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Each chapter needs the one before: after a failed one the others are not told. */
async function tell(story: Story, pairingCode: string, hasLocks: boolean): Promise<Verdict[]> {
  const where = hasLocks ? 'with Web Locks' : 'without Web Locks';
  const chapters: [string, () => Promise<void>][] = [
    ['the tablet is paired and installed', () => story.pair(pairingCode, hasLocks)],
    ['a sale is paid', () => story.sell()],
    ['a code read while the network is down is held, also over a reload', () => story.hold()],
    ['back within the code’s life it is paid, and charged once', () => story.comeBack()],
  ];
  const verdicts: Verdict[] = [];
  for (const [name, play] of chapters) {
    try {
      await play();
      verdicts.push({ name: `${where} › ${name}`, error: null });
    } catch (error) {
      verdicts.push({ name: `${where} › ${name}`, error: String(error) });
      break;
    }
  }
  return verdicts;
}

class Story {
  readonly #window: WebDriver;
  readonly #front: Front;
  readonly #gateway: Gateway;

  constructor(window: WebDriver, front: Front, gateway: Gateway) {
    this.#window = window;
    this.#front = front;
    this.#gateway = gateway;
  }

  async pair(code: string, hasLocks: boolean): Promise<void> {
    await this.#window.goTo(`${this.#front.origin}/#pair=${code}`);
    await this.#window.see(/Charge/);
    const canLock = await this.#window.run<boolean>('return "locks" in navigator');
    if (canLock !== hasLocks) throw new Error(`Web Locks: ${canLock}`);
    if (!(await this.#window.becomes('return navigator.serviceWorker?.controller != null')))
      throw new Error('No service worker took the page.');
  }

  async sell(): Promise<void> {
    await this.#charge('1250');
    await this.#enterCode();
    await this.#window.see(/\bPaid\b/);
    await this.#expectKept(1, '12.50');
    await this.#window.click('//button[normalize-space()="Next sale"]');
  }

  async hold(): Promise<void> {
    await this.#charge('840');
    const { code } = await this.#gateway.code();
    this.#front.cut(true);
    await this.#enterCode(code);
    const isHeld = /Will send when the network is back|No answer yet/;
    await this.#window.see(isHeld);
    await this.#window.reload();
    await this.#window.see(isHeld);
    await this.#expectKept(1, '12.50');
  }

  async comeBack(): Promise<void> {
    this.#front.cut(false);
    // The sale's own heading, or its line once it has left the counter: the first sale is "Paid" as well.
    const isPaid = await this.#window.becomes(
      `const said = [...document.querySelectorAll('.counter, aside .line')].map((each) => each.innerText);
       return said.some((text) => text.includes('$8.40') && /\\bPaid\\b/.test(text));`,
      60_000,
    );
    if (!isPaid)
      throw new Error(`It is not paid:\n${await this.#window.run<string>('return document.body.innerText')}`);
    await this.#expectKept(2, '20.90');
  }

  async #charge(cents: string): Promise<void> {
    for (const digit of cents) await this.#window.click(`//button[normalize-space()="${digit}"]`);
    await this.#window.click('//button[starts-with(normalize-space(), "Charge")]');
    await this.#window.click('//button[normalize-space()="Type it"]');
    await this.#window.see(/Type the code/);
  }

  /** Pasted, not typed: a driver's keys come in the rhythm of a scanner on a quiet machine and of nobody on a busy one. */
  async #enterCode(code?: string): Promise<void> {
    await this.#window.run(
      `const field = document.querySelector('.counter input');
       field.value = arguments[0];
       field.dispatchEvent(new Event('input', { bubbles: true }));`,
      code ?? (await this.#gateway.code()).code,
    );
    await this.#window.click('//button[normalize-space()="Use this code"]');
  }

  async #expectKept(charges: number, kept: string): Promise<void> {
    const found = await this.#gateway.kept();
    if (found.charges !== charges || found.kept !== kept)
      throw new Error(`The gateway has ${found.charges} charges and keeps ${found.kept}`);
  }
}
