/** How fast we are: the PIN first, then half and 19 of 20 by hour and wallet, the slowest named, nothing told of too few. */
import { afterEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { LevelDay } from '../../../src/contract/service-level.ts';
import { LEVEL_FEW, levelDays } from '../../fakes/level-days.ts';
import { mountApp, type Mounted } from './setup.ts';
import { COUNTERS } from './views.ts';

let app: Mounted;
afterEach(() => app.close());

const sheet = () => page.getByRole('dialog');
const key = (name: string | RegExp) => sheet().getByRole('button', { name });
const choice = (name: string | RegExp) => sheet().getByRole('radio', { name });

async function open(days: readonly LevelDay[], language?: string): Promise<void> {
  app = await mountApp({ counter: COUNTERS.ready }, language === undefined ? {} : { language });
  app.till.showLevel(days);
  app.services.sheets.openPage('level');
  for (const digit of '2468') await key(digit).click();
  await key(/^(Show it|显示)$/).click();
}

/** The rows of the table for ears whose first head is `Hour`. */
function hourRows(): string[][] {
  const table = [...document.querySelectorAll('dialog table')].find((each) =>
    each.textContent.trimStart().startsWith('Hour'),
  );
  return [...(table?.querySelectorAll('tbody tr') ?? [])].map((row) =>
    [...row.children].map((cell) => cell.textContent.trim()),
  );
}

describe('how fast we are', () => {
  it('asks for the PIN, then names the slowest wallet and hour', async () => {
    await open(levelDays(7));
    expect(app.till.pressed).toEqual(['readLevel 2468']);
    await expect
      .element(sheet().getByText(/^Slowest: PayPal between 13:00 and 14:00\.\s+Half took over 1\.\d s\.$/))
      .toBeVisible();
    await expect.element(choice(/^Answer: half within 0\.\d s, 19 of 20 within/)).toBeChecked();
  });

  it.each([
    ['pin-wrong', 'That PIN is wrong. Nothing was done.'],
    ['silent', 'The shop’s computer did not answer. Trying again is safe.'],
  ])('refused with %s says so and shows nothing', async (code, sentence) => {
    app = await mountApp({ counter: COUNTERS.ready });
    app.till.outcomes.push({ isDone: false, code });
    app.services.sheets.openPage('level');
    for (const digit of '2468') await key(digit).click();
    await key('Show it').click();
    await expect.element(page.getByText(sentence)).toBeVisible();
    await expect.element(key('Show it')).toBeDisabled();
  });

  it('has every bar of the chart as a line of a table, too', async () => {
    await open(levelDays(7));
    await expect.element(choice(/^Answer/)).toBeVisible();
    const rows = hourRows();
    expect(rows.map(([hour]) => hour)).toEqual(
      Array.from({ length: 13 }, (_, index) => String(index + 8).padStart(2, '0')),
    );
    expect(
      rows.every(([, half, most]) => /^\d\.\d s$/.test(half ?? '') && /^\d\.\d s$/.test(most ?? '')),
    ).toBe(true);
  });

  it('shows what is chosen: the customer’s own time, or today alone', async () => {
    await open(levelDays(7));
    const timesOf = (): string | undefined => hourRows()[4]?.[3];
    const week = Number(timesOf());
    await choice('Today').click();
    expect(Number(timesOf())).toBeLessThan(week / 5);
    await choice(/^Confirming/).click();
    await expect.element(sheet().getByText(/the customer’s own time\.$/)).toBeVisible();
    await choice(/^Reading/).click();
    await expect.element(sheet().getByRole('row', { name: /^Scanner that types/ })).toBeVisible();
  });

  it('says of a few sales that they are too few', async () => {
    await open(LEVEL_FEW);
    await expect.element(sheet().getByText('Too few to say what is usual: 3 so far.')).toBeVisible();
    await expect.element(choice('Answer: too few to say, 3 times')).toBeChecked();
    expect(hourRows()).toEqual([]);
    await expect.element(sheet().getByRole('row', { name: 'Alipay too few – 3' })).toBeVisible();
    await choice('No answer: none').click();
    await expect.element(sheet().getByText('Not once.', { exact: false })).toBeVisible();
  });

  it('says that nothing was measured yet', async () => {
    await open([]);
    await expect.element(sheet().getByText('Nothing measured yet')).toBeVisible();
  });

  it('speaks Chinese', async () => {
    await open(levelDays(7), 'zh-Hans');
    await expect
      .element(sheet().getByText(/^最慢：PayPal，13:00 至 14:00。\s*一半超过 1\.\d 秒。$/))
      .toBeVisible();
  });

  it('loses nothing on a window of 320 px', async () => {
    await open(levelDays(7));
    await page.viewport(320, 640);
    await expect.element(choice(/^Answer/)).toBeVisible();
    const wide = [...document.querySelectorAll('dialog, dialog *')].filter(
      (element) =>
        element.closest('.sr') === null &&
        element.getBoundingClientRect().right > 321 &&
        element.checkVisibility(),
    );
    expect(wide.map(({ tagName, className }) => `${tagName} ${String(className)}`)).toEqual([]);
  });

  it('goes with Escape, and asks again for the PIN when it comes back', async () => {
    await open(levelDays(1));
    await expect.element(choice(/^Answer/)).toBeVisible();
    await userEvent.keyboard('{Escape}');
    expect(app.services.sheets.page).toBeNull();
    app.services.sheets.openPage('level');
    await expect.element(key('Show it')).toBeDisabled();
  });
});
