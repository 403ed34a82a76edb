/**
 * The part of WebHID that we use (https://wicg.github.io/webhid/). TypeScript's DOM library has none of it, and the
 * specification requires no member of its dictionaries: what may be missing is optional here.
 */

/** One main item of a report: `reportCount` fields of `reportSize` bits each. */
export interface HidReportItem {
  /** Usage page in the upper 16 bits, usage in the lower. Fields beyond the last usage repeat it. */
  readonly usages?: readonly number[];
  /** True where the usages run from `usageMinimum` to `usageMaximum` instead. */
  readonly isRange?: boolean;
  readonly usageMinimum?: number;
  readonly usageMaximum?: number;
  /** True where a field's value names a usage (a pressed key) instead of carrying a value of its own. */
  readonly isArray?: boolean;
  /** True for padding. */
  readonly isConstant?: boolean;
  readonly reportSize?: number;
  readonly reportCount?: number;
}

/** One report of a collection. `reportId` is 0 where the device numbers no reports. */
export interface HidReportInfo {
  readonly reportId?: number;
  readonly items?: readonly HidReportItem[];
}

/**
 * A collection. A report's items stand in the collection that declares them and in all that enclose it, so only a
 * top-level collection has them all, in the order of the bits (https://github.com/WICG/webhid/issues/46).
 */
export interface HidCollectionInfo {
  readonly usagePage?: number;
  readonly usage?: number;
  readonly inputReports?: readonly HidReportInfo[];
  readonly featureReports?: readonly HidReportInfo[];
  /** Chromium on Windows tells no children. */
  readonly children?: readonly HidCollectionInfo[];
}

/** One interface of a device. A scanner that is also a keyboard is two of them, with the same ids. */
export interface HidDevice extends EventTarget {
  readonly opened: boolean;
  readonly vendorId: number;
  readonly productId: number;
  readonly productName: string;
  readonly collections: readonly HidCollectionInfo[];
  /** Rejects: `InvalidStateError` open already, or opening; `NotAllowedError` the system refused, whatever the cause. */
  open(): Promise<void>;
  close(): Promise<void>;
  /** Takes the permission back. Chromium has it since 100. */
  forget?(): Promise<void>;
  sendFeatureReport(reportId: number, data: BufferSource): Promise<void>;
}

/** `navigator.hid`, which also tells of devices that come and go by `connect` and `disconnect`. */
export interface Hid extends EventTarget {
  /** The plugged-in devices a person has granted before. */
  getDevices(): Promise<HidDevice[]>;
  /** Asks a person; needs a user gesture. Resolves empty when nothing was chosen; rejects with `SecurityError`. */
  requestDevice(options: {
    readonly filters: readonly { readonly usagePage: number }[];
  }): Promise<HidDevice[]>;
}

/** A report has come; `data` begins behind the report id. */
export interface HidInputReportEvent extends Event {
  readonly reportId: number;
  readonly data: DataView;
}

/** A granted device was plugged in or pulled out. */
export interface HidConnectionEvent extends Event {
  readonly device: HidDevice;
}

/** Tells a report from any other event. */
export function isInputReport(event: Event): event is HidInputReportEvent {
  return 'data' in event && event.data instanceof DataView && 'reportId' in event;
}

/** Tells a device's coming or going from any other event. */
export function isConnection(event: Event): event is HidConnectionEvent {
  return 'device' in event && event.device instanceof EventTarget && 'open' in event.device;
}

/** The browser's WebHID; null where it has none (not Chromium, Android) or hides it (no secure context). */
export function findHid(navigator: object): Hid | null {
  const hid: unknown = Reflect.get(navigator, 'hid');
  return isHid(hid) ? hid : null;
}

function isHid(hid: unknown): hid is Hid {
  return hid instanceof EventTarget && 'requestDevice' in hid && 'getDevices' in hid;
}
