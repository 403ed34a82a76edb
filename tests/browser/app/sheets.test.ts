/** What lies on the counter: receipt, a sale explained, notices, menu, troubles. */
import { afterEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { DetailStep } from '../../../src/till/view.ts';
import { mountApp, type Mounted, NOW } from './setup.ts';
import { DETAIL, RECEIPT, SALE } from './views.ts';

let app: Mounted;
afterEach(() => app.close());

const button = (name: string | RegExp) => page.getByRole('button', { name });

describe('a receipt', () => {
  it('shows shop, number, time with its zone, amount, wallet, last four and both ids', async () => {
    app = await mountApp({ receipt: RECEIPT });
    const sheet = page.getByRole('dialog', { name: 'Receipt' });
    for (const text of [
      'Corner Store',
      '218 Mott Street',
      'Nov 24, 2026',
      '14:06 EST',
      '$12.50',
      'Paid · Alipay',
      'ends in 9843',
      RECEIPT.transactionNo,
      RECEIPT.reference,
    ])
      await expect.element(sheet.getByText(text).first()).toBeVisible();
  });

  it('has a QR where a phone can reach its page, and none where it cannot', async () => {
    app = await mountApp({ receipt: RECEIPT });
    await expect.element(page.getByRole('img', { name: 'Scan for your receipt' })).toBeInTheDocument();
    app.show({ receipt: { ...RECEIPT, url: null } });
    expect(page.getByRole('img', { name: 'Scan for your receipt' }).elements()).toHaveLength(0);
  });

  it('is marked where no real money moved', async () => {
    app = await mountApp({ receipt: { ...RECEIPT, practice: true } });
    await expect.element(page.getByText('Practice. No real money.').first()).toBeVisible();
  });

  it('is printed and put away by its keys, and by Escape', async () => {
    app = await mountApp({ receipt: RECEIPT });
    await button('Print').click();
    expect(app.printed()).toBe(1);
    await button('Back').click();
    await userEvent.keyboard('{Escape}');
    expect(app.till.pressed).toEqual(['hideReceipt', 'hideReceipt']);
  });
});

describe('a sale explained', () => {
  it('tells every step in plain words with its time, and the ids', async () => {
    app = await mountApp({ detail: DETAIL });
    for (const text of [
      'Sent to Alipay.',
      'Alipay said: declined.',
      'There is not enough money in the wallet.',
      '14:06:01',
      RECEIPT.reference,
    ])
      await expect.element(page.getByText(text)).toBeVisible();
  });

  it('offers what can be done now and nothing else', async () => {
    app = await mountApp({ detail: DETAIL });
    await button(/^Cancel this charge/).click();
    await button(/^Took cash/).click();
    expect(app.till.pressed).toEqual(['cancel a0017']); // the second tap of a double tap
    app.pass(400);
    await button(/^Took cash/).click();
    expect(app.till.pressed).toEqual(['cancel a0017', 'tookCash a0017']);
    expect(button('Receipt').elements()).toHaveLength(0);
  });

  it('says of cash what a late charge would do, and only where one could come', async () => {
    const cash: DetailStep = {
      at: NOW,
      what: 'cash',
      wallet: null,
      amount: null,
      reason: null,
      tillName: null,
    };
    const line = { ...DETAIL.line, state: 'cash', live: false } as const;
    const late = /wallet charges late/;
    app = await mountApp({ detail: { ...DETAIL, line, steps: [...DETAIL.steps.slice(0, 2), cash] } });
    await expect.element(page.getByText(late)).toBeVisible();
    app.show({ detail: { ...DETAIL, line, steps: [...DETAIL.steps, cash] } });
    expect(page.getByText(late).elements()).toHaveLength(0);
  });

  it('takes the keys away from the counter under it', async () => {
    app = await mountApp({ detail: DETAIL });
    await expect.element(page.getByText('Sent to Alipay.')).toBeVisible();
    expect(document.querySelector('main section')?.hasAttribute('inert')).toBe(true);
    await userEvent.keyboard('{Backspace}{Escape}');
    expect(app.till.pressed).toEqual(['hideSale']);
  });
});

describe('a notice', () => {
  it('names a wrong code in one sentence and goes at a tap', async () => {
    app = await mountApp({ notices: [{ id: 4, kind: 'scan-refused', why: 'product-barcode' }] });
    await expect.element(page.getByText('That is a product barcode, not a wallet code.')).toBeVisible();
    await button('OK').click();
    expect(app.till.pressed).toEqual(['dismissNotice 4']);
  });

  it('brings news of the roll with number, amount and time, and opens the sale', async () => {
    app = await mountApp({ notices: [{ ...SALE, id: 5, kind: 'roll-news', state: 'paid', at: NOW }] });
    await expect.element(page.getByText(/^Paid after all:/)).toBeVisible();
    await expect.element(page.getByText('A-0017 $12.50 14:06')).toBeVisible();
    await button('See it').click();
    expect(app.till.pressed).toEqual(['dismissNotice 5', 'showSale a0017']);
  });

  it('goes by itself after a while', async () => {
    let run = (): void => undefined;
    const timers = { after: (_ms: number, later: () => void) => ((run = later), () => undefined) };
    app = await mountApp({ notices: [{ id: 6, kind: 'refused', code: 'not-now' }] }, { timers });
    await expect.element(page.getByText('Too late for that now.')).toBeVisible();
    run();
    expect(app.till.pressed).toEqual(['dismissNotice 6']);
  });
});

describe('a trouble', () => {
  it.each([
    ['cannot-save', 'Not charged. This tablet cannot save.'],
    ['newer-journal', 'This tablet’s sales were written by a newer Pling.'],
    ['corrupt-journal', 'This tablet’s sales cannot be read.'],
    ['other-tab', 'Pling is open in another tab.'],
    ['other-realm', 'This tablet has sales of another shop or mode.'],
    ['moved', 'This shop has moved to another address.'],
    ['sealed', 'This shop has just moved here.'],
  ] as const)('of kind %s takes the keypad away and says so', async (trouble, title) => {
    app = await mountApp({ trouble });
    await expect.element(page.getByRole('heading', { name: title })).toBeVisible();
    expect(button(/^Charge/).elements()).toHaveLength(0);
  });

  it('of a wrong clock is said beside the till', async () => {
    app = await mountApp({ clockOffMs: -9.2 * 60_000 });
    await expect.element(page.getByText(/clock is 9 min off/)).toBeVisible();
  });
});

describe('sheets on each other', () => {
  it('leave keys and focus to the topmost, and the one below lives again after it', async () => {
    app = await mountApp({ detail: DETAIL });
    await expect.element(page.getByText('Sent to Alipay.')).toBeVisible();
    app.services.sheets.ask({ kind: 'override', saleId: SALE.saleId, number: SALE.number });
    await expect.element(page.getByRole('dialog', { name: 'Open another attempt' })).toHaveFocus();
    expect(document.querySelector('dialog')?.inert).toBe(true);
    await userEvent.keyboard('{Escape}');
    expect(document.querySelector('dialog')?.inert).toBe(false);
    expect(app.till.pressed).toEqual([]);
  });

  it('make way for the menu', async () => {
    app = await mountApp({ detail: DETAIL });
    await button('Menu').click();
    expect(app.till.pressed).toEqual(['hideReceipt', 'hideSale', 'hideOthers', 'hideList']);
    expect(app.services.sheets.isMenu).toBe(true);
  });
});

describe('the menu', () => {
  it('chooses the look and the sound, and keeps the choice', async () => {
    app = await mountApp({});
    app.services.sheets.openMenu();
    await page.getByRole('radio', { name: 'Dark' }).click();
    expect(document.documentElement.dataset['theme']).toBe('dark');
    await page.getByRole('radio', { name: 'Off' }).click();
    expect(app.services.sound.isOn).toBe(false);
    await page.getByRole('radio', { name: 'Same as tablet' }).click();
    expect(document.documentElement.dataset['theme']).toBeUndefined();
  });
});
