/** Lets zxing-js read Code 128 where something dark lies left of it in the row: a phone's bezel, a sleeve, a desk. */
import type { BitArray, Code128Reader, Result } from '@zxing/library';

/** Bar and space widths of start A, B and C in modules, eleven in all (ISO/IEC 15417). */
const STARTS = [
  [2, 1, 1, 4, 1, 2],
  [2, 1, 1, 2, 1, 4],
  [2, 1, 1, 2, 3, 2],
] as const;
const START_MODULES = 11;
/** A width may differ from the pattern's by this many modules: blur moves every edge. */
const TOLERANCE = 0.6;

/**
 * Makes a reader. `findStartPattern` of @zxing/library 0.23.0 finds a start only in the first dark run of a row: it
 * slides its window by `counters.slice(2)`, and the window shrinks. So each row is offered once for every start in
 * it, with all that lies before made light. Given the class, because the library is loaded when it is needed.
 */
export function createCode128Reader(Reader: typeof Code128Reader): Code128Reader {
  class AnywhereReader extends Reader {
    override decodeRow(...[rowNumber, row, hints]: Parameters<Code128Reader['decodeRow']>): Result {
      for (const start of startsIn(row)) {
        try {
          return super.decodeRow(rowNumber, rowFrom(row, start), hints);
        } catch {
          continue; // this library says "not here" by throwing
        }
      }
      return super.decodeRow(rowNumber, row, hints);
    }
  }
  return new AnywhereReader();
}

/** Where a start symbol with its quiet zone may begin. */
function startsIn(row: BitArray): number[] {
  const edges = edgesOf(row);
  return edges.filter((_, index) => index % 2 === 0 && isStart(edges, index));
}

/** Where dark and light begin in turn; the first is dark. */
function edgesOf(row: BitArray): number[] {
  const edges: number[] = [];
  for (let at = row.getNextSet(0); at < row.getSize();) {
    edges.push(at);
    at = edges.length % 2 === 1 ? row.getNextUnset(at) : row.getNextSet(at);
  }
  return edges;
}

function isStart(edges: readonly number[], index: number): boolean {
  const begin = edges[index] ?? 0;
  const end = edges[index + 6];
  if (end === undefined) return false;
  const module = (end - begin) / START_MODULES;
  // Half a symbol of white, as the library itself asks for: the standard's ten modules are rarely left on a phone.
  if (begin - (edges[index - 1] ?? Number.NEGATIVE_INFINITY) < (end - begin) / 2) return false;
  return STARTS.some((pattern) =>
    pattern.every((modules, part) => {
      const width = (edges[index + part + 1] ?? 0) - (edges[index + part] ?? 0);
      return Math.abs(width - modules * module) <= TOLERANCE * module;
    }),
  );
}

/** A copy of the row that is light before `start`. */
function rowFrom(row: BitArray, start: number): BitArray {
  const copy = row.clone();
  for (let at = copy.getNextSet(0); at < start; at = copy.getNextSet(at)) copy.flip(at);
  return copy;
}
