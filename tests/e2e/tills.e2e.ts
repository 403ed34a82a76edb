/** A manager adds a second till from the first one's sheet, and shuts it out again: it sells, and then it does not. */
import type { Locator } from '@playwright/test';
import { expect, test, type Shop } from './shop.ts';
import type { TillPage } from './pages/till-page.ts';

const PIN = '2468';

/** A key of the sheet that lies on top. */
const inSheet = (till: TillPage, name: string): Locator =>
  till.page.getByRole('dialog').last().getByRole('button', { name, exact: true });

async function typePin(till: TillPage): Promise<void> {
  for (const digit of PIN) await inSheet(till, digit).click();
}

/** Opens the sheet of the tills from the menu. */
async function openTills(till: TillPage): Promise<void> {
  await till.key('Menu').first().click();
  await till.key('Tills').click();
  await expect(till.page.getByRole('heading', { name: 'Tills' })).toBeVisible();
}

/** The code on the sheet, as a person reads it off. */
async function addTill(till: TillPage): Promise<string> {
  await inSheet(till, 'Add a till').click();
  await typePin(till);
  await inSheet(till, 'Next').click();
  await typePin(till);
  await inSheet(till, 'Make a code').click();
  const shown = till.page.getByText('Works once, for 10 min');
  await expect(shown).toBeVisible();
  const letters = await till.page
    .locator('[aria-label]')
    .evaluateAll((all) =>
      all
        .map((it) => it.getAttribute('aria-label') ?? '')
        .find((label) => /^([A-Z0-9] ){7}[A-Z0-9]$/.test(label)),
    );
  return (letters ?? '').replaceAll(' ', '');
}

async function secondTablet(shop: Shop, code: string): Promise<TillPage> {
  const till = await shop.tablet(undefined, 'second tablet');
  await till.open();
  await till.page.getByLabel('Pairing code').fill(code);
  await till.key('Pair this tablet').click();
  await till.isAtAmount();
  return till;
}

test('a till added from another one’s sheet sells, until it is revoked there: then it stops and keeps its sales', async ({
  shop,
}) => {
  const first = await shop.pairedTablet();
  await openTills(first);
  const code = await addTill(first);
  const second = await secondTablet(shop, code);
  await expect(first.page.getByText('Till B is paired')).toBeVisible();
  await first.key('Done').click();

  await second.askForCode('840');
  await second.scan((await shop.gateway.code()).code);
  await expect(second.says(/^Paid$/)).toBeVisible();
  await second.askForCode('1250');
  await second.scan((await shop.gateway.code({ behaviour: 'confirm' })).code);
  await expect(second.says('Ask the customer to confirm on the phone')).toBeVisible();

  await first.page.getByRole('button', { name: /Till B/ }).click();
  await first.page.getByRole('button', { name: /^Revoke/ }).click();
  await typePin(first);
  await inSheet(first, 'Revoke').click();
  await expect(first.page.getByText(/^Revoked/)).toBeVisible();

  await expect(second.page.getByRole('heading', { name: 'Pair this tablet again' })).toBeVisible();
  await expect(second.page.getByText('Its sales are kept')).toBeVisible();
  expect(await shop.gateway.kept()).toMatchObject({ kept: '8.40' });
});
