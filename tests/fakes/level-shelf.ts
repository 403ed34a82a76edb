/** A shelf in memory, as the one in the browser keeps it: for tills without a browser. */
import { mergeCells, type LevelCells } from '../../src/contract/service-level.ts';
import type { LevelShelf } from '../../src/journal/level-shelf.ts';

/** A shelf that a test can look into and break. */
export interface FakeShelf extends LevelShelf {
  readonly kept: Map<string, LevelCells>;
  /** The next calls reject as a full disk does. */
  fail(isFailing: boolean): void;
}

/** Makes an empty one. */
export function makeFakeShelf(): FakeShelf {
  const kept = new Map<string, LevelCells>();
  let isFailing = false;
  const whole = async (): Promise<void> => {
    if (isFailing) throw new DOMException('The disk is full', 'QuotaExceededError');
  };
  return {
    kept,
    fail: (next) => void (isFailing = next),
    add: async (day, cells) => {
      await whole();
      kept.set(day, mergeCells(kept.get(day) ?? {}, cells));
    },
    days: async () => {
      await whole();
      return [...kept].sort(([a], [b]) => (a < b ? -1 : 1)).map(([day, cells]) => ({ day, cells }));
    },
  };
}
