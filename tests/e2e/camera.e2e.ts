/** The camera in trouble: frozen, black, refused. The sale goes on. */
import { openings, patchCamera } from './patched-camera.ts';
import { expect, test } from './shop.ts';

test('a camera that freezes is opened anew by itself, and the code it then sees is charged', async ({
  shop,
}) => {
  const { code } = await shop.gateway.code({ wallet: 'alipay' });
  const till = await shop.tablet();
  await patchCamera(till.page, [
    { does: 'freeze', afterMs: 2_500 },
    { does: 'show', text: code },
  ]);
  await till.pair(shop.server.pairingCode);
  await till.charge('1250');
  await expect(till.says(/^Paid$/)).toBeVisible();
  expect(await openings(till.page)).toBe(2);
  expect(await shop.gateway.kept()).toEqual({ charges: 1, kept: '12.50' });
});

test('a camera that stays black says so with the ways out, and reads by itself once there is a picture', async ({
  shop,
}) => {
  const { code } = await shop.gateway.code({ wallet: 'wechat' });
  const till = await shop.tablet();
  await patchCamera(till.page, [{ does: 'black' }, { does: 'black' }, { does: 'show', text: code }]);
  await till.pair(shop.server.pairingCode);
  await till.charge('800');
  await expect(till.says(/camera gives no picture/)).toBeVisible();
  await expect(till.says('Use a hand scanner, or type the code.')).toBeVisible();
  await expect(till.button('Type it')).toBeVisible();
  await expect(till.says(/^Paid$/)).toBeVisible();
  expect(await shop.gateway.kept()).toEqual({ charges: 1, kept: '8.00' });
});

test('a camera that is refused says where it is allowed, and the typed code is charged', async ({ shop }) => {
  const { code } = await shop.gateway.code();
  const till = await shop.tablet();
  await patchCamera(till.page, [{ does: 'refuse' }]);
  await till.pair(shop.server.pairingCode);
  await till.charge('640');
  await expect(till.says(/The camera is not allowed\. Allow it/)).toBeVisible();
  await expect(till.says('Use a hand scanner, or type the code.')).toBeVisible();
  await till.button('Type it').click();
  await till.page.getByRole('textbox', { name: 'Type the code' }).fill(code);
  await till.page.keyboard.press('Enter');
  await expect(till.says(/^Paid$/)).toBeVisible();
  expect(await openings(till.page)).toBe(1);
  expect(await shop.gateway.kept()).toEqual({ charges: 1, kept: '6.40' });
});
