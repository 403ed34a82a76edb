/** WebKitGTK as Debian ships it, under a display of its own: the nearest thing to an iPad's engine on this machine. */
import { spawn, type ChildProcess } from 'node:child_process';
import { accessSync, constants, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '../server.ts';
import { WebDriver } from './webdriver.ts';

/** How to get one, for people. */
export const HOW_TO_GET_IT = 'apt-get install --no-install-recommends webkit2gtk-driver xvfb';

/** Where its parts are. */
export interface EnginePaths {
  readonly driver: string;
  readonly display: string;
  readonly browser: string;
}

/** The engine on this machine; null where a part is missing. */
export function findEngine(): EnginePaths | null {
  const driver = onPath('WebKitWebDriver');
  const display = onPath('Xvfb');
  const browser = findBrowser();
  return driver && display && browser ? { driver, display, browser } : null;
}

/** A running driver. */
export class Engine {
  readonly #processes: readonly ChildProcess[];
  readonly #url: string;
  readonly #browser: string;

  private constructor(processes: readonly ChildProcess[], url: string, browser: string) {
    this.#processes = processes;
    this.#url = url;
    this.#browser = browser;
  }

  /** Starts display and driver, and waits until the driver answers. */
  static async start({ driver, display, browser }: EnginePaths): Promise<Engine> {
    const screen = `:${await freePort()}`;
    const port = await freePort();
    const shown = spawn(display, [screen, '-screen', '0', '1280x900x24', '-nolisten', 'tcp'], {
      stdio: 'ignore',
    });
    const env = { ...process.env, DISPLAY: screen, LANGUAGE: 'en_US', LANG: 'en_US.UTF-8' };
    const driving = spawn(driver, [`--port=${port}`], { stdio: 'ignore', env });
    const engine = new Engine([driving, shown], `http://127.0.0.1:${port}`, browser);
    process.once('exit', () => engine.stop()); // a run that breaks off leaves no display behind
    for (let tries = 0; tries < 200; tries += 1) {
      const answer = await fetch(`http://127.0.0.1:${port}/status`).catch(() => null);
      if (answer?.ok) return engine;
      await pause(50);
    }
    engine.stop();
    throw new Error('WebKitWebDriver did not start.');
  }

  /** A fresh window with nothing kept from earlier ones. */
  async window(): Promise<WebDriver> {
    return WebDriver.open(this.#url, {
      browserName: 'MiniBrowser',
      'webkitgtk:browserOptions': { binary: this.#browser, args: ['--automation'] },
    });
  }

  stop(): void {
    for (const each of this.#processes) each.kill('SIGTERM');
  }
}

function onPath(name: string): string | null {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return folders.map((folder) => join(folder, name)).find(isExecutable) ?? null;
}

/** MiniBrowser lies beside the library, below the folder of the machine's architecture. */
function findBrowser(): string | null {
  const folders = list('/usr/lib').flatMap((arch) =>
    list(join('/usr/lib', arch))
      .filter((name) => /^webkit(2gtk|gtk)-/.test(name))
      .map((name) => join('/usr/lib', arch, name, 'MiniBrowser')),
  );
  return folders.find(isExecutable) ?? null;
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return []; // a file, or nothing: no engine there
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false; // not there: the next place is looked at
  }
}
