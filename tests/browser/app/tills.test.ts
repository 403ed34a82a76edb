/** The sheet of the shop's tills: the list, a code for a tablet, rename, revoke, and what managers did. */
import { afterEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { money } from '../../../src/core/money/money.ts';
import type { TillItem } from '../../../src/till/shop-tills.ts';
import { mountApp, type Mounted, NOW } from './setup.ts';
import { COUNTERS } from './views.ts';

let app: Mounted;
afterEach(() => app.close());

const one = (letter: string, name: string, more: Partial<TillItem> = {}): TillItem => ({
  id: `till${letter}`,
  letter,
  name,
  lastSeenAt: NOW - 240_000,
  revokedAt: null,
  isMe: false,
  ...more,
});
const BAR = one('B', 'Bar');
const ITEMS = [one('A', 'Till A', { isMe: true }), BAR, one('C', 'Till C', { revokedAt: NOW - 60_000 })];
const inSheet = (name: string | RegExp) => page.getByRole('dialog').getByRole('button', { name });
const heading = (name: string) => page.getByRole('heading', { name, level: 1 });
const says = (text: string | RegExp) => page.getByRole('dialog').getByText(text);

async function open(): Promise<void> {
  app = await mountApp({ counter: COUNTERS.ready });
  app.services.sheets.openPage('tills');
  // The sheet's code is fetched when it is opened.
  await expect.poll(() => app.till.pressed, { timeout: 10_000 }).toContain('reloadTills');
  app.till.showTills({ tills: { name: 'ready', items: ITEMS } });
}

async function typePin(): Promise<void> {
  for (const digit of '2468') await inSheet(new RegExp(`^${digit}$`)).click();
}

const lastPressed = () => app.till.pressed.at(-1);

describe('the shop’s tills', () => {
  it('are listed by letter, name and when they were here', async () => {
    await open();
    await expect.element(inSheet(/Till A.*This till/)).toBeVisible();
    await expect.element(inSheet(/Bar.*Last seen 14:02/)).toBeVisible();
    await expect.element(inSheet(/Till C.*Revoked 14:05/)).toBeVisible();
  });

  it('are asked for again where the shop’s computer was silent', async () => {
    await open();
    app.till.showTills({ tills: { name: 'silent' } });
    await inSheet('Ask again').click();
    expect(app.till.pressed.filter((it) => it.startsWith('reloadTills'))).toHaveLength(2);
  });

  it('get one more by a code, which needs the PIN and is shown large, as QR, with its minutes', async () => {
    await open();
    await inSheet('Add a till').click();
    await typePin();
    await inSheet('Make a code').click();
    expect(lastPressed()).toBe('makeCode  2468');
    app.till.showTills({
      code: {
        code: 'QX7M3KWP',
        link: 'https://shop.example/#pair=r.QX7M3KWP',
        endsAt: NOW + 540_000,
        forTill: null,
        joined: null,
      },
    });
    await expect.element(page.getByLabelText('Q X 7 M 3 K W P')).toBeVisible();
    await expect.element(says('Works once, for 9 min')).toBeVisible();
    await expect.element(says(/shop\.example/)).toBeVisible();
    await expect.element(page.getByRole('img', { name: 'Scan it with the new tablet' })).toBeVisible();
    await inSheet('Done').click();
    expect(lastPressed()).toBe('hideCode');
  });

  it.each([
    ['http://127.0.0.1:8787', true],
    ['http://localhost:8787', true],
    ['https://192.168.1.20:8787', false],
  ])('at %s say what to do for another tablet: %s', async (origin, isSaid) => {
    await open();
    const link = `${origin}/#pair=r.QX7M3KWP`;
    app.till.showTills({
      code: { code: 'QX7M3KWP', link, endsAt: NOW + 540_000, forTill: null, joined: null },
    });
    await expect.element(page.getByLabelText('Q X 7 M 3 K W P')).toBeVisible();
    expect(says(/npm start -- --lan/).query() !== null).toBe(isSaid);
  });

  it('say who came in by the code', async () => {
    await open();
    app.till.showTills({
      code: {
        code: 'QX7M3KWP',
        link: 'https://shop.example/#pair=r.QX7M3KWP',
        endsAt: NOW + 540_000,
        forTill: null,
        joined: one('D', 'Till D'),
      },
    });
    await expect.element(says('Till D is paired')).toBeVisible();
  });

  it('offer another code where this one is too old', async () => {
    await open();
    app.till.showTills({
      code: { code: 'Q', link: 'https://shop.example/', endsAt: NOW, forTill: BAR, joined: null },
    });
    await expect.element(says('This code is too old now.')).toBeVisible();
    await inSheet('Make another code').click();
    await typePin();
    await inSheet('Make a code').click();
    expect(lastPressed()).toMatch(/^makeCode \{"id":"tillB".* 2468$/);
  });

  it('are renamed: the old name stands in the field', async () => {
    await open();
    await inSheet(/Bar/).click();
    await inSheet(/^Rename/).click();
    const field = page.getByLabelText('The till’s name');
    await expect.element(field).toHaveValue('Bar');
    await field.fill('  Terrace ');
    await inSheet('Next').click();
    await typePin();
    await inSheet('Rename').click();
    expect(lastPressed()).toBe('rename tillB Terrace 2468');
  });

  it('are revoked after the sheet has said what happens; a wrong PIN is told there', async () => {
    await open();
    await inSheet(/Bar/).click();
    await inSheet(/^Revoke/).click();
    await expect.element(says(/^Bar can sell no more, at once\./)).toBeVisible();
    app.till.outcomes.push({ isDone: false, code: 'pin-wrong' });
    await typePin();
    await inSheet('Revoke').click();
    await expect.element(says('That PIN is wrong. Nothing was done.')).toBeVisible();
    await typePin();
    await inSheet('Revoke').click();
    expect(app.till.pressed.filter((it) => it === 'revoke tillB 2468')).toHaveLength(2);
    await expect.poll(() => app.services.sheets.wish).toBeNull();
  });

  it('do not let this one be revoked, nor one that is already', async () => {
    await open();
    await inSheet(/Till A/).click();
    await expect.element(heading('Till A')).toBeVisible();
    expect(inSheet(/^Revoke/).query()).toBeNull();
    await inSheet('Back').click();
    await inSheet(/Till C/).click();
    await expect.element(inSheet(/^Use another tablet/)).toBeVisible();
    expect(inSheet(/^Revoke/).query()).toBeNull();
    expect(inSheet(/^Rename/).query()).toBeNull();
  });

  it('go one step back at a time, and away with Escape', async () => {
    await open();
    await inSheet(/Bar/).click();
    await inSheet('Back').click();
    await expect.element(heading('Tills')).toBeVisible();
    await userEvent.keyboard('{Escape}');
    await expect.poll(() => app.services.sheets.page).toBeNull();
  });
});

describe('what managers did', () => {
  it('is shown for the PIN, newest first, with their words, and goes on to what was before', async () => {
    await open();
    await inSheet('What managers did').click();
    await typePin();
    await inSheet('Show it').click();
    expect(lastPressed()).toBe('showAudit 2468');
    const till = { letter: 'A', name: 'Till A' };
    app.till.showTills({
      audit: {
        isLast: false,
        lines: [
          {
            n: 2,
            at: NOW,
            till,
            deed: 'refund',
            about: 'A-0017',
            amount: money(1250, 'USD'),
            reason: 'Cold tea',
          },
          { n: 1, at: NOW - 1, till: null, deed: 'a-newer-deed', about: 'X', amount: null, reason: null },
        ],
      },
    });
    await expect.element(says('Asked for $12.50 of A-0017 to be given back')).toBeVisible();
    await expect.element(says('“Cold tea”')).toBeVisible();
    await expect.element(says('a-newer-deed X')).toBeVisible();
    app.till.outcomes.push({ isDone: false, code: 'silent' });
    await inSheet('Earlier').click();
    await expect.element(says(/did not answer/)).toBeVisible();
    expect(lastPressed()).toBe('showEarlier');
  });
});
