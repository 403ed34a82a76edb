/** Reads one report by its layout into the part of a code that it carries. Law 9: what it carries is never logged. */
import type { BitField, ReportLayout } from './report-layout.ts';

/** One report's part of a code. */
export interface CodePart {
  /** "]Q3"; null where the report names no symbology. Some makers name it on a code's first report only. */
  readonly aim: string | null;
  readonly bytes: Uint8Array;
  /** Does the next report carry more? `unknown`: the report is full to the last byte, and has no flag to say so. */
  readonly more: boolean | 'unknown';
}

/**
 * A report read, or why it cannot be: `too-short` it ends before its layout does · `too-long` it counts more bytes
 * than it has room for. Such a report may be any part of a code.
 */
export type ParsedReport =
  | { readonly ok: true; readonly part: CodePart }
  | { readonly ok: false; readonly why: 'too-short' | 'too-long' };

/** Reads `report` by `layout`. Never throws. */
export function parseReport(report: DataView, layout: ReportLayout): ParsedReport {
  if (report.byteLength * 8 < endOf(layout)) return { ok: false, why: 'too-short' };
  const all = readBytes(report, layout.data);
  const count = layout.length === null ? countToNul(all) : readBits(report, layout.length);
  if (count > all.length) return { ok: false, why: 'too-long' };
  const bytes = all.subarray(0, count);
  return {
    ok: true,
    part: { aim: readAim(report, layout.aim), bytes, more: readMore(report, layout, count) },
  };
}

/** Bits the report must have. No spread: a made-up descriptor may name more fields than a call takes arguments. */
function endOf({ aim, data, length, more }: ReportLayout): number {
  let end = 0;
  for (const offset of [...aim, ...data]) end = Math.max(end, offset + 8);
  for (const field of [length, more]) if (field !== null) end = Math.max(end, field.offset + field.bits);
  return end;
}

function readMore(report: DataView, { data, more }: ReportLayout, count: number): CodePart['more'] {
  if (more !== null) return readBits(report, more) !== 0;
  return count === data.length ? 'unknown' : false;
}

/** An identifier opens with "]"; zeros, and what makers put there instead, are none. */
function readAim(report: DataView, offsets: readonly number[]): string | null {
  const aim = String.fromCharCode(...readBytes(report, offsets));
  return /^\][A-Za-z][0-9A-Za-z]$/.test(aim) ? aim : null;
}

/** Bytes before the first NUL: behind it may stand the rest of a longer code read before. */
function countToNul(bytes: Uint8Array): number {
  const nul = bytes.indexOf(0);
  return nul === -1 ? bytes.length : nul;
}

function readBytes(report: DataView, offsets: readonly number[]): Uint8Array {
  return Uint8Array.from(offsets, (offset) => readBits(report, { offset, bits: 8 }));
}

/** An unsigned number of up to 32 bits; a report's first bit is the lowest of its first byte (HID 1.11 §5.8). */
function readBits(report: DataView, { offset, bits }: BitField): number {
  let value = 0;
  for (let index = 0; index < Math.min(bits, 32); index++) {
    const at = offset + index;
    const bit = (report.getUint8(at >> 3) >> (at & 7)) & 1;
    value += bit * 2 ** index;
  }
  return value;
}
