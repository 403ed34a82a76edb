/** How things stand, and a shop that has moved: the PIN first, every refusal told plainly. */
import { afterEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { mountApp, type Mounted } from './setup.ts';
import { COUNTERS } from './views.ts';

let app: Mounted;
afterEach(() => app.close());

const button = (name: string | RegExp) => page.getByRole('button', { name });
const inSheet = (name: string | RegExp) => page.getByRole('dialog').getByRole('button', { name });

describe('how things stand', () => {
  const open = async (): Promise<void> => {
    app = await mountApp({ counter: COUNTERS.ready });
    app.services.sheets.openPage('status');
    await expect.element(page.getByRole('heading', { name: 'How things stand' })).toBeVisible();
  };
  const typePin = async (): Promise<void> => {
    for (const digit of '2468') await inSheet(digit).click();
    await inSheet('Show it').click();
  };

  it('asks for the PIN, then tells of the links, the times, what is unfinished and the versions', async () => {
    await open();
    await expect.element(inSheet('Show it')).toBeDisabled();
    await typePin();
    expect(app.till.pressed).toEqual(['readStatus 2468']);
    for (const text of [
      'Pockyt: answers',
      'Last answer: 14:06:08',
      'News from Pockyt: 318 came in',
      '0.6 · 2.4',
      '2, the oldest of 14:04',
      '18,204 charges, 14.7 MB',
      '0.1.0 · Node 24.21.0',
    ])
      await expect.element(page.getByRole('dialog').getByText(text)).toBeVisible();
  });

  it.each([
    ['pin-wrong', 'That PIN is wrong. Nothing was done.'],
    ['silent', 'The shop’s computer did not answer. Trying again is safe.'],
  ])('refused with %s says so, forgets the PIN and shows nothing', async (code, sentence) => {
    await open();
    app.till.outcomes.push({ isDone: false, code });
    await typePin();
    await expect.element(page.getByText(sentence)).toBeVisible();
    await expect.element(inSheet('Show it')).toBeDisabled();
  });

  it('goes with Escape, and asks again for the PIN when it comes back', async () => {
    await open();
    await typePin();
    await userEvent.keyboard('{Escape}');
    expect(app.services.sheets.page).toBeNull();
    app.services.sheets.openPage('status');
    await expect.element(inSheet('Show it')).toBeDisabled();
  });
});

describe('a shop that has just moved here', () => {
  it('is opened by a manager’s PIN, and says what stood in the way', async () => {
    app = await mountApp({ trouble: 'sealed' });
    await button('The old one is off').click();
    app.till.outcomes.push({ isDone: false, code: 'pin-wrong' });
    for (const round of [1, 2]) {
      for (const digit of '2468') await button(digit).click();
      await button('The old one is off').click();
      if (round === 1)
        await expect.element(page.getByText('That PIN is wrong. Nothing was done.')).toBeVisible();
    }
    expect(app.till.pressed).toEqual(['openShop 2468', 'openShop 2468']);
  });
});
