/** Two tabs on one tablet, and two tablets in one shop: one sender a tablet, and nobody waits for another tablet. */
import { TillPage } from './pages/till-page.ts';
import { expect, test, type Shop } from './shop.ts';

const OTHER_TAB = 'Pling is open in another tab.';

/** A second tab on the tablet of `till`. */
async function secondTab(shop: Shop, till: TillPage): Promise<TillPage> {
  const second = new TillPage(await till.page.context().newPage(), shop.origin);
  await second.open();
  await expect(second.page.getByText(OTHER_TAB)).toBeVisible();
  return second;
}

/** A second tablet. A pairing code works once, so the server is started again for a fresh one. */
async function secondTablet(shop: Shop, first: TillPage): Promise<TillPage> {
  // The first one has all its parts by then: what happens without them is told in parts.e2e.ts.
  await first.page.evaluate(() => navigator.serviceWorker.ready);
  await shop.server.kill();
  await shop.server.start();
  const till = await shop.tablet(undefined, 'second tablet');
  await till.pair(shop.server.pairingCode);
  return till;
}

/** The first tab is charging a customer who has still to confirm; the second one waits. */
async function chargeBesideSecondTab(
  shop: Shop,
): Promise<{ first: TillPage; second: TillPage; confirm: () => Promise<void> }> {
  const first = await shop.pairedTablet();
  const second = await secondTab(shop, first);
  await first.page.bringToFront();
  await first.askForCode('1250');
  const wallet = await shop.gateway.code({ behaviour: 'confirm' });
  await first.scan(wallet.code);
  await expect(first.says('Ask the customer to confirm on the phone')).toBeVisible();
  return {
    first,
    second,
    confirm: async () => expect(await shop.gateway.confirm(wallet.id)).toBe(true),
  };
}

/** The second tab has taken over: the unfinished sale stands on its counter, and it goes on. */
async function expectTakenOver(shop: Shop, second: TillPage, confirm: () => Promise<void>): Promise<void> {
  await second.page.bringToFront();
  await expect(second.says('Ask the customer to confirm on the phone')).toBeVisible();
  await confirm();
  await expect(second.says(/^Paid$/)).toBeVisible();
  expect(await shop.gateway.kept()).toEqual({ charges: 1, kept: '12.50' });
}

test('a second tab waits, and takes the unfinished sale over when the first is closed', async ({ shop }) => {
  const { first, second, confirm } = await chargeBesideSecondTab(shop);
  await first.page.close();
  await expectTakenOver(shop, second, confirm);
});

test('a second tab takes the unfinished sale over when the first one’s process is killed', async ({
  shop,
}) => {
  const { first, second, confirm } = await chargeBesideSecondTab(shop);
  const isKilled = first.page.waitForEvent('crash');
  // Chromium's own way to kill the process behind a tab, with no word to the page; the navigation itself never ends.
  void first.page.goto('chrome://kill').catch(() => undefined);
  await isKilled;
  await expectTakenOver(shop, second, confirm);
});

test('a second tab that waits sells nothing, whatever is pressed on it', async ({ shop }) => {
  const first = await shop.pairedTablet();
  const second = await secondTab(shop, first);
  await second.scan((await shop.gateway.code()).code);
  await expect(second.page.getByText(OTHER_TAB)).toBeVisible();
  await first.page.bringToFront();
  await first.askForCode('1250');
  await first.scan((await shop.gateway.code()).code);
  await expect(first.says(/^Paid$/)).toBeVisible();
  expect(await shop.gateway.kept()).toEqual({ charges: 1, kept: '12.50' });
});

test('two tablets sell at once: each its own number, each customer charged once', async ({ shop }) => {
  const one = await shop.pairedTablet();
  const two = await secondTablet(shop, one);
  await one.askForCode('1250');
  await two.askForCode('840');
  const [first, other] = [await shop.gateway.code(), await shop.gateway.code({ wallet: 'wechat' })];
  await one.scan(first.code);
  await two.scan(other.code);
  await expect(one.says(/^Paid$/)).toBeVisible();
  await expect(two.says(/^Paid$/)).toBeVisible();
  await expect(one.line(/A-0001/)).toContainText('$12.50');
  await expect(two.line(/B-0001/)).toContainText('$8.40');
  expect(await shop.gateway.kept()).toEqual({ charges: 2, kept: '20.90' });
});

test('one code read by two tablets at once is charged once', async ({ shop }) => {
  const one = await shop.pairedTablet();
  const two = await secondTablet(shop, one);
  await one.askForCode('1250');
  await two.askForCode('1250');
  const { code } = await shop.gateway.code();
  await Promise.all([one.scan(code), two.scan(code)]);
  await expect.poll(async () => shop.gateway.kept()).toEqual({ charges: 1, kept: '12.50' });
  const paidOnes = async (): Promise<number> =>
    (await Promise.all([one, two].map((till) => till.line(/-0001.*Paid/).isVisible()))).filter(Boolean)
      .length;
  await expect.poll(paidOnes).toBe(1);
});
