/** A sale by the keyboard alone: the focus never falls off the counter. */
import { afterEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { mountApp, type Mounted } from './setup.ts';
import { COUNTERS, RECEIPT, SALE } from './views.ts';

let app: Mounted;
afterEach(() => app.close());

const button = (name: string | RegExp) => page.getByRole('button', { name });

/** Declined, with the focus moved onto its first key by Tab. */
async function atDeclined(): Promise<void> {
  app = await mountApp({
    counter: { ...COUNTERS.declined, actions: ['scan-again', 'cash'] },
  });
  await expect.element(button('Try another wallet')).toBeVisible();
  await tabTo('Try another wallet');
}

/** Goes on by Tab to the key called `name`. */
async function tabTo(name: string): Promise<void> {
  do await userEvent.keyboard('{Tab}');
  while (nameOf(document.activeElement) !== name);
}

function nameOf(element: Element | null): string | undefined {
  return element?.getAttribute('aria-label') ?? element?.textContent.trim();
}

describe('the focus', () => {
  it('goes on with the next state’s first key when its own key is gone', async () => {
    await atDeclined();
    app.show({ counter: COUNTERS.paid });
    await expect.element(button('Next sale')).toHaveFocus();
  });

  it('rests on the counter before a question of money', async () => {
    await atDeclined();
    app.show({ counter: COUNTERS['paid-after-all'] });
    await expect.poll(() => document.activeElement?.tagName).toBe('SECTION');
  });

  it('is left alone after a touch: Enter stays with the screen’s first key', async () => {
    app = await mountApp({ counter: { ...COUNTERS.declined, actions: ['scan-again', 'cash'] } });
    await button('Try another wallet').click();
    app.show({ counter: { name: 'paid', ...SALE, paidAt: 0, receiptUrl: null, actions: ['next-sale'] } });
    await expect.element(button('Next sale')).toBeVisible();
    expect(document.activeElement).toBe(document.body);
  });

  it('is again on the counter’s key that a sheet was opened with, when the sheet is left', async () => {
    app = await mountApp({ counter: COUNTERS.paid });
    await tabTo('Receipt');
    app.show({ receipt: RECEIPT });
    await expect.element(page.getByRole('dialog')).toBeVisible();
    app.show({ receipt: null });
    await expect.element(button('Receipt')).toHaveFocus();
  });

  it('is again on the menu’s key when the menu is left, and on the menu’s own when a page of it is', async () => {
    app = await mountApp({});
    await tabTo('Menu');
    await userEvent.keyboard('{Enter}');
    await expect.element(page.getByRole('dialog', { name: 'Menu' })).toBeVisible();
    await tabTo('Tills');
    await userEvent.keyboard('{Enter}');
    await expect.element(page.getByRole('dialog', { name: 'Tills' })).toBeVisible();
    await userEvent.keyboard('{Escape}');
    await expect.element(button('Tills')).toHaveFocus();
    await userEvent.keyboard('{Escape}');
    await expect.element(button('Menu')).toHaveFocus();
  });

  it('is in the PIN’s field as soon as the PIN is asked for', async () => {
    app = await mountApp({});
    app.services.sheets.ask({ kind: 'set-pin' });
    await expect.element(page.getByRole('dialog')).toBeVisible();
    expect(document.activeElement?.getAttribute('type')).toBe('password');
  });
});
