/** What a person finds by name: the manager's list, other tills' sales, what this tablet will not let go of. */
import { afterEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { Reference } from '../../../src/core/ids.ts';
import { money } from '../../../src/core/money/money.ts';
import type { ListItem } from '../../../src/till/view.ts';
import { EMPTY_VIEW } from './fake-till.ts';
import { mountApp, type Mounted, NOW } from './setup.ts';
import { COUNTERS, SALE } from './views.ts';

let app: Mounted;
afterEach(() => app.close());

const button = (name: string | RegExp) => page.getByRole('button', { name });
const alert = (text: string | RegExp) => page.getByText(text, { exact: false });
const inSheet = (name: string | RegExp) => page.getByRole('dialog').getByRole('button', { name });

describe('the manager’s list', () => {
  const item: ListItem = {
    kind: 'attempt',
    saleId: SALE.saleId,
    reference: '3kq9v7ta0mxe21bd8w5n6c4h0z' as Reference,
    number: 'A-0017',
    amount: money(1250, 'USD'),
    taken: null,
    state: 'unresolved',
    wallet: 'alipay',
    transactionNo: '297245675783219843',
    since: NOW - 600_000,
    actions: ['close-by-hand'],
  };
  const stray: ListItem = {
    kind: 'stray',
    transactionNo: '297245675783211111',
    status: 'success',
    reference: null,
    amount: '18.00 USD',
    since: NOW,
  };

  it('opens from the menu, whose key says that something waits', async () => {
    app = await mountApp({ forPerson: 2 });
    await button('Menu. 2 waiting').click();
    await button(/^Manager’s list/).click();
    expect(app.till.pressed).toEqual(['showList']);
  });

  it('names a sale with both ids, and closes it by hand with reason and PIN', async () => {
    app = await mountApp({ counter: COUNTERS.ready, list: { name: 'ready', items: [item] } });
    await expect.element(page.getByText('3kq9v7ta0mxe21bd8w5n6c4h0z')).toBeVisible();
    await button('Close by hand').click();
    await button('The portal says not paid').click();
    await button('Next').click();
    for (const digit of '2468') await inSheet(new RegExp(`^${digit}$`)).click();
    await userEvent.keyboard('{Enter}');
    await expect
      .poll(() => app.till.pressed)
      .toEqual([
        'closeByHand 3kq9v7ta0mxe21bd8w5n6c4h0z {"reason":"The portal says not paid","pin":"2468"}',
        'showList',
      ]);
  });

  it('has words for the customer of a payment without a sale, in either language', async () => {
    app = await mountApp({ list: { name: 'ready', items: [stray] } });
    await button('For the customer').click();
    await expect.element(page.getByRole('heading', { name: 'We found your payment' })).toBeVisible();
    await expect.element(page.getByText(/^A payment of 18.00 USD/)).toBeVisible();
    await button('中文').click();
    await expect.element(page.getByRole('heading', { name: '我们找到了您的付款' })).toBeVisible();
    expect(app.services.words.language).toBe('en');
  });

  it('asks again where the shop’s computer was silent', async () => {
    app = await mountApp({ list: { name: 'silent' } });
    await button('Ask again').click();
    expect(app.till.pressed).toEqual(['showList']);
  });
});

describe('another till’s sale', () => {
  it('goes on here, and a refusal is told on its own slip', async () => {
    const sale = { ...SALE, number: 'B-0003', tillName: 'Till B', state: 'in-doubt' } as const;
    app = await mountApp({ others: { name: 'ready', items: [sale] } });
    app.till.outcomes.push({ isDone: false, code: 'not-now' });
    await expect.element(page.getByText(/Till B/)).toBeVisible();
    await button('Go on here').click();
    await expect.element(alert('Too late for that now.')).toBeVisible();
    await button('Go on here').click();
    expect(app.till.pressed).toEqual(['takeOver a0017', 'takeOver a0017', 'hideOthers']);
  });
});

describe('this tablet', () => {
  const live = { ...SALE, number: 'A-0009', state: 'in-doubt', live: true, ring: null } as const;
  const roll = { ...EMPTY_VIEW.roll, lines: [live], unfinished: 1 };

  it('will not be left while a sale is unfinished: it names it and offers the export', async () => {
    app = await mountApp({ roll });
    app.services.sheets.openPage('tablet');
    await button(/^Leave this shop/).click();
    const sheet = page.getByRole('dialog', { name: 'This tablet' });
    await expect.element(sheet.getByText('A-0009')).toBeVisible();
    await expect.element(sheet.getByText('$12.50')).toBeVisible();
    await button(/^Export the journal/).click();
    await expect.poll(() => app.saved).toEqual(['pling-till-a-2026-11-24.json {"entries":[]}']);
    expect(app.till.pressed).toEqual(['exportJournal']);
  });

  it('asks once more before it forgets the shop', async () => {
    app = await mountApp({});
    app.services.sheets.openPage('tablet');
    await button(/^Leave this shop/).click();
    await button('Stay').click();
    await button(/^Leave this shop/).click();
    await inSheet(/^Leave$/).click();
    expect(app.till.pressed).toEqual(['leaveShop']);
  });
});
