/** Codes of several reports: whole, or none. */
import { describe, expect, it } from 'vitest';
import { LATE_MS, REPORT_GAP_MS } from '../../../../src/scan/hid/code-assembler.ts';
import {
  flagless,
  honeywell,
  type Model,
  nameless,
  noLength,
  reportOf,
  reportsOf,
  zebra,
} from '../../../fakes/hid-models.ts';
import { openLine } from './scanner-line.ts';

const SHORT = '284312345678901234';
const OTHER = '134668918993771844';
/** Three reports of 56 bytes, no two alike. */
const LONG = Array.from({ length: 150 }, (_, at) => (at * 7919).toString(36).slice(-1)).join('');

/** Cuts the reports of `text`, 1 by default from the end. */
const headOf = (model: Model, text: string, count = 1): DataView[] => reportsOf(model, text).slice(0, -count);
const lastOf = (model: Model, text: string): DataView[] => reportsOf(model, text).slice(-1);

describe('a code', () => {
  it.each([honeywell, zebra, noLength, nameless])('of one report or many is one read: $name', (model) => {
    const line = openLine(model);
    for (const text of [SHORT, LONG, OTHER, LONG]) line.sendAll(reportsOf(model, text), 400);
    expect(line.reads).toEqual([SHORT, LONG, OTHER, LONG]);
  });

  it('loses its line end, and nothing else', () => {
    const line = openLine(honeywell);
    for (const text of [`${SHORT}\r\n`, ` \r${SHORT} \r`]) line.sendAll(reportsOf(honeywell, text), 400);
    expect(line.reads).toEqual([SHORT, ` \r${SHORT} `]);
  });

  it('whose character stands on the edge between two reports keeps it', () => {
    const line = openLine(honeywell);
    const text = `${'x'.repeat(55)}€uro`;
    line.sendAll(reportsOf(honeywell, text), 400);
    expect(line.reads).toEqual([text]);
  });

  it('that is not UTF-8 says so in the text', () => {
    const line = openLine(honeywell);
    line.send(reportOf(honeywell, { aim: ']Q1', data: Uint8Array.of(0x31, 0xff, 0x32) }), 400);
    expect(line.reads).toEqual(['1\ufffd2']);
  });

  it('read twice in a row is two reads, however fast', () => {
    const line = openLine(honeywell);
    for (let time = 0; time < 2; time++) line.sendAll(reportsOf(honeywell, SHORT), 5);
    expect(line.reads).toEqual([SHORT, SHORT]);
  });

  it('that ends with an empty report is whole', () => {
    const line = openLine(honeywell);
    const data = new TextEncoder().encode('y'.repeat(56));
    line.send(reportOf(honeywell, { aim: ']Q1', data, more: true }), 400);
    line.send(reportOf(honeywell, { aim: ']Q1', data: new Uint8Array() }), 8);
    expect(line.reads).toEqual(['y'.repeat(56)]);
  });

  it('is none where the scanner sends an empty report', () => {
    const line = openLine(zebra);
    line.sendAll(reportsOf(zebra, SHORT), 400);
    line.send(reportOf(zebra, { data: new Uint8Array() }), 400);
    expect(line.kinds).toEqual(['code', 'empty']);
  });
});

describe('a code whose last report is lost', () => {
  it.each([honeywell, zebra, noLength, nameless])(
    'is never glued to one that comes later: $name',
    (model) => {
      const line = openLine(model);
      line.sendAll(headOf(model, LONG), 400);
      line.sendAll(reportsOf(model, SHORT), REPORT_GAP_MS + 1);
      line.sendAll(reportsOf(model, OTHER), 400);
      expect(line.reads.at(-1)).toBe(OTHER);
      expect([[OTHER], [SHORT, OTHER]]).toContainEqual(line.reads);
    },
  );

  it('costs nothing more where the next symbology is another', () => {
    const line = openLine(honeywell);
    line.sendAll(headOf(honeywell, LONG), 400);
    line.sendAll(reportsOf(honeywell, SHORT, ']C1'), 20);
    expect(line.reads).toEqual([SHORT]);
  });

  it('costs nothing more on a scanner known to name a code only once, even at once', () => {
    const line = openLine(zebra);
    line.sendAll(reportsOf(zebra, LONG), 400);
    line.sendAll(headOf(zebra, LONG), 400);
    line.sendAll(reportsOf(zebra, SHORT), 1);
    expect(line.reads).toEqual([LONG, SHORT]);
  });

  it('is read when it is scanned again', () => {
    const line = openLine(honeywell);
    line.sendAll(headOf(honeywell, LONG), 400);
    line.sendAll(reportsOf(honeywell, LONG), 1500);
    expect(line.reads).toEqual([LONG]);
  });

  it('is given up by the clock, once', () => {
    const line = openLine(honeywell);
    line.sendAll(headOf(honeywell, LONG), 400);
    expect(line.expire(REPORT_GAP_MS)).toBe(false);
    expect(line.expire(REPORT_GAP_MS + 1)).toBe(true);
    expect(line.expire(REPORT_GAP_MS + 1)).toBe(false);
  });

  it('is forgotten in the end', () => {
    const line = openLine(honeywell);
    line.sendAll(headOf(honeywell, LONG), 400);
    line.sendAll(reportsOf(honeywell, SHORT), LATE_MS + 1);
    expect(line.reads).toEqual([SHORT]);
  });
});

describe('the rest of a code', () => {
  it.each([honeywell, zebra, noLength, nameless])('that comes late is no code of its own: $name', (model) => {
    const line = openLine(model);
    line.sendAll(reportsOf(model, SHORT), 400);
    line.sendAll(headOf(model, LONG), 400);
    line.sendAll(lastOf(model, LONG), 3000);
    line.sendAll(reportsOf(model, OTHER), 20);
    expect(line.reads).toEqual([SHORT, OTHER]);
  });

  it.each([honeywell, zebra, noLength, nameless])(
    'of before the scanner was opened is none: $name',
    (model) => {
      const line = openLine(model, 0);
      line.sendAll(reportsOf(model, LONG).slice(1), 20);
      line.sendAll(reportsOf(model, SHORT), 20);
      expect(line.reads).toEqual([SHORT]);
    },
  );

  it('without the first report is none on a scanner that names its codes', () => {
    const line = openLine(zebra);
    line.sendAll(reportsOf(zebra, SHORT), 400);
    line.sendAll(reportsOf(zebra, LONG).slice(1), 4000);
    line.sendAll(reportsOf(zebra, OTHER), 20);
    expect(line.reads).toEqual([SHORT, OTHER]);
  });

  it('in the wrong order is none on a scanner that names a code once', () => {
    const line = openLine(zebra);
    const long = LONG.slice(0, 100);
    line.sendAll(reportsOf(zebra, long), 400);
    line.sendAll(reportsOf(zebra, long.toUpperCase()).reverse(), 400);
    line.sendAll(reportsOf(zebra, OTHER), 20);
    expect(line.reads).toEqual([long, OTHER]);
  });
});

describe('a report', () => {
  it.each([0, 1, 2])('that comes twice (number %i of 3) never doubles a part of a code', (at) => {
    const line = openLine(honeywell);
    const reports = reportsOf(honeywell, LONG);
    line.sendAll(reports.slice(0, at + 1), 400);
    line.sendAll(reports.slice(at), 8);
    line.sendAll(reportsOf(honeywell, OTHER), 400);
    expect(line.reads).toEqual(at === 2 ? [LONG, OTHER] : [OTHER]);
  });

  it('that cannot be read spoils the code it came into', () => {
    const line = openLine(honeywell);
    const [first, second, last] = reportsOf(honeywell, LONG) as [DataView, DataView, DataView];
    line.send(first, 400);
    line.send(new DataView(second.buffer, 0, 20), 8);
    line.send(last, 8);
    line.sendAll(reportsOf(honeywell, OTHER), 400);
    expect(line.reads).toEqual([OTHER]);
  });

  it('that cannot be read may have been the first: what follows it at once is no code', () => {
    const line = openLine(honeywell);
    const [first, ...rest] = reportsOf(honeywell, LONG) as [DataView, ...DataView[]];
    line.send(new DataView(first.buffer, 0, 20), 400);
    line.sendAll(rest, 8);
    line.sendAll(reportsOf(honeywell, OTHER), 400);
    expect(line.reads).toEqual([OTHER]);
  });

  it('of another symbology ends the doubt about a code that lost more than one part', () => {
    const line = openLine(honeywell);
    const [first, second] = reportsOf(honeywell, LONG) as [DataView, DataView];
    line.send(first, 400);
    line.send(second, REPORT_GAP_MS + 1);
    line.sendAll(reportsOf(honeywell, SHORT, ']C1'), 20);
    expect(line.reads).toEqual([SHORT]);
  });

  it('that is full and has no flag is no code, and neither is what follows it', () => {
    const line = openLine(flagless);
    const text = 'z'.repeat(24) + SHORT;
    for (const part of [text.slice(0, 24), text.slice(24)]) {
      line.send(reportOf(flagless, { data: new TextEncoder().encode(part) }), 8);
    }
    line.sendAll(reportsOf(flagless, OTHER), 400);
    expect(line.reads).toEqual([OTHER]);
  });

  it('that promises more for ever does not fill the memory', () => {
    const line = openLine(nameless);
    for (let at = 0; at < 400; at++) {
      const data = new TextEncoder().encode(String(at).padStart(30, 'n'));
      line.send(reportOf(nameless, { data, more: true }), 8);
    }
    expect(line.kinds.filter((kind) => kind === 'waiting').length).toBeLessThan(300);
    expect(line.kinds.at(-1)).toBe('dropped');
  });
});
