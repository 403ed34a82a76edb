/** The first sale, end to end: camera, bars, keyboard-wedge, and a customer who confirms or is declined. */
import { expect, test } from './shop.ts';

const numberOf = (count: number): string => `A-${String(count).padStart(4, '0')}`;

test('a QR code in front of the camera is charged once, and the receipt shows both ids', async ({ shop }) => {
  const { code } = await shop.gateway.code({ wallet: 'alipay' });
  const till = await shop.pairedTablet({ text: code, symbology: 'qr' });
  await till.charge('1250');
  await expect(till.says(/^Paid$/)).toBeVisible();
  await till.button('Receipt').click();
  const receipt = till.page.getByRole('dialog');
  const { charges } = await shop.gateway.book();
  await expect(receipt).toContainText('Corner Store');
  await expect(receipt).toContainText('$12.50');
  await expect(receipt).toContainText(numberOf(1));
  await expect(receipt).toContainText(charges[0]?.reference ?? 'no charge');
  expect(await shop.gateway.kept()).toEqual({ charges: 1, kept: '12.50' });
});

test('a Code 128 in front of the camera is charged once', async ({ shop }) => {
  const { code } = await shop.gateway.code({ wallet: 'wechat' });
  const till = await shop.pairedTablet({ text: code, symbology: 'code128' });
  await till.charge('800');
  await expect(till.says(/^Paid$/)).toBeVisible();
  expect(await shop.gateway.kept()).toEqual({ charges: 1, kept: '8.00' });
});

test('a scanner that types is read anywhere; the customer confirms on the wallet page; the webhook says paid', async ({
  shop,
}) => {
  const till = await shop.pairedTablet();
  await till.askForCode('3100');
  const phone = await till.page.context().newPage();
  await phone.goto(`http://127.0.0.1:${shop.server.port}/wallet?wallet=wechat&behaviour=confirm`);
  const shown = await phone.locator('[data-code]').first().getAttribute('data-code');
  await till.page.bringToFront();
  await till.scan(shown ?? 'nothing shown');
  await expect(till.says('Ask the customer to confirm on the phone')).toBeVisible();
  // From here only a webhook can bring the news: the proxy cannot ask.
  shop.uplink.set('cut');
  await phone.bringToFront();
  await phone.getByRole('button', { name: 'Confirm' }).click();
  await till.page.bringToFront();
  await expect(till.says(/^Paid$/)).toBeVisible();
  expect(await shop.gateway.kept()).toEqual({ charges: 1, kept: '31.00' });
});

test('a declined charge says why and offers the next step; another wallet then pays', async ({ shop }) => {
  const till = await shop.pairedTablet();
  await till.askForCode('2250');
  await till.scan((await shop.gateway.code({ behaviour: 'no-funds' })).code);
  await expect(till.says('Declined')).toBeVisible();
  await expect(till.counter).toContainText(/money|funds|balance/i);
  await till
    .button(/scan again|another wallet/i)
    .first()
    .click();
  await till.waitForViewfinder();
  await till.scan((await shop.gateway.code({ wallet: 'paypal' })).code);
  await expect(till.says(/^Paid$/)).toBeVisible();
  expect(await shop.gateway.kept()).toEqual({ charges: 1, kept: '22.50' });
});

test('a product barcode is named and nothing is sent', async ({ shop }) => {
  const till = await shop.pairedTablet();
  await till.askForCode('500');
  const sent: string[] = [];
  till.page.on('request', (request) => {
    if (request.url().endsWith('/pay')) sent.push(request.url());
  });
  await till.scan('4006381333931');
  await expect(till.page.getByText(/product/i).first()).toBeVisible();
  await till.waitForViewfinder();
  expect(sent).toEqual([]);
  expect(await shop.gateway.kept()).toEqual({ charges: 0, kept: '0.00' });
});

test('a scanned code never lands in the amount', async ({ shop }) => {
  const till = await shop.pairedTablet();
  await till.scan((await shop.gateway.code()).code);
  await expect(till.counter.getByText('$0.00').first()).toBeVisible();
  await expect(till.button(/^Charge/)).toBeDisabled();
});

test('a mistyped amount can be taken back after add, and the right one is charged', async ({ shop }) => {
  const till = await shop.pairedTablet();
  await till.askForCode('9900');
  await till.button('Back').click();
  await till.isAtAmount();
  for (let presses = 0; presses < 4; presses += 1) await till.page.keyboard.press('Backspace');
  await till.askForCode('990');
  await till.scan((await shop.gateway.code()).code);
  await expect(till.says(/^Paid$/)).toBeVisible();
  expect(await shop.gateway.kept()).toEqual({ charges: 1, kept: '9.90' });
});

test('fifty pays of one reference at once end in one charge', async ({ shop }) => {
  const till = await shop.pairedTablet();
  const { code } = await shop.gateway.code();
  const statuses = await till.page.evaluate(async (payment) => {
    const read = async (response: Response): Promise<Record<string, unknown>> =>
      (await response.json()) as Record<string, unknown>;
    const { realm, serverTime } = await read(await fetch('/api/shop'));
    const id = (letter: string): string => letter.repeat(26);
    const body = JSON.stringify({
      saleId: id('s'),
      number: 'A-0099',
      amountMinor: 1250,
      currency: 'USD',
      realm,
      code: payment,
      wallet: 'alipay',
      sendBy: Number(serverTime) + 60_000,
    });
    const headers = { 'content-type': 'application/json' };
    const pay = async (): Promise<number> =>
      (await fetch(`/api/attempts/${id('r')}/pay`, { method: 'POST', headers, body })).status;
    return Promise.all(Array.from({ length: 50 }, pay));
  }, code);
  expect(new Set(statuses)).toEqual(new Set([200]));
  await expect.poll(async () => shop.gateway.kept()).toEqual({ charges: 1, kept: '12.50' });
});

test('a typed code with a slip is named and stays to be mended; mended, it pays', async ({ shop }) => {
  const till = await shop.pairedTablet();
  await till.askForCode('640');
  await till.button('Type it').click();
  const field = till.page.getByRole('textbox', { name: 'Type the code' });
  await field.fill('hello');
  await field.press('Enter');
  await expect(till.page.getByText(/coupon/i).first()).toBeVisible();
  await expect(field).toHaveValue('hello');
  await field.fill((await shop.gateway.code()).code);
  await field.press('Enter');
  await expect(till.says(/^Paid$/)).toBeVisible();
  expect(await shop.gateway.kept()).toEqual({ charges: 1, kept: '6.40' });
});

test('a tablet whose databases the browser has thrown away has its sales back from the ledger, and says so', async ({
  shop,
}) => {
  const till = await shop.pairedTablet();
  await till.askForCode('1250');
  await till.scan((await shop.gateway.code()).code);
  await expect(till.says(/^Paid$/)).toBeVisible();
  const browser = await till.page.context().newCDPSession(till.page);
  await browser.send('Storage.clearDataForOrigin', {
    origin: new URL(till.page.url()).origin,
    storageTypes: 'indexeddb',
  });
  await till.open();
  await till.page.reload();
  await expect(till.page.getByText('This tablet lost its record. One sale is back')).toBeVisible();
  await expect(till.line(numberOf(1))).toContainText('Paid');
  await till.askForCode('800');
  await till.scan((await shop.gateway.code()).code);
  await expect(till.line(numberOf(2))).toContainText('$8.00');
});
