/** A `navigator.hid` and devices in a test's hand. */
import type { Hid, HidCollectionInfo, HidDevice } from '../../src/scan/hid/hid-types.ts';
import { collectionsOf, type Model, reportsOf } from './hid-models.ts';

/** One interface of a device. It opens at once, unless `refusal` says how it refuses. */
export class FakeHidDevice extends EventTarget implements HidDevice {
  opened = false;
  openings = 0;
  refusal: Error | null = null;
  readonly vendorId: number;
  readonly productId: number;
  readonly productName: string;
  readonly collections: readonly HidCollectionInfo[];
  readonly features: { readonly reportId: number; readonly bytes: readonly number[] }[] = [];
  isForgotten = false;
  readonly #model: Model | null;

  constructor(
    model: Model | null,
    more: Partial<Pick<HidDevice, 'collections' | 'productId' | 'productName'>> = {},
  ) {
    super();
    this.#model = model;
    this.vendorId = 0x0c2e;
    this.productId = more.productId ?? 0x0b61;
    this.productName = more.productName ?? model?.name ?? 'Keyboard';
    this.collections = more.collections ?? (model === null ? KEYBOARD : collectionsOf(model));
  }

  async open(): Promise<void> {
    this.openings++;
    await Promise.resolve();
    if (this.refusal !== null) throw this.refusal;
    if (this.opened) throw new DOMException('The device is already open.', 'InvalidStateError');
    this.opened = true;
  }

  async close(): Promise<void> {
    await Promise.resolve();
    this.opened = false;
  }

  async forget(): Promise<void> {
    await this.close();
    this.isForgotten = true;
  }

  async sendFeatureReport(reportId: number, data: BufferSource): Promise<void> {
    await Promise.resolve();
    if (!this.opened) throw new DOMException('The device must be opened first.', 'InvalidStateError');
    const bytes = ArrayBuffer.isView(data) ? new Uint8Array(data.buffer) : new Uint8Array(data);
    this.features.push({ reportId, bytes: Array.from(bytes) });
  }

  /** A report comes in; a closed device hears none. */
  report(data: DataView, reportId = this.#model?.reportId ?? 0): void {
    if (!this.opened) return;
    this.dispatchEvent(Object.assign(new Event('inputreport'), { device: this, reportId, data }));
  }

  /** Reads `text`, as this model does. */
  scan(text: string, aim?: string): void {
    if (this.#model === null) return;
    for (const report of reportsOf(this.#model, text, aim)) this.report(report);
  }
}

/** A boot keyboard: what a scanner in keyboard mode shows. */
const KEYBOARD: readonly HidCollectionInfo[] = [
  {
    usagePage: 0x01,
    usage: 0x06,
    children: [],
    inputReports: [{ reportId: 0, items: [{ usages: [0x0700e0], reportSize: 1, reportCount: 64 }] }],
  },
];

/** `navigator.hid` with granted devices that are plugged in, and what a person will choose next. */
export class FakeHid extends EventTarget implements Hid {
  granted: FakeHidDevice[];
  /** What the person chooses; an error is what the browser answers instead. */
  choice: FakeHidDevice[] | Error = [];
  readonly asked: unknown[] = [];
  failure: Error | null = null;

  constructor(...granted: FakeHidDevice[]) {
    super();
    this.granted = granted;
  }

  async getDevices(): Promise<FakeHidDevice[]> {
    await Promise.resolve();
    if (this.failure !== null) throw this.failure;
    return Array.from(this.granted);
  }

  async requestDevice(options: unknown): Promise<FakeHidDevice[]> {
    this.asked.push(options);
    await Promise.resolve();
    if (this.choice instanceof Error) throw this.choice;
    for (const device of this.choice) if (!this.granted.includes(device)) this.granted.push(device);
    return this.choice;
  }

  plug(device: FakeHidDevice): void {
    this.granted.push(device);
    this.dispatchEvent(Object.assign(new Event('connect'), { device }));
  }

  unplug(device: FakeHidDevice): void {
    this.granted = this.granted.filter((other) => other !== device);
    device.opened = false;
    this.dispatchEvent(Object.assign(new Event('disconnect'), { device }));
  }
}
