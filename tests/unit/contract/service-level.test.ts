/** What is counted together, by name; two tabs' counts put together lose nothing. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  cellName,
  cellOf,
  LEVEL_KINDS,
  mergeCells,
  SCAN_SOURCES,
  withCellTime,
  type LevelCell,
  type LevelCells,
} from '../../../src/contract/service-level.ts';
import { countTimes } from '../../../src/core/time-spread.ts';
import { WALLETS } from '../../../src/core/wallet.ts';

const cell: fc.Arbitrary<LevelCell> = fc.record({
  kind: fc.constantFrom(...LEVEL_KINDS),
  wallet: fc.constantFrom(...WALLETS),
  hour: fc.integer({ min: 0, max: 23 }),
  source: fc.constantFrom(null, ...SCAN_SOURCES),
});
const measured = fc.array(fc.tuple(cell, fc.integer({ min: 0, max: 100_000 })));
const cellsOf = (list: readonly (readonly [LevelCell, number])[]): LevelCells =>
  list.reduce<LevelCells>((cells, [each, ms]) => withCellTime(cells, each, ms), {});

describe('what is counted together', () => {
  it('is told apart by its name, and read from it again', () => {
    fc.assert(
      fc.property(cell, (each) => {
        expect(cellOf(cellName(each))).toEqual(each);
      }),
    );
  });

  it.each(['', 'read', 'read alipay', 'read alipay 24', 'read alipay x', 'nap alipay 12', 'read mars 12'])(
    'is unknown under the name "%s"',
    (name) => {
      expect(cellOf(name)).toBeNull();
    },
  );

  it('by two tabs is the same whoever wrote first, and none is lost', () => {
    fc.assert(
      fc.property(measured, measured, (one, other) => {
        const both = mergeCells(cellsOf(one), cellsOf(other));
        expect(both).toEqual(mergeCells(cellsOf(other), cellsOf(one)));
        expect(both).toEqual(cellsOf([...one, ...other]));
        const count = Object.values(both).reduce((sum, times) => sum + countTimes(times), 0);
        expect(count).toBe(one.length + other.length);
      }),
    );
  });
});
