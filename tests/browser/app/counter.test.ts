/** The counter by hand and by keyboard, in a real browser. */
import { afterEach, describe, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { fitAmount } from '../../../src/app/components/amount-fit.ts';
import { legViews } from '../../../src/app/screens/leg-words.ts';
import type { SaleId } from '../../../src/core/ids.ts';
import { money } from '../../../src/core/money/money.ts';
import { en } from '../../../src/i18n/en.ts';
import type { Counter, OnCounter } from '../../../src/till/view.ts';
import { EMPTY_VIEW } from './fake-till.ts';
import { mountApp, type Mounted, NOW } from './setup.ts';
import { COUNTERS } from './views.ts';

let app: Mounted | null = null;
afterEach(async () => {
  await app?.close();
  app = null;
});

const sale: OnCounter = {
  saleId: 'sale1' as SaleId,
  number: 'A-0018',
  amount: money(1250, 'USD'),
  note: '',
  openedAt: 0,
  wallet: 'alipay',
};
const typed: Counter = {
  name: 'amount',
  saleId: null,
  amount: money(1250, 'USD'),
  note: '',
  number: 'A-0018',
  limit: money(100_000, 'USD'),
  problem: null,
};
const press = (key: string, target: EventTarget = document.body): boolean =>
  target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
const button = (name: string): HTMLButtonElement => {
  const found = [...document.querySelectorAll('button')].find((each) =>
    each.textContent.trim().startsWith(name),
  );
  if (!found) throw new Error(`No button ${name}`);
  return found;
};

it('a double tap on Cancel never books cash, and Cancel is acknowledged at once', async () => {
  app = await mountApp({ counter: { ...COUNTERS.waiting, actions: ['cancel', 'next-customer'] } });
  await page.getByRole('button', { name: /^Cancel this charge/ }).click();
  app.pass(200);
  app.show({ counter: { ...COUNTERS.waiting, actions: ['cash', 'next-customer'] } });
  await page.getByRole('button', { name: /^Took cash/ }).click();
  expect(app.till.pressed).toEqual(['cancel a0017']);
  await expect.element(page.getByText(en.counter.waitingCancelAsked)).toBeVisible();
});

describe('the counter', () => {
  it('charges by Enter, and takes a digit back by Backspace', async () => {
    app = await mountApp({ counter: typed });
    press('Backspace');
    press('Enter');
    expect(app.till.pressed).toEqual(['pressKey back', 'charge']);
  });

  it('charges nothing by Enter while the amount cannot be charged', async () => {
    app = await mountApp({});
    press('Enter');
    expect(app.till.pressed).toEqual([]);
    expect(button('Charge').disabled).toBe(true);
  });

  it('names the limit that an amount is over', async () => {
    app = await mountApp({ counter: { ...typed, amount: money(250_000, 'USD'), problem: 'over-limit' } });
    await expect
      .poll(() => document.querySelector('section')?.textContent)
      .toContain('Over the limit of $1,000.00');
  });

  it('tells which check is next, how long it has been, and what each way out means', async () => {
    const actions = ['cancel', 'cash', 'trust', 'next-customer'] as const;
    app = await mountApp({ counter: { ...COUNTERS['in-doubt'], asked: 2, actions } });
    await expect.poll(() => document.querySelector('section h2')?.textContent).toContain('No answer yet.');
    const text = document.querySelector('section')?.textContent ?? '';
    expect(text).toContain('3rd check of Pockyt in 2 s');
    expect(text).toContain('0:06 ago');
    expect(button('Let go on trust').textContent).toContain('If the phone shows paid. Up to $50.00');
    button('Let go on trust').click();
    expect(app.till.pressed).toEqual(['letGo a0017']);
  });

  it('lets a manager over a cancel without proof, after a countdown', async () => {
    const waits = { ...COUNTERS.cancelling, overrideAt: NOW + 92_000 };
    app = await mountApp({ counter: waits });
    await expect.poll(() => document.querySelector('section')?.textContent).toContain('in 1:32.');
    app.show({ counter: { ...waits, overrideAt: NOW, actions: ['override', 'next-customer'] } });
    button('Open another attempt').click();
    expect(app.services.sheets.wish).toEqual({ kind: 'override', saleId: 'a0017', number: 'A-0017' });
    expect(app.till.pressed).toEqual([]);
  });

  it('charges by Enter after a touch: a touched key takes no focus, and takes it from whoever has it', async () => {
    app = await mountApp({ counter: typed });
    const touch = (name: string): Promise<void> => page.getByRole('button', { name, exact: true }).click();
    await touch('7');
    expect(document.activeElement).toBe(document.body);
    button('7').focus();
    await touch('5');
    expect(document.activeElement).toBe(document.body);
    press('Enter');
    expect(app.till.pressed).toEqual(['pressKey 7', 'pressKey 5', 'charge']);
  });

  it('leaves Enter to the button that has the focus', async () => {
    app = await mountApp({ counter: typed });
    press('Enter', button('7'));
    expect(app.till.pressed).toEqual([]);
  });

  it('keeps a note of the sale', async () => {
    app = await mountApp({ counter: typed });
    button('Add a note').click();
    await expect.poll(() => document.querySelector('input')).not.toBeNull();
    const field = document.querySelector('input');
    if (!field) throw new Error('No field');
    field.value = 'Two coffees';
    field.dispatchEvent(new Event('input', { bubbles: true }));
    field.form?.requestSubmit();
    await expect.poll(() => app?.till.pressed).toEqual(['setNote Two coffees']);
  });

  it('shows no key for what may not be done', async () => {
    app = await mountApp({ counter: { name: 'declined', ...sale, reason: 'funds', actions: ['cash'] } });
    await expect.poll(() => document.querySelector('section h2')?.textContent).toBe('Declined');
    const names = [...document.querySelectorAll('section button b')].map((each) => each.textContent.trim());
    expect(names).toEqual(['Took cash']);
    expect(document.querySelectorAll('section button')).toHaveLength(1);
  });

  it('goes back by Escape only while nothing has left', async () => {
    app = await mountApp({ counter: { name: 'ready', ...sale, actions: ['back'] } });
    press('Escape');
    app.show({ counter: { name: 'waiting', ...sale, ring: { startsAt: 0, endsAt: 60_000 }, actions: [] } });
    press('Escape');
    expect(app.till.pressed).toEqual(['back']);
  });
});

describe('the chain of a sale in doubt', () => {
  it('answers up to the silent link and is not known behind it', () => {
    const states = legViews(EMPTY_VIEW.legs, 'proxy', 'alipay', en).map((leg) => leg.state);
    expect(states).toEqual(['ok', 'ok', 'silent', 'unknown', 'unknown']);
  });

  it('calls its last link by the wallet', () => {
    expect(legViews(EMPTY_VIEW.legs, 'wallet', 'alipay', en).at(-1)?.word).toBe('Alipay');
  });
});

describe('a long amount', () => {
  it.each([
    ['$0.00', 1],
    ['$12.50', 1],
    ['$125.00', 2],
    ['$1,250.00', 3],
    ['$1,234,567.89', 4],
  ])('%s closes its ranks to step %i', (text, step) => {
    expect(fitAmount(text).step).toBe(step);
  });
});
