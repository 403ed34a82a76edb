/** Reports: what a layout names is read, the rest left alone, and what cannot be read is told. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readLayouts, type ReportLayout } from '../../../../src/scan/hid/report-layout.ts';
import { type ParsedReport, parseReport } from '../../../../src/scan/hid/report-parser.ts';
import {
  collectionsOf,
  crooked,
  flagless,
  honeywell,
  type Model,
  MODELS,
  noLength,
  reportOf,
  roomOf,
} from '../../../fakes/hid-models.ts';

function layoutOf(model: Model): ReportLayout {
  const layout = readLayouts(collectionsOf(model)).get(model.reportId);
  if (layout === undefined) throw new Error(`no layout ${model.name}`);
  return layout;
}

function parse(model: Model, fields: Parameters<typeof reportOf>[1]): ParsedReport {
  return parseReport(reportOf(model, fields), layoutOf(model));
}

const CODE = new TextEncoder().encode('284312345678901234');

describe('a report', () => {
  it('of a Honeywell Voyager 1602g, as recorded, gives its bytes', () => {
    // github.com/HenkVanAsselt/python_hon_usbhid, README: the last report of its answer to REVINF, behind the id.
    const recorded = new Uint8Array(63);
    recorded.set([9, 93, 88, 48, 117, 109, 58, 32, 78, 47, 65, 13, 10]);
    recorded[60] = 63;
    const parsed = parseReport(new DataView(recorded.buffer), layoutOf(honeywell));
    const bytes = new TextEncoder().encode('um: N/A\r\n');
    expect(parsed).toEqual({ ok: true, part: { aim: ']X0', bytes, more: false } });
  });

  it('gives code, symbology and flag of every model', () => {
    const text = fc.uint8Array({ minLength: 1, maxLength: 20, min: 1 });
    fc.assert(
      fc.property(fc.constantFrom(...MODELS), text, fc.boolean(), (model, data, more) => {
        const aim = model.names === 'never' ? '' : ']C1';
        const part = { aim: aim === '' ? null : aim, bytes: data, more };
        expect(parse(model, { aim, data, more, rest: 0x55 })).toEqual({ ok: true, part });
      }),
    );
  });

  it('without a length ends before the first NUL, and not in the rest of a longer code read before', () => {
    const parsed = parse(noLength, { aim: ']Q1', data: CODE, rest: 0x39 });
    expect(parsed).toEqual({ ok: true, part: { aim: ']Q1', bytes: CODE, more: false } });
  });

  it('that stands inside a larger buffer is read from its own beginning', () => {
    const report = reportOf(honeywell, { aim: ']Q1', data: CODE });
    const buffer = new Uint8Array(report.byteLength + 9).fill(0xff);
    buffer.set(new Uint8Array(report.buffer), 5);
    const inside = new DataView(buffer.buffer, 5, report.byteLength);
    expect(parseReport(inside, layoutOf(honeywell))).toMatchObject({ ok: true, part: { bytes: CODE } });
  });

  it.each(['\0\0\0', 'Q1 ', 'ABC', ']]1'])('with %j for a symbology names none', (aim) => {
    expect(parse(honeywell, { aim, data: CODE })).toMatchObject({ ok: true, part: { aim: null } });
  });

  it('that is full and has no flag leaves open whether more follows', () => {
    const full = new Uint8Array(roomOf(flagless)).fill(0x31);
    expect(parse(flagless, { data: full })).toMatchObject({ ok: true, part: { more: 'unknown' } });
    expect(parse(flagless, { data: full.subarray(1) })).toMatchObject({ ok: true, part: { more: false } });
  });
});

describe('no report', () => {
  it('counts more bytes than it has room for', () => {
    expect(parse(honeywell, { data: CODE, length: 57 })).toEqual({ ok: false, why: 'too-long' });
    expect(parse(crooked, { data: CODE, length: 21 })).toEqual({ ok: false, why: 'too-long' });
  });

  it('ends before its last field', () => {
    const report = reportOf(honeywell, { data: CODE });
    const short = new DataView(report.buffer, 0, report.byteLength - 1);
    expect(parseReport(short, layoutOf(honeywell))).toEqual({ ok: false, why: 'too-short' });
  });
});

it('whatever comes in, nothing is thrown, and no byte is made up', () => {
  fc.assert(
    fc.property(fc.constantFrom(...MODELS, flagless), fc.uint8Array({ maxLength: 90 }), (model, bytes) => {
      const parsed = parseReport(new DataView(bytes.buffer, bytes.byteOffset, bytes.length), layoutOf(model));
      if (parsed.ok) expect(parsed.part.bytes.length).toBeLessThanOrEqual(roomOf(model));
    }),
  );
});
