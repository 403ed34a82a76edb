/** Layouts: read from the descriptor alone, whatever the maker; what is no scanner has none. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HidCollectionInfo, HidReportInfo } from '../../../../src/scan/hid/hid-types.ts';
import { readLayouts } from '../../../../src/scan/hid/report-layout.ts';
import {
  collectionsOf,
  crooked,
  flagless,
  honeywell,
  MODELS,
  nameless,
  noLength,
} from '../../../fakes/hid-models.ts';

/** Byte offsets as bits. */
const bytes = (from: number, count: number): number[] =>
  Array.from({ length: count }, (_, at) => (from + at) * 8);

describe('the layout', () => {
  it('of a Honeywell-like scanner is the one its manuals print', () => {
    expect(readLayouts(collectionsOf(honeywell))).toEqual(
      new Map([
        [
          2,
          {
            length: { offset: 0, bits: 8 },
            aim: bytes(1, 3),
            data: bytes(4, 56),
            more: { offset: 62 * 8, bits: 1 },
          },
        ],
      ]),
    );
  });

  it('of fields that stand across bytes is told in bits, and data in two pieces is one', () => {
    const layout = readLayouts(collectionsOf(crooked)).get(7);
    expect(layout?.more).toEqual({ offset: 0, bits: 1 });
    expect(layout?.length).toEqual({ offset: 3, bits: 10 });
    expect(layout?.aim).toEqual([13, 25, 33]);
    expect(layout?.data.slice(0, 2)).toEqual([41, 49]);
    expect(layout?.data.slice(-8)).toEqual(bytes(0, 8).map((bit) => bit + 41 + 96 + 3));
  });

  it('has no length, symbology or flag where the descriptor has none', () => {
    expect(readLayouts(collectionsOf(noLength)).get(1)?.length).toBeNull();
    expect(readLayouts(collectionsOf(nameless)).get(0)?.aim).toEqual([]);
    expect(readLayouts(collectionsOf(flagless)).get(3)?.more).toBeNull();
  });

  it('is the same where the system tells no collections inside', () => {
    for (const model of MODELS) {
      expect(readLayouts(collectionsOf(model, 'windows'))).toEqual(readLayouts(collectionsOf(model)));
    }
  });

  it('of a buffer declared as an array of one usage is that buffer', () => {
    const items = [{ usages: [0x8c00fe], isArray: true, reportSize: 8, reportCount: 4 }];
    const layouts = readLayouts([{ usagePage: 0x8c, inputReports: [{ reportId: 1, items }] }]);
    expect(layouts.get(1)?.data).toEqual([0, 8, 16, 24]);
  });

  it('of one wide field is its bytes', () => {
    const items = [{ usages: [0x8c00fe], reportSize: 32, reportCount: 2 }];
    const layouts = readLayouts([{ usagePage: 0x8c, inputReports: [{ reportId: 1, items }] }]);
    expect(layouts.get(1)?.data).toEqual(bytes(0, 8));
  });
});

describe('no layout', () => {
  const report = (usages: number[], reportSize = 8): HidReportInfo[] => [
    { reportId: 1, items: [{ usages, reportSize, reportCount: 8 }] },
  ];
  it.each<[string, HidCollectionInfo]>([
    ['has a keyboard', { usagePage: 0x01, usage: 0x06, inputReports: report([0x0700e0], 1) }],
    [
      'has the configuration of a keyboard that borrows the page',
      { usagePage: 0x8c, usage: 0x01, inputReports: report([0x8c0003]) },
    ],
    [
      "has Honeywell's own copy of the page",
      { usagePage: 0xff8c, usage: 0x02, inputReports: report([0x8c00fe]) },
    ],
    [
      'has data in pieces of seven bits',
      { usagePage: 0x8c, usage: 0x02, inputReports: report([0x8c00fe], 7) },
    ],
    [
      'has an array whose values name usages',
      {
        usagePage: 0x8c,
        inputReports: [
          { items: [{ usages: [0x8c00fe, 0x8c00ff], isArray: true, reportSize: 8, reportCount: 8 }] },
        ],
      },
    ],
    ['has a scanner that tells nothing', { usagePage: 0x8c, usage: 0x02 }],
  ])('%s', (_, collection) => {
    expect(readLayouts([collection]).size).toBe(0);
  });
});

it('whatever a descriptor says, nothing is thrown', () => {
  const usage = fc.oneof(fc.integer({ min: 0x8c00fa, max: 0x8c0100 }), fc.constant(0x01003b), fc.nat());
  const item = fc.record(
    {
      usages: fc.array(usage, { maxLength: 5 }),
      isRange: fc.boolean(),
      usageMinimum: usage,
      usageMaximum: usage,
      isArray: fc.boolean(),
      isConstant: fc.boolean(),
      reportSize: fc.integer({ min: 0, max: 70 }),
      reportCount: fc.integer({ min: 0, max: 300 }),
    },
    { requiredKeys: [] },
  );
  const inputReports = fc.array(fc.record({ reportId: fc.nat(255), items: fc.array(item) }));
  fc.assert(
    fc.property(inputReports, (reports) => {
      for (const layout of readLayouts([{ usagePage: 0x8c, inputReports: reports }]).values()) {
        expect(layout.data.length).toBeGreaterThan(0);
      }
    }),
  );
});
