/**
 * Scanners as their makers describe them, and the reports they send: written from the fields in order, by other code
 * than the one under test. Shapes after Honeywell's documented report (64 bytes with its id: length, AIM, 56 bytes,
 * two of its own, flags) and others seen in manuals and recordings.
 */
import type { HidCollectionInfo, HidReportItem } from '../../src/scan/hid/hid-types.ts';

/** What a field of a report holds. */
type Role = 'length' | 'aim' | 'data' | 'more' | 'other' | 'padding';

/** One main item: `count` fields of `bits` bits. */
interface Item {
  readonly role: Role;
  readonly bits: number;
  readonly count: number;
  /** As the descriptor tells the usages; padding has none. */
  readonly usages: HidReportItem;
}

/** A scanner model. */
export interface Model {
  readonly name: string;
  readonly reportId: number;
  readonly items: readonly Item[];
  /** Symbology on every report of a code, on the first alone, or never. */
  readonly names: 'every' | 'first' | 'never';
}

const item = (role: Role, bits: number, count: number, ...usages: number[]): Item => ({
  role,
  bits,
  count,
  usages: { usages },
});
const range = (role: Role, bits: number, count: number, usageMinimum: number): Item => ({
  role,
  bits,
  count,
  usages: { isRange: true, usageMinimum, usageMaximum: usageMinimum + count - 1 },
});
const padding = (bits: number): Item => ({ role: 'padding', bits, count: 1, usages: { isConstant: true } });

const LENGTH = 0x01003b;
const [AIM_1, AIM_2, AIM_3, DATA, MORE] = [0x8c00fb, 0x8c00fc, 0x8c00fd, 0x8c00fe, 0x8c00ff];

/** Names its symbology on every report; eight flags of which the first counts; two bytes of the maker's own. */
export const honeywell: Model = {
  name: 'Honeywell-like',
  reportId: 2,
  names: 'every',
  items: [
    item('length', 8, 1, LENGTH),
    item('aim', 8, 3, AIM_1, AIM_2, AIM_3),
    item('data', 8, 56, DATA),
    item('other', 8, 2, 0xff660004, 0xff660000),
    item('more', 1, 8, MORE),
  ],
};

/** Names its symbology on a code's first report alone, in a range of usages; one flag in a byte of its own. */
export const zebra: Model = {
  name: 'Zebra-like',
  reportId: 2,
  names: 'first',
  items: [
    item('length', 8, 1, LENGTH),
    range('aim', 8, 3, AIM_1),
    item('data', 8, 56, DATA),
    item('more', 1, 1, MORE),
    padding(7),
  ],
};

/** Nothing stands on a byte's edge. */
export const crooked: Model = {
  name: 'with fields across bytes',
  reportId: 7,
  names: 'first',
  items: [
    item('more', 1, 1, MORE),
    padding(2),
    item('length', 10, 1, LENGTH),
    item('aim', 8, 1, AIM_1),
    item('other', 4, 1, 0xff000001),
    item('aim', 8, 2, AIM_2, AIM_3),
    item('data', 8, 12, DATA),
    padding(3),
    item('data', 8, 8, DATA),
  ],
};

/** Says how long a code is by the NULs behind it. */
export const noLength: Model = {
  name: 'without a length',
  reportId: 1,
  names: 'every',
  items: [
    item('aim', 8, 1, AIM_1),
    item('aim', 8, 1, AIM_2),
    item('aim', 8, 1, AIM_3),
    item('data', 8, 32, DATA),
    item('more', 8, 1, MORE),
  ],
};

/** Names no symbology and numbers no reports. */
export const nameless: Model = {
  name: 'without a symbology',
  reportId: 0,
  names: 'never',
  items: [item('length', 16, 1, LENGTH), item('data', 8, 30, DATA), item('more', 1, 1, MORE), padding(7)],
};

/** Has no flag that more follows. */
export const flagless: Model = {
  name: 'without a flag',
  reportId: 3,
  names: 'never',
  items: [item('data', 8, 24, DATA)],
};

/** Those that can send a code in several reports. */
export const MODELS: readonly Model[] = [honeywell, zebra, crooked, noLength, nameless];

/** What `navigator.hid` tells about a model; on Windows without the collection inside. */
export function collectionsOf(model: Model, system: 'linux' | 'windows' = 'linux'): HidCollectionInfo[] {
  const items = model.items.map(({ bits, count, usages }) => ({
    isRange: false,
    isArray: false,
    isConstant: false,
    ...usages,
    reportSize: bits,
    reportCount: count,
  }));
  const inputReports = [{ reportId: model.reportId, items }];
  const children = system === 'windows' ? [] : [{ usagePage: 0x8c, usage: 0x12, inputReports, children: [] }];
  return [{ usagePage: 0x8c, usage: 0x02, inputReports, children, featureReports: [] }];
}

/** Bytes of a code that fit in one report. */
export function roomOf(model: Model): number {
  return model.items.reduce((room, { role, count }) => room + (role === 'data' ? count : 0), 0);
}

/** One report, without its id. `length` and `more` are written as given, true or not; `rest` fills the unused data. */
export function reportOf(
  model: Model,
  fields: { aim?: string; data: Uint8Array; more?: boolean; length?: number; rest?: number },
): DataView {
  const { aim = '', data, more = false, length = data.length, rest = 0 } = fields;
  const bits: number[] = [];
  const write = (value: number, width: number): void => {
    for (let bit = 0; bit < width; bit++) bits.push(Math.floor(value / 2 ** bit) % 2);
  };
  const aimBytes = Array.from({ length: 3 }, (_, at) => (aim === '' ? 0 : aim.charCodeAt(at)));
  const room = Array.from({ length: roomOf(model) }, (_, at) =>
    at < data.length ? (data[at] ?? 0) : at === data.length ? 0 : rest,
  );
  for (const { role, bits: width, count } of model.items) {
    for (let at = 0; at < count; at++) {
      if (role === 'aim') write(aimBytes.shift() ?? 0, width);
      else if (role === 'data') write(room.shift() ?? 0, width);
      else if (role === 'length') write(length, width);
      else if (role === 'more') write(at === 0 && more ? 1 : 0, width);
      else write(role === 'other' ? 0x3f : 0, width);
    }
  }
  return new DataView(packed(bits).buffer);
}

function packed(bits: readonly number[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(Math.ceil(bits.length / 8));
  for (const [at, bit] of bits.entries()) bytes[at >> 3] = (bytes[at >> 3] ?? 0) | (bit << (at & 7));
  return bytes;
}

/** The reports a scanner of this model sends for `text`. */
export function reportsOf(model: Model, text: string, aim = ']Q1'): DataView[] {
  const bytes = new TextEncoder().encode(text);
  const room = roomOf(model);
  const count = Math.max(1, Math.ceil(bytes.length / room));
  return Array.from({ length: count }, (_, at) =>
    reportOf(model, {
      aim: model.names === 'every' || (model.names === 'first' && at === 0) ? aim : '',
      data: bytes.subarray(at * room, (at + 1) * room),
      more: at < count - 1,
    }),
  );
}
