/** The till by keyboard alone: a sale, a refusal, an in-doubt, the menu and the PIN; the focus is seen at every stop. */
import { Keyboard } from './pages/keyboard.ts';
import type { TillPage } from './pages/till-page.ts';
import { expect, test, type Shop } from './shop.ts';

/** A tablet, and the keyboard in front of it. */
interface AtTheTill {
  readonly till: TillPage;
  readonly keys: Keyboard;
}

async function atTheTill(shop: Shop): Promise<AtTheTill> {
  const till = await shop.pairedTablet();
  return { till, keys: new Keyboard(till.page) };
}

/** Digits and Enter from the empty amount, then the code by hand. */
async function chargeByKeys({ till, keys }: AtTheTill, code: string): Promise<void> {
  await keys.type('1250');
  await expect(till.button(/^Charge/)).toContainText('$12.50');
  await keys.press('Enter');
  await typeCode({ till, keys }, code);
}

async function typeCode({ till, keys }: AtTheTill, code: string): Promise<void> {
  await till.waitForViewfinder();
  await keys.tabTo('Type it');
  await keys.press('Enter');
  await keys.isInField();
  await keys.type(code);
  await keys.press('Enter');
}

async function openMenu({ till, keys }: AtTheTill): Promise<void> {
  await keys.tabTo(/^Menu/);
  await keys.press('Enter');
  await expect(till.page.getByRole('dialog', { name: 'Menu' })).toBeVisible();
}

test('a sale: amount, Charge, the code typed, paid, and the next one', async ({ shop }) => {
  const { till, keys } = await atTheTill(shop);
  await chargeByKeys({ till, keys }, (await shop.gateway.code()).code);
  await expect(till.says(/^Paid$/)).toBeVisible();
  await keys.isAt('Next sale');
  await keys.press('Enter');
  await till.isAtAmount();
  await keys.type('5');
  await expect(till.button(/^Charge/)).toContainText('$0.05');
  expect(await shop.gateway.kept()).toEqual({ charges: 1, kept: '12.50' });
});

test('a refusal: the next try has the focus, and another wallet pays', async ({ shop }) => {
  const { till, keys } = await atTheTill(shop);
  await chargeByKeys({ till, keys }, (await shop.gateway.code({ behaviour: 'no-funds' })).code);
  await expect(till.says('Declined')).toBeVisible();
  await keys.isAt('Try another wallet');
  await keys.press('Enter');
  await typeCode({ till, keys }, (await shop.gateway.code({ wallet: 'paypal' })).code);
  await expect(till.says(/^Paid$/)).toBeVisible();
  expect(await shop.gateway.kept()).toEqual({ charges: 1, kept: '12.50' });
});

test('no answer: every way on is reached, the sale moves to the roll, is opened there and left again', async ({
  shop,
}) => {
  const { till, keys } = await atTheTill(shop);
  await shop.gateway.fault({ kind: 'lost', call: 'pay' });
  await shop.gateway.fault({ kind: 'webhook-never', times: 8 });
  await shop.gateway.fault({ kind: 'hang', call: 'tran-query', times: 8 });
  await chargeByKeys({ till, keys }, (await shop.gateway.code()).code);
  await expect(till.says(/No answer yet/)).toBeVisible();
  await keys.isAt('Next customer');
  for (const way of [/^Cancel this charge/, /^Took cash/, /^Let go on trust/, 'Next customer'])
    await keys.tabTo(way);
  await keys.press('Enter');
  await till.isAtAmount();
  await keys.tabTo(/A-0001/);
  await keys.press('Enter');
  await expect(till.page.getByRole('dialog')).toBeVisible();
  await keys.tabTo(/^Took cash/);
  await keys.press('Escape');
  await expect(till.page.getByRole('dialog')).toBeHidden();
  await keys.isAt(/A-0001/);
});

test('the menu: opened, a page of it opened, both left by Escape, and the focus is where it was', async ({
  shop,
}) => {
  const { till, keys } = await atTheTill(shop);
  await openMenu({ till, keys });
  await keys.tabTo('Scanners');
  await keys.press('Enter');
  await expect(till.page.getByRole('dialog', { name: 'Scanners' })).toBeVisible();
  await keys.press('Escape');
  await keys.isAt('Scanners');
  await keys.press('Escape');
  await expect(till.page.getByRole('dialog')).toBeHidden();
  await keys.isAt(/^Menu/);
});

test('a setting is chosen with the arrows, as its kind of key is everywhere', async ({ shop }) => {
  const { till, keys } = await atTheTill(shop);
  await openMenu({ till, keys });
  await keys.tabTo('English');
  await keys.press('ArrowRight');
  await expect(till.page.locator('html')).toHaveAttribute('lang', 'zh-Hans');
  await keys.isAt('中文');
});

test('the manager’s PIN is typed as soon as it is asked for, and chosen', async ({ shop }) => {
  const { till, keys } = await atTheTill(shop);
  await openMenu({ till, keys });
  await keys.tabTo('Choose the PIN');
  await keys.press('Enter');
  for (let times = 0; times < 2; times += 1) {
    await keys.isInField();
    await keys.type('2468');
    await keys.press('Enter');
  }
  await expect(till.page.getByText('The PIN is set.')).toBeVisible();
  await expect(till.page.getByRole('dialog', { name: 'Menu' })).toBeVisible();
  await keys.press('Escape');
  await keys.isAt(/^Menu/);
});
