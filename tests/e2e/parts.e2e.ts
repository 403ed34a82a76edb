/** A part of the page that did not come: the page begins anew, but never under the cashier's fingers. */
import type { TillPage } from './pages/till-page.ts';
import { expect, test, type Shop } from './shop.ts';

/** The network goes after the keypad came and before the page fetched what a sale needs; then it is back. */
async function pairWithoutItsParts(shop: Shop): Promise<TillPage> {
  const till = await shop.tablet();
  await till.page.goto(`${shop.origin}/#pair=${shop.server.pairingCode}`);
  const failed = till.page.waitForEvent('requestfailed', (request) => request.url().includes('/assets/'));
  await till.isAtAmount();
  shop.network.set('cut');
  await failed;
  return till;
}

/** The page looks every 2 s; after two of its looks it has begun anew where it may. */
async function waitForItsLooks(shop: Shop, till: TillPage): Promise<void> {
  shop.network.set('pass');
  for (let looks = 0; looks < 2; looks += 1) await till.page.waitForResponse(/healthz$/);
}

test('an amount that is being typed stays on the keypad', async ({ shop }) => {
  const till = await pairWithoutItsParts(shop);
  for (const digit of '12') await till.key(digit).click();
  await waitForItsLooks(shop, till);
  for (const digit of '50') await till.key(digit).click();
  await expect(till.button(/^Charge/)).toContainText('$12.50');
});

test('with nothing in hand the page begins anew, and sells', async ({ shop }) => {
  const till = await pairWithoutItsParts(shop);
  const isNew = till.page.waitForEvent('domcontentloaded');
  shop.network.set('pass');
  await isNew;
  await till.askForCode('1250');
  await till.scan((await shop.gateway.code()).code);
  await expect(till.says(/^Paid$/)).toBeVisible();
});

test('a sale opened before the parts came is there when they are', async ({ shop }) => {
  const till = await pairWithoutItsParts(shop);
  await till.charge('1250');
  shop.network.set('pass');
  await till.waitForViewfinder();
  await till.scan((await shop.gateway.code()).code);
  await expect(till.says(/^Paid$/)).toBeVisible();
  expect(await shop.gateway.kept()).toEqual({ charges: 1, kept: '12.50' });
});
