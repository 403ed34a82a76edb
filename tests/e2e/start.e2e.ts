/** Starts of an installed till: neither its files nor a charge wait for the service worker to wake. */
import { expect, test } from './shop.ts';

test('an installed till starts without a network past its service worker, and a pay goes past it, too', async ({
  shop,
}) => {
  const till = await shop.pairedTablet();
  const { page } = till;
  await page.evaluate(async () => void (await navigator.serviceWorker.ready));
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Network.enable');
  const ways = new Map<string, string | undefined>();
  devtools.on('Network.responseReceived', ({ response }) => {
    const name = new URL(response.url).pathname.replace(/\/[a-z0-9]{26}\//, '/…/');
    ways.set(name, response.serviceWorkerRouterInfo?.actualSourceType);
  });
  shop.network.set('cut');
  await page.goto(new URL('/', page.url()).href);
  await till.key('7').click();
  await expect(till.counter.getByText('$0.07').first()).toBeVisible();
  const files = [...ways].filter(([name]) => name === '/' || name.startsWith('/assets/'));
  expect(files.length).toBeGreaterThan(5);
  expect(files.filter(([, way]) => way !== 'cache')).toEqual([]);
  shop.network.set('pass');
  await till.askForCode('25');
  await till.scan((await shop.gateway.code()).code);
  await expect(till.says(/^Paid$/)).toBeVisible();
  expect(ways.get('/api/attempts/…/pay')).toBe('network');
});
