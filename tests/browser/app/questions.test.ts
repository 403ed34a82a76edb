/** Questions of money: no default, no way round. */
import { afterEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { SameCustomer } from '../../../src/till/view.ts';
import { mountApp, type Mounted, NOW } from './setup.ts';
import { COUNTERS, SALE } from './views.ts';

let app: Mounted;
afterEach(() => app.close());

const button = (name: string | RegExp) => page.getByRole('button', { name });
const alert = (text: string | RegExp) => page.getByText(text, { exact: false });

describe('"Same customer as 14:02?"', () => {
  const question: SameCustomer = {
    kind: 'same-customer',
    ...SALE,
    openedAt: NOW - 250_000,
    state: 'in-doubt',
  };

  it('names the unfinished sale and has two keys, each with what it means', async () => {
    app = await mountApp({ question });
    const sheet = page.getByRole('dialog', { name: 'Same customer as 14:02?' });
    await expect.element(sheet.getByText('A-0017')).toBeVisible();
    await expect.element(sheet.getByText('No answer yet')).toBeVisible();
    await button(/^Same customer/).click();
    await button(/^Another customer/).click();
    expect(app.till.pressed).toEqual(['answerSameCustomer true', 'answerSameCustomer false']);
  });

  it('is not answered by Enter, nor put away by Escape, and nothing beside it can be pressed', async () => {
    app = await mountApp({ question });
    await expect.element(page.getByRole('dialog')).toHaveFocus();
    await userEvent.keyboard('{Enter}{Escape}');
    expect(app.till.pressed).toEqual([]);
    expect(document.querySelector('aside')?.inert).toBe(true);
    expect(document.querySelector('main section')?.hasAttribute('inert')).toBe(true);
  });
});

describe.each([
  ['paid-after-all', COUNTERS['paid-after-all'], 'Paid after all'],
  [
    'differs',
    { ...COUNTERS.differs, actions: ['keep', 'give-back', 'next-customer'] } as const,
    'Other amount',
  ],
] as const)('a question of money (%s)', (_name, counter, word) => {
  it('has no default: neither focus nor Enter chooses, and nothing is primary', async () => {
    app = await mountApp({ counter });
    await expect.element(page.getByRole('heading', { name: word })).toBeVisible();
    await userEvent.keyboard('{Enter}');
    expect(app.till.pressed).toEqual([]);
    expect(document.activeElement?.tagName).not.toBe('BUTTON');
    expect(document.querySelectorAll('main section button.first')).toHaveLength(0);
  });

  it('shows the charged amount and sends the choice once', async () => {
    app = await mountApp({ counter });
    await button(/^Keep it/).click();
    await button(/^Give it back/).click();
    expect(app.till.pressed).toEqual(['decide a0017 keep']); // the second tap of a double tap
    app.pass(400);
    await button(/^Give it back/).click();
    expect(app.till.pressed).toEqual(['decide a0017 keep', 'decide a0017 return']);
  });

  it('says so where the shop’s computer did not answer', async () => {
    app = await mountApp({ counter });
    app.till.outcomes.push({ isDone: false, code: 'silent' });
    await button(/^Give it back/).click();
    await expect.element(alert(/did not answer. Trying again is safe/)).toBeVisible();
  });
});

describe('another amount', () => {
  it('is told beside the asked one, with the difference', async () => {
    app = await mountApp({ counter: COUNTERS.differs });
    for (const text of ['Asked', '$12.50', 'Alipay charged', '$11.50', 'Missing', '$1.00'])
      await expect.element(page.getByText(text, { exact: true }).first()).toBeVisible();
  });
});
