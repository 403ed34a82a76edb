/** A manager's acts: reason and PIN first, every refusal told plainly. */
import { afterEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { money } from '../../../src/core/money/money.ts';
import type { SaleDetail } from '../../../src/till/view.ts';
import { EMPTY_VIEW } from './fake-till.ts';
import { mountApp, type Mounted, NOW } from './setup.ts';
import { COUNTERS, DETAIL, SALE } from './views.ts';

let app: Mounted;
afterEach(() => app.close());

const button = (name: string | RegExp) => page.getByRole('button', { name });
const alert = (text: string | RegExp) => page.getByText(text, { exact: false });
const inSheet = (name: string | RegExp) => page.getByRole('dialog').getByRole('button', { name });
const REFUND = { kind: 'refund', saleId: SALE.saleId, number: 'A-0017', left: money(1250, 'USD') } as const;

async function typePin(digits: string): Promise<void> {
  for (const digit of digits) await inSheet(new RegExp(`^${digit}$`)).click();
}

describe('giving money back', () => {
  const toPin = async (): Promise<void> => {
    await inSheet('Next').click();
    await inSheet('Goods came back').click();
    await inSheet('Next').click();
  };

  it('offers what is left, takes a part, asks why and for the PIN, and only then acts', async () => {
    app = await mountApp({ counter: COUNTERS.ready });
    app.services.sheets.ask(REFUND);
    await expect.element(page.getByRole('dialog').getByText('$12.50').first()).toBeVisible();
    await typePin('500');
    await toPin();
    await typePin('2468');
    await inSheet('Give back $5.00').click();
    expect(app.till.pressed).toEqual(['refund a0017 500 {"reason":"Goods came back","pin":"2468"}']);
    await expect.poll(() => app.services.sheets.wish).toBeNull();
  });

  it('does not go on with more than is left, nothing, or no reason', async () => {
    app = await mountApp({ counter: COUNTERS.ready });
    app.services.sheets.ask(REFUND);
    await typePin('1251');
    await expect.element(alert('Only $12.50 is left to give back.')).toBeVisible();
    await expect.element(inSheet('Next')).toBeDisabled();
    for (let digits = 0; digits < 4; digits++) await inSheet('Delete').click();
    await expect.element(inSheet('Next')).toBeDisabled();
    await typePin('1250');
    await inSheet('Next').click();
    await expect.element(inSheet('Next')).toBeDisabled();
  });

  it.each([
    ['pin-wrong', 'That PIN is wrong. Nothing was done.'],
    ['pin-locked', 'Too many wrong PINs. Nothing was done. Wait a while, then try again.'],
    ['refund-too-much', 'That is more than is left to give back. Nothing was done.'],
    ['silent', 'No answer yet: it may be on its way. The sale shows it. Do not hand out cash as well.'],
    ['no-such-code', 'That did not work. Look at the sale before you try again.'],
  ])('refused with %s says so, forgets the PIN and stays', async (code, sentence) => {
    app = await mountApp({ counter: COUNTERS.ready });
    app.till.outcomes.push({ isDone: false, code });
    app.services.sheets.ask(REFUND);
    await toPin();
    await typePin('1111');
    await userEvent.keyboard('{Enter}');
    await expect.element(alert(sentence)).toBeVisible();
    await expect
      .element(page.getByRole('dialog').getByLabelText('The manager’s PIN').first())
      .toHaveValue('');
    expect(app.services.sheets.wish).not.toBeNull();
  });

  it('lets a manager choose the PIN on the way where there is none', async () => {
    app = await mountApp({
      counter: COUNTERS.ready,
      shop: EMPTY_VIEW.shop && { ...EMPTY_VIEW.shop, hasPin: false },
    });
    app.services.sheets.ask(REFUND);
    await toPin();
    await typePin('2468');
    await inSheet('Next').click();
    await typePin('2469');
    await inSheet(/^Give back/).click();
    await expect.element(alert('Those two were not the same.')).toBeVisible();
    expect(app.till.pressed).toEqual([]);
    await typePin('2468');
    await inSheet('Next').click();
    await typePin('2468');
    await inSheet(/^Give back/).click();
    expect(app.till.pressed).toEqual([
      'setPin  2468',
      'refund a0017 1250 {"reason":"Goods came back","pin":"2468"}',
    ]);
  });

  it('asks for a new PIN where the shop turns out to have none', async () => {
    app = await mountApp({ counter: COUNTERS.ready });
    app.till.outcomes.push({ isDone: false, code: 'pin-not-set' });
    app.services.sheets.ask(REFUND);
    await toPin();
    await typePin('1111');
    await inSheet(/^Give back/).click();
    await expect.element(page.getByRole('heading', { name: 'Choose the manager’s PIN' })).toBeVisible();
  });

  it('begins from a sale that may be refunded, and lists what went back', async () => {
    const detail: SaleDetail = {
      ...DETAIL,
      line: { ...DETAIL.line, state: 'refunded-partly', live: false },
      refunds: [
        {
          n: 1,
          amount: money(500, 'USD'),
          by: 'manager',
          reason: 'Wrong amount',
          state: 'done',
          at: NOW - 1_000,
        },
      ],
      refundable: money(750, 'USD'),
      actions: ['refund'],
    };
    app = await mountApp({ detail });
    await expect.element(page.getByText('By a manager · Wrong amount')).toBeVisible();
    await button('Give money back').click();
    expect(app.services.sheets.wish).toEqual({ ...REFUND, left: money(750, 'USD') });
    await userEvent.keyboard('{Escape}');
    expect(app.services.sheets.wish).toBeNull();
    expect(app.till.pressed).toEqual([]);
  });
});
