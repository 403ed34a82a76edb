/** A hand scanner's code that comes in damaged, in the middle of a sale: dropped, and said. */
import { afterEach, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { startHid } from '../../../src/app/start-hid.ts';
import { silentLog } from '../../../src/core/ports.ts';
import { reportsOf, honeywell } from '../../fakes/hid-models.ts';
import { FakeHid, FakeHidDevice } from '../../fakes/hid.ts';
import { pageClock, pageTimers, wait } from '../../fakes/page-time.ts';
import { mountApp, type Mounted } from './setup.ts';

/** Three reports of this scanner. */
const LONG = '28431234567890123456'.repeat(8);

let mounted: Mounted | null = null;
afterEach(async () => {
  await mounted?.close();
  mounted = null;
});

it('is told to whoever sells, and a report the scanner does not describe is not', async () => {
  const device = new FakeHidDevice(honeywell);
  const joined: unknown[] = [];
  let told = 0;
  const scanner = startHid({
    navigator: { hid: new FakeHid(device) } as unknown as Navigator,
    reads: {
      join(source) {
        joined.push(source);
        return () => undefined;
      },
    },
    clock: { ...pageClock, now: () => 0 },
    timers: pageTimers,
    log: silentLog,
    ondamaged: () => void told++,
  });
  await expect.poll(() => device.opened).toBe(true);
  await wait(350);
  device.report(new DataView(new ArrayBuffer(3)), 77);
  expect(told).toBe(0);
  const [first] = reportsOf(honeywell, LONG);
  if (first) device.report(first);
  await expect.poll(() => told).toBe(1);
  expect(joined).toEqual([scanner]);
  scanner.stop();
});

it('stands on the counter with a key that takes it away', async () => {
  mounted = await mountApp({ pairing: { name: 'paired' } });
  mounted.services.says.say('scan-damaged');
  const sentence = page.getByText('A code came in damaged and was dropped. Scan it again.');
  await expect.element(sentence).toBeVisible();
  await page.getByRole('button', { name: 'OK' }).click();
  await expect.element(sentence).not.toBeInTheDocument();
});
