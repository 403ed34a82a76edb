/** A sale by the keyboard alone: the focus never falls off the counter. */
import { afterEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { mountApp, type Mounted } from './setup.ts';
import { COUNTERS, SALE } from './views.ts';

let app: Mounted;
afterEach(() => app.close());

const button = (name: string | RegExp) => page.getByRole('button', { name });

/** Declined, with the focus moved onto its first key by Tab. */
async function atDeclined(): Promise<void> {
  app = await mountApp({
    counter: { ...COUNTERS.declined, actions: ['scan-again', 'cash'] },
  });
  await expect.element(button('Try another wallet')).toBeVisible();
  while (document.activeElement?.textContent.trim() !== 'Try another wallet')
    await userEvent.keyboard('{Tab}');
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
});
