/** A real Chromium of our own, so that its whole process group can be killed by its id, as a power cut would. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { chromium, type Browser, type Page } from '@playwright/test';
import { chromiumLaunch } from '../../scripts/chromium.mjs';

/** Beside the project's quiet flags: no screen, no questions after a crash, a tablet's window, English words. */
const FLAGS = [
  '--headless=new',
  '--enable-automation',
  '--remote-debugging-port=0',
  '--disable-dev-shm-usage',
  '--hide-crash-restore-bubble',
  '--no-default-browser-check',
  '--password-store=basic',
  '--use-fake-ui-for-media-stream',
  '--use-fake-device-for-media-stream',
  '--window-size=1180,820',
  '--lang=en-US',
];
/** A run that is ended in the middle leaves no browser behind. */
const running = new Set<ChildProcess>();
process.on('exit', () => {
  for (const { pid } of running) if (pid !== undefined) process.kill(-pid, 'SIGKILL');
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

/** Where Chromium writes the port it listens on. */
const PORT_FILE = 'DevToolsActivePort';

/** One run of the browser on one profile. */
export class ChromiumProcess {
  readonly page: Page;
  readonly #child: ChildProcess;
  readonly #browser: Browser;
  #isStruck = false;

  private constructor(child: ChildProcess, browser: Browser, page: Page) {
    this.#child = child;
    this.#browser = browser;
    this.page = page;
  }

  /** Starts on `profile` with an empty page. Throws when the browser does not come up. */
  static async start(profile: string): Promise<ChromiumProcess> {
    const portFile = join(profile, PORT_FILE);
    rmSync(portFile, { force: true });
    const { args = [], executablePath = chromium.executablePath() } = chromiumLaunch(FLAGS);
    const child = spawn(executablePath, [...args, `--user-data-dir=${profile}`, 'about:blank'], {
      detached: true, // its own process group: the kill reaches every one of its processes and nobody else's
      stdio: 'ignore',
    });
    running.add(child);
    child.once('exit', () => running.delete(child));
    const port = await readPort(child, portFile);
    const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`);
    const [context] = browser.contexts();
    if (!context) throw new Error('Chromium came up without a profile.');
    context.setDefaultTimeout(10_000);
    return new ChromiumProcess(child, browser, context.pages()[0] ?? (await context.newPage()));
  }

  /** True until the blow. */
  get isAlive(): boolean {
    return !this.#isStruck && !this.#isGone;
  }

  get #isGone(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  /** SIGKILL to the whole process group. Returns at once. */
  strike(): void {
    this.#isStruck = true;
    if (this.#child.pid !== undefined && !this.#isGone) process.kill(-this.#child.pid, 'SIGKILL');
  }

  /** Quits as a person does: everything the browser writes late (cookies, localStorage) is then on the disk. */
  async quit(): Promise<void> {
    const gone = once(this.#child, 'exit');
    const session = await this.#browser.newBrowserCDPSession();
    await session.send('Browser.close').catch(() => undefined); // the answer may die with the browser
    await gone;
  }

  /** SIGKILL, and waits until the browser is gone. */
  async kill(): Promise<void> {
    if (!this.#isGone) {
      const gone = once(this.#child, 'exit');
      this.strike();
      await gone;
    }
    await this.#browser.close().catch(() => undefined); // the other end has just died
  }
}

async function readPort(child: ChildProcess, file: string): Promise<string> {
  for (let tries = 0; tries < 600 && child.exitCode === null; tries += 1) {
    const [port] = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
    if (port) return port;
    await pause(25);
  }
  throw new Error('Chromium did not start.');
}
