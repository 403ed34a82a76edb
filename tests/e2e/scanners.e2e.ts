/** Hand scanners in a sale, end to end: one that speaks HID, its wrong code, and its code that is also typed. */
import { honeywell } from '../fakes/hid-models.ts';
import { patchHid, scanByHid } from './patched-hid.ts';
import { expect, test } from './shop.ts';

test('a scanner that speaks HID: a product is named, the wallet’s code is charged once, also where it is read twice', async ({
  shop,
}) => {
  const { code } = await shop.gateway.code({ wallet: 'alipay' });
  const till = await shop.tablet();
  await patchHid(till.page, honeywell);
  await till.pair(shop.server.pairingCode);
  await till.askForCode('950');
  await scanByHid(till.page, honeywell, '4006381333931');
  await expect(till.page.getByText(/product/i).first()).toBeVisible();
  await till.waitForViewfinder();
  await scanByHid(till.page, honeywell, code);
  await scanByHid(till.page, honeywell, code);
  await till.scan(code);
  await expect(till.says(/^Paid$/)).toBeVisible();
  expect(await shop.gateway.kept()).toEqual({ charges: 1, kept: '9.50' });
});
