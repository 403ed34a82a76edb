/**
 * Where a scanner's reports keep a code, read from its own descriptor: makers order and size the fields differently.
 * Page 0x8C is defined in the USB-IF's "HID Point of Sale Usage Tables" 1.02 (2001, §3,
 * https://www.usb.org/sites/default/files/pos1_02.pdf), and with the same numbers on the Barcode Scanner Page of
 * today's "HID Usage Tables". Items, usages and bits: "Device Class Definition for HID" 1.11.
 */
import type { HidCollectionInfo, HidReportInfo, HidReportItem } from './hid-types.ts';

/** The Bar Code Scanner page. */
export const BAR_CODE_SCANNER_PAGE = 0x8c;
/** Symbology Identifier 1 to 3: the AIM identifier (ISO/IEC 15424), "]Q3". */
const SYMBOLOGY_1 = 0x8c00fb;
const SYMBOLOGY_3 = 0x8c00fd;
const DECODED_DATA = 0x8c00fe;
/** Set while the next report carries more of the same code. */
const DECODE_DATA_CONTINUED = 0x8c00ff;
/** Generic Desktop: Byte Count. */
const BYTE_COUNT = 0x01003b;

/** A place in a report: `offset` from its first bit, behind the report id, and a width, both in bits. */
export interface BitField {
  readonly offset: number;
  readonly bits: number;
}

/** Where one report keeps its part of a code. */
export interface ReportLayout {
  /** Offsets in bits of the three bytes of the AIM identifier; empty where the report has none. */
  readonly aim: readonly number[];
  /** Offsets in bits of the bytes of the code, at least one. */
  readonly data: readonly number[];
  /** How many of the data bytes are the code's; null where the report does not say. */
  readonly length: BitField | null;
  /** Not zero while more follows; null where the report does not say. */
  readonly more: BitField | null;
}

/**
 * Finds the layout of every report that carries scanned data, by report id. Empty for what is no scanner, and for a
 * scanner in keyboard mode. Any vendor; never throws.
 *
 * A report is told by its Decoded Data and not by the Scanned Data Report collection (0x12) around it: Chromium on
 * Windows tells top-level collections only. A vendor's page that copies these usages (Honeywell's 0xFF8C, for its own
 * programs) is left alone.
 */
export function readLayouts(collections: readonly HidCollectionInfo[]): ReadonlyMap<number, ReportLayout> {
  const layouts = new Map<number, ReportLayout>();
  for (const collection of collections) {
    if (collection.usagePage !== BAR_CODE_SCANNER_PAGE) continue;
    for (const report of collection.inputReports ?? []) {
      const layout = readLayout(report);
      if (layout !== null) layouts.set(report.reportId ?? 0, layout);
    }
  }
  return layouts;
}

function readLayout(report: HidReportInfo): ReportLayout | null {
  const aim: number[] = [];
  const data: number[] = [];
  let length: BitField | null = null;
  let more: BitField | null = null;
  for (const { usage, offset, bits } of fieldsOf(report.items ?? [])) {
    if (usage === DECODED_DATA) data.push(...bytesOf(offset, bits));
    else if (usage >= SYMBOLOGY_1 && usage <= SYMBOLOGY_3) aim.push(...bytesOf(offset, bits));
    // The first of each: Honeywell declares eight flags of this usage and documents bit 0.
    else if (usage === DECODE_DATA_CONTINUED) more ??= { offset, bits };
    else if (usage === BYTE_COUNT && bits >= 8) length ??= { offset, bits };
  }
  if (data.length === 0) return null;
  return { aim: aim.length === 3 ? aim : [], data, length, more };
}

/** Every field with a usage, in the order of the bits. */
function* fieldsOf(items: readonly HidReportItem[]): Generator<BitField & { readonly usage: number }> {
  let offset = 0;
  for (const item of items) {
    const { reportSize: bits = 0, reportCount: count = 0, isConstant = false } = item;
    for (let index = 0; index < count && bits > 0 && !isConstant; index++) {
      const usage = usageOf(item, index);
      if (usage !== null) yield { usage, offset: offset + index * bits, bits };
    }
    offset += bits * count;
  }
}

/** The usage of the field at `index`; the last usage stands for all fields beyond it (HID 1.11 §6.2.2.8). */
function usageOf(item: HidReportItem, index: number): number | null {
  const { usages = [], isRange = false, isArray = false, usageMinimum = 0, usageMaximum = 0 } = item;
  const count = isRange ? usageMaximum - usageMinimum + 1 : usages.length;
  // An array's values are the usages themselves, but some makers declare their one buffer of data so.
  if (count < 1 || (isArray && count > 1)) return null;
  const at = Math.min(index, count - 1);
  return isRange ? usageMinimum + at : (usages[at] ?? null);
}

/** Offsets of the bytes of a field; none where it is no whole number of bytes. */
function bytesOf(offset: number, bits: number): number[] {
  if (bits % 8 !== 0) return [];
  return Array.from({ length: bits / 8 }, (_, index) => offset + index * 8);
}
