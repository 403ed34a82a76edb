/** HID POS scanners on a real page, behind a `navigator.hid` in the test's hand. */
import { describe, expect, it } from 'vitest';
import { readPaymentCode } from '../../../src/core/payment-code.ts';
import { collectionsOf, honeywell, reportOf, reportsOf, zebra } from '../../fakes/hid-models.ts';
import { FakeHidDevice } from '../../fakes/hid.ts';
import { setup } from './hid-counter.ts';

const CODE = '284312345678901234';
const LONG = Array.from({ length: 150 }, (_, at) => (at * 7919).toString(36).slice(-1)).join('');
const busy = (): Error => new DOMException('Failed to open the device.', 'NotAllowedError');

describe('a scanner', () => {
  it('that a person chooses reads at once, any maker', async () => {
    const counter = setup();
    const device = new FakeHidDevice(zebra);
    counter.hid.choice = [device];
    expect(await counter.scanner.connect()).toBe('connected');
    expect(counter.hid.asked).toEqual([{ filters: [{ usagePage: 0x8c }] }]);
    expect(counter.shown()).toEqual([['Zebra-like', 'ready']]);
    await counter.pass(300);
    device.scan(`${CODE}\r`);
    expect(counter.reads).toEqual([{ text: CODE, source: 'hid', atMonotonic: counter.now() }]);
  });

  it('granted before is open when start is through', async () => {
    const device = new FakeHidDevice(honeywell);
    const counter = setup(device);
    expect(await counter.scanner.start()).toBe('ready');
    expect(counter.states).toEqual(['starting', 'ready']);
    await counter.pass(300);
    device.scan(LONG);
    expect(counter.reads.map((read) => read.text)).toEqual([LONG]);
  });

  it('that is pulled out and plugged in again reads on, in its old place', async () => {
    const device = new FakeHidDevice(zebra);
    const counter = setup(device, new FakeHidDevice(honeywell, { productId: 0x0999 }));
    await counter.scanner.start();
    const ids = counter.scanner.devices().map(({ id }) => id);
    counter.hid.unplug(device);
    expect(counter.shown()[0]).toEqual(['Zebra-like', { failed: 'unplugged' }]);
    const again = new FakeHidDevice(zebra); // Chromium makes a new object
    counter.hid.plug(again);
    await counter.pass(300);
    expect(counter.shown()[0]).toEqual(['Zebra-like', 'ready']);
    expect(counter.scanner.devices().map(({ id }) => id)).toEqual(ids);
    again.scan(CODE);
    expect(counter.reads.map((read) => read.text)).toEqual([CODE]);
  });

  it('that is pulled out in the middle of a code glues nothing to the next', async () => {
    const device = new FakeHidDevice(honeywell);
    const counter = setup(device);
    await counter.scanner.start();
    await counter.pass(300);
    for (const report of reportsOf(honeywell, LONG).slice(0, 2)) device.report(report);
    counter.hid.unplug(device);
    counter.hid.plug(device);
    await counter.pass(300);
    device.scan(CODE);
    expect(counter.reads.map((read) => read.text)).toEqual([CODE]);
  });

  it('beside another reads at the same time, each its own codes', async () => {
    const [one, two] = [new FakeHidDevice(honeywell), new FakeHidDevice(honeywell)];
    const counter = setup(one, two);
    await counter.scanner.start();
    await counter.pass(300);
    const [left, right] = [reportsOf(honeywell, LONG), reportsOf(honeywell, LONG.toUpperCase())];
    for (const [at, report] of left.entries()) {
      one.report(report);
      two.report(right[at] ?? report);
    }
    expect(counter.reads.map((read) => read.text)).toEqual([LONG, LONG.toUpperCase()]);
    expect(counter.scanner.devices()).toHaveLength(2);
  });

  it('that reads what is no payment code hands it on: the till judges it', async () => {
    const device = new FakeHidDevice(honeywell);
    const counter = setup(device);
    await counter.scanner.start();
    await counter.pass(300);
    device.scan('4006381333931', ']E0');
    const [read] = counter.reads;
    expect(read?.text).toBe('4006381333931');
    expect(readPaymentCode(read?.text ?? '', 'hid')).toEqual({ kind: 'refused', why: 'product-barcode' });
  });

  it('in keyboard mode that can be asked for its codes is asked', async () => {
    const redirection = { usages: [0xff660003], reportSize: 8, reportCount: 1 };
    const collections = collectionsOf(honeywell).map((collection) => ({
      ...collection,
      featureReports: [{ reportId: 254, items: [redirection] }],
    }));
    const device = new FakeHidDevice(honeywell, { collections });
    await setup(device).scanner.start();
    expect(device.features).toEqual([{ reportId: 254, bytes: [1] }]);
  });
});

describe('a device', () => {
  it('that another program has is busy, and is tried again by connect and by a re-plug', async () => {
    const device = new FakeHidDevice(honeywell);
    device.refusal = busy();
    const counter = setup(device);
    expect(await counter.scanner.start()).toBe('ready');
    expect(counter.shown()).toEqual([['Honeywell-like', { failed: 'busy' }]]);
    expect(await counter.scanner.connect()).toBe('none-chosen');
    expect(device.openings).toBe(2);
    device.refusal = null;
    counter.hid.unplug(device);
    counter.hid.plug(device);
    await counter.pass(300);
    expect(counter.shown()).toEqual([['Honeywell-like', 'ready']]);
    device.scan(CODE);
    expect(counter.reads).toHaveLength(1);
  });

  it('that fails in another way is broken', async () => {
    const device = new FakeHidDevice(honeywell);
    device.refusal = new TypeError('?');
    const counter = setup(device);
    await counter.scanner.start();
    expect(counter.shown()).toEqual([['Honeywell-like', { failed: 'broken' }]]);
  });

  it('that is open already is read all the same, once a code', async () => {
    const device = new FakeHidDevice(honeywell);
    await device.open();
    const counter = setup(device);
    counter.hid.choice = [device];
    await Promise.all([counter.scanner.start(), counter.scanner.connect(), counter.scanner.start()]);
    await counter.scanner.connect();
    expect(counter.shown()).toEqual([['Honeywell-like', 'ready']]);
    expect(device.openings).toBe(1);
    await counter.pass(300);
    device.scan(CODE);
    expect(counter.reads).toHaveLength(1);
  });

  it('that somebody else on the page opens first is read all the same', async () => {
    const device = new FakeHidDevice(honeywell);
    device.open = async () => {
      device.opened = true;
      throw new DOMException('The device is already open.', 'InvalidStateError');
    };
    const counter = setup(device);
    await counter.scanner.start();
    expect(counter.shown()).toEqual([['Honeywell-like', 'ready']]);
  });

  it('that is reading keeps the code under way when a person looks for another', async () => {
    const device = new FakeHidDevice(honeywell);
    const counter = setup(device);
    await counter.scanner.start();
    await counter.pass(300);
    const [first, ...rest] = reportsOf(honeywell, LONG) as [DataView, ...DataView[]];
    device.report(first);
    await counter.scanner.connect();
    for (const report of rest) device.report(report);
    expect(counter.reads.map((read) => read.text)).toEqual([LONG]);
  });

  it('in keyboard mode is not a scanner, and is not opened', async () => {
    const keyboard = new FakeHidDevice(null);
    const counter = setup();
    counter.hid.choice = [keyboard];
    expect(await counter.scanner.connect()).toBe('connected');
    expect(counter.shown()).toEqual([['Keyboard', { failed: 'not-a-scanner' }]]);
    expect(keyboard.openings).toBe(0);
  });

  it("that is a scanner's keyboard is not shown beside it", async () => {
    const counter = setup(new FakeHidDevice(null), new FakeHidDevice(zebra));
    await counter.scanner.start();
    expect(counter.shown()).toEqual([['Zebra-like', 'ready']]);
  });

  it('that a person forgets is let go, and gives its permission back', async () => {
    const device = new FakeHidDevice(zebra);
    const counter = setup(device);
    await counter.scanner.start();
    await counter.scanner.forget(counter.scanner.devices()[0]?.id ?? 0);
    await counter.scanner.forget(99);
    expect([device.opened, device.isForgotten, counter.shown()]).toEqual([false, true, []]);
  });
});

describe('what gives no code is told', () => {
  it('by the clock, when the rest of a code does not come, and no code is logged', async () => {
    const device = new FakeHidDevice(honeywell);
    const counter = setup(device);
    await counter.scanner.start();
    await counter.pass(300);
    device.scan(CODE);
    for (const report of reportsOf(honeywell, LONG).slice(0, 2)) device.report(report);
    await counter.pass(300);
    expect(counter.unreads).toEqual([{ device: counter.scanner.devices()[0]?.id, why: 'broken-off' }]);
    expect(counter.logged.join()).toContain('broken-off');
    expect(counter.logged.join()).not.toContain(CODE);
    expect(counter.logged.join()).not.toContain(LONG.slice(0, 12));
  });

  it('for a report that does not keep to its description, and once for one that has none', async () => {
    const device = new FakeHidDevice(honeywell);
    const counter = setup(device);
    await counter.scanner.start();
    await counter.pass(300);
    device.report(reportOf(honeywell, { data: new Uint8Array(3), length: 60 }));
    for (let time = 0; time < 2; time++) device.report(new DataView(new ArrayBuffer(4)), 9);
    expect(counter.unreads.map(({ why }) => why)).toEqual(['garbled', 'unknown-report']);
    expect(counter.reads).toEqual([]);
  });
});
