/** One clock for everything that is measured: the page's times are brought onto this process's. */
import type { Page } from '@playwright/test';

/** Milliseconds since 1970 with fractions, by the monotonic clock of this process. */
export function wallNow(): number {
  return performance.timeOrigin + performance.now();
}

/** Asks for one another's time, at most so many times; the quickest answer is the truest. */
const ASKED = 30;

/** What is added to a page's `performance.now()` to be `wallNow()`; true to half the quickest answer, a fraction of a ms. */
export async function pageOffset(page: Page): Promise<number> {
  let best = { took: Infinity, offset: 0 };
  for (let n = 0; n < ASKED; n += 1) {
    const before = wallNow();
    const there = await page.evaluate(() => performance.now());
    const took = wallNow() - before;
    if (took < best.took) best = { took, offset: before + took / 2 - there };
  }
  return best.offset;
}

/** Waits so many ms. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
