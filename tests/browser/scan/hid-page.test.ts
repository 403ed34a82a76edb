/** A page that starts and stops its HID scanners, has none, or may have none. */
import { describe, expect, it } from 'vitest';
import { silentLog } from '../../../src/core/ports.ts';
import { createHidScanner } from '../../../src/scan/hid/hid-scanner.ts';
import { findHid } from '../../../src/scan/hid/hid-types.ts';
import { zebra } from '../../fakes/hid-models.ts';
import { FakeHidDevice } from '../../fakes/hid.ts';
import { setup } from './hid-counter.ts';
import { pageClock, pageTimers } from '../../fakes/page-time.ts';

const CODE = '284312345678901234';
const OTHER = '134668918993771844';

describe('the page', () => {
  it('without WebHID says so and does not fail', async () => {
    const scanner = createHidScanner({ hid: null, clock: pageClock, timers: pageTimers, log: silentLog });
    expect(await scanner.start()).toEqual({ kind: 'failed', why: 'broken' });
    expect(await scanner.connect()).toBe('unsupported');
    expect(findHid({})).toBeNull();
    scanner.stop();
  });

  it('that may not use WebHID says so', async () => {
    const counter = setup();
    counter.hid.failure = new DOMException('policy', 'SecurityError');
    counter.hid.choice = new DOMException('gesture', 'SecurityError');
    expect(await counter.scanner.start()).toEqual({ kind: 'failed', why: 'refused' });
    expect(await counter.scanner.connect()).toBe('refused');
  });

  it('that stops hears nothing more and lets every device go, also one still opening; then it starts again', async () => {
    const device = new FakeHidDevice(zebra);
    const counter = setup(device);
    const starting = counter.scanner.start();
    counter.scanner.stop();
    await starting;
    expect(counter.scanner.state()).toBe('off');
    await counter.scanner.start();
    await counter.pass(300);
    counter.scanner.stop();
    counter.scanner.stop();
    device.scan(CODE);
    await counter.pass(0);
    expect([device.opened, counter.reads, counter.shown()]).toEqual([false, [], []]);
    expect(await counter.scanner.start()).toBe('ready');
    await counter.pass(300);
    device.scan(OTHER);
    expect(counter.reads.map((read) => read.text)).toEqual([OTHER]);
  });

  it.each([0, 1, 2, 3, 4, 5, 6, 7, 8])(
    'that stops %i moments after it starts leaves no device open',
    async (moments) => {
      const device = new FakeHidDevice(zebra);
      const counter = setup(device);
      const starting = counter.scanner.start();
      for (let moment = 0; moment < moments; moment++) await Promise.resolve();
      counter.scanner.stop();
      const again = counter.scanner.start();
      counter.scanner.stop();
      await Promise.all([starting, again]);
      await counter.pass(0);
      expect([device.opened, counter.scanner.state()]).toEqual([false, 'off']);
      expect(await counter.scanner.start()).toBe('ready');
      await counter.pass(300);
      device.scan(CODE);
      expect(counter.reads).toHaveLength(1);
    },
  );

  it('tells the list whenever it changes', async () => {
    const device = new FakeHidDevice(zebra);
    const counter = setup(device);
    const told: string[] = [];
    counter.scanner.ondevices((devices) => told.push(JSON.stringify(devices.map(({ state }) => state))));
    await counter.scanner.start();
    counter.hid.unplug(device);
    counter.scanner.stop();
    expect(told).toEqual(['["opening"]', '["ready"]', '[{"failed":"unplugged"}]', '[]']);
  });

  it('misses a scanner that was pulled out while it was stopped', async () => {
    const device = new FakeHidDevice(zebra);
    const counter = setup(device);
    await counter.scanner.start();
    counter.scanner.stop();
    counter.hid.unplug(device);
    await counter.scanner.start();
    expect(counter.shown()).toEqual([['Zebra-like', { failed: 'unplugged' }]]);
  });
});
