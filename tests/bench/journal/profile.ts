/** A tablet's browser: Chromium on a profile that lies on the disk and outlives it. */
import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { chromiumLaunch } from '../../../scripts/chromium.mjs';

/** One profile. */
export class Profile {
  readonly #folder: string;
  readonly #url: string;

  /** The one in `folder`, which may be empty. */
  constructor(folder: string, url: string) {
    this.#folder = folder;
    this.#url = url;
  }

  /** Starts the browser, does `work` in a fresh page and ends the browser: the next one finds nothing warm. */
  async inBrowser<T>(work: (page: Page) => Promise<T>, query = ''): Promise<T> {
    const context = await chromium.launchPersistentContext(this.#folder, chromiumLaunch());
    try {
      const page = await context.newPage();
      await page.goto(this.#url + query);
      await page.waitForFunction(() => 'journalBench' in window);
      return await work(page);
    } finally {
      await context.close();
    }
  }

  /** Bytes of everything the browser keeps for its pages' databases. */
  bytes(): number {
    return bytesBelow(join(this.#folder, 'Default', 'IndexedDB'));
  }

  discard(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

function bytesBelow(folder: string): number {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);
}
