/** A manager at a real screen: chooses the shop's PIN, and gives a paid sale back through the sheets. */
import type { Page } from '@playwright/test';
import { en } from '../../src/i18n/en.ts';

/** The PIN of every shop of these rounds. */
export const PIN = '246810';

/** Chooses the PIN; a shop that has one keeps it. */
export async function choosePin(page: Page): Promise<void> {
  await page.evaluate(async (newPin) => {
    const headers = { 'content-type': 'application/json' };
    await fetch('/api/pin', { method: 'POST', headers, body: JSON.stringify({ newPin }) });
  }, PIN);
}

/**
 * Opens the sale's line, and says how much (all of it), why, and the PIN. `onpress` is told just before the last key.
 * Resolves when that key is pressed; rejects when the tablet dies.
 */
export async function giveBack(page: Page, cents: number, onpress: () => void): Promise<void> {
  const { act, next } = en.manager;
  const sum = `$${(cents / 100).toFixed(2)}`;
  await page.locator('aside .line').filter({ hasText: sum }).first().click();
  await page.getByRole('button', { name: en.action.refund }).click();
  const sheet = page.getByRole('dialog', { name: act.refund.title });
  await sheet.getByRole('button', { name: next, exact: true }).click();
  await sheet.getByRole('button', { name: act.refund.reasons[0] ?? '' }).click();
  await sheet.getByRole('button', { name: next, exact: true }).click();
  await sheet.locator('input[type=password]').fill(PIN);
  onpress();
  await sheet.getByRole('button', { name: act.refund.key(sum) }).click();
}
