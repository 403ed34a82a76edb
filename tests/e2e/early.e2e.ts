/** The second start shows the keypad of the first before the till is there: what is typed on it is the till's amount. */
import type { Page } from '@playwright/test';
import { expect, test, type Shop } from './shop.ts';
import type { TillPage } from './pages/till-page.ts';

declare global {
  interface Window {
    early: { isSeen: boolean; typed: string };
  }
}

/** Types 725 on the early keypad as soon as it is there, and remembers what it showed. Runs in the page. */
function typeEarly(): void {
  window.early = { isSeen: false, typed: '' };
  new MutationObserver((_changes, watcher) => {
    const place = document.querySelector('#early');
    const figure = place?.querySelector('h1.amount');
    if (!place || !figure) return;
    watcher.disconnect();
    window.early.isSeen = true;
    setTimeout(() => {
      for (const digit of '725') place.querySelector<HTMLElement>(`button[data-key="${digit}"]`)?.click();
      window.early.typed = figure.textContent;
    });
  }).observe(document, { subtree: true, childList: true });
}

/** A tablet that was started once, with the typing hand ready for the next start. */
async function startedOnce(shop: Shop): Promise<TillPage> {
  const till = await shop.pairedTablet();
  await till.page.reload();
  await till.isAtAmount();
  await till.page.addInitScript(typeEarly);
  return till;
}

async function isEarlySeen(page: Page): Promise<boolean> {
  return page.evaluate(() => window.early.isSeen);
}

test('digits typed before the till is there are its amount, and are charged once', async ({ shop }) => {
  const till = await startedOnce(shop);
  await till.page.reload();
  await expect(till.button(/^Charge/)).toContainText('$7.25');
  expect(await till.page.evaluate(() => window.early)).toEqual({ isSeen: true, typed: '$7.25' });
  await expect(till.page.locator('#early')).toHaveCount(0);
  await till.button(/^Charge/).click();
  await till.scan((await shop.gateway.code()).code);
  await expect(till.says(/^Paid$/)).toBeVisible();
  expect(await shop.gateway.kept()).toEqual({ charges: 1, kept: '7.25' });
});

test('while a sale is on the counter no keypad is shown before it', async ({ shop }) => {
  const till = await startedOnce(shop);
  await till.askForCode('1250');
  await till.scan((await shop.gateway.code({ behaviour: 'confirm' })).code);
  await expect(till.says(/confirm/i)).toBeVisible();
  await till.page.reload();
  await expect(till.says(/confirm/i)).toBeVisible();
  expect(await isEarlySeen(till.page)).toBe(false);
});
