/** How brightness changes in each small block of a picture: how much, and in which direction (structure tensor). */
import type { Grey } from './grey.ts';

/** Side of a block in pixels. */
export const BLOCK = 8;
/** Points of a block that are looked at: every second one of every second row. */
export const POINTS = (BLOCK / 2) ** 2;

/** Per block, row by row: sums over its points. */
export interface Blocks {
  readonly columns: number;
  readonly rows: number;
  /** gx² + gy² */
  readonly energy: Float32Array;
  /** gx² − gy² and 2·gx·gy: a vector of twice the direction, as long as the energy that lies in it */
  readonly across: Float32Array;
  readonly along: Float32Array;
}

/** Measures a picture. Differences are over two pixels. */
export function measureBlocks({ data, width, height }: Grey): Blocks {
  const columns = Math.floor(width / BLOCK);
  const rows = Math.floor(height / BLOCK);
  const energy = new Float32Array(columns * rows);
  const across = new Float32Array(columns * rows);
  const along = new Float32Array(columns * rows);
  for (let row = 0; row < rows; row += 1)
    for (let y = Math.max(1, row * BLOCK); y < Math.min(height - 1, (row + 1) * BLOCK); y += 2)
      for (let column = 0; column < columns; column += 1) {
        let [sum, diff, mixed] = [0, 0, 0];
        const end = y * width + Math.min(width - 1, (column + 1) * BLOCK);
        for (let at = y * width + column * BLOCK + 1; at < end; at += 2) {
          const gx = (data[at + 1] ?? 0) - (data[at - 1] ?? 0);
          const gy = (data[at + width] ?? 0) - (data[at - width] ?? 0);
          sum += gx * gx + gy * gy;
          diff += gx * gx - gy * gy;
          mixed += 2 * gx * gy;
        }
        const block = row * columns + column;
        energy[block] = (energy[block] ?? 0) + sum;
        across[block] = (across[block] ?? 0) + diff;
        along[block] = (along[block] ?? 0) + mixed;
      }
  return { columns, rows, energy, across, along };
}

/** The same, each block the mean of those up to `reach` blocks away. */
export function calm({ columns, rows, ...fields }: Blocks, reach: number): Blocks {
  const soften = (field: Float32Array): Float32Array => meanOver(field, columns, rows, reach);
  return {
    columns,
    rows,
    energy: soften(fields.energy),
    across: soften(fields.across),
    along: soften(fields.along),
  };
}

/** Box mean, rows first and then columns; at the rim over what is there. */
function meanOver(field: Float32Array, columns: number, rows: number, reach: number): Float32Array {
  const sideways = new Float32Array(field.length);
  for (let row = 0; row < rows; row += 1) slide(field, sideways, row * columns, 1, columns, reach);
  const mean = new Float32Array(field.length);
  for (let column = 0; column < columns; column += 1) slide(sideways, mean, column, columns, rows, reach);
  return mean;
}

function slide(
  from: Float32Array,
  to: Float32Array,
  first: number,
  step: number,
  count: number,
  reach: number,
): void {
  let sum = 0;
  for (let at = 0; at < Math.min(reach, count); at += 1) sum += from[first + at * step] ?? 0;
  for (let at = 0; at < count; at += 1) {
    if (at + reach < count) sum += from[first + (at + reach) * step] ?? 0;
    if (at > reach) sum -= from[first + (at - reach - 1) * step] ?? 0;
    const wide = Math.min(count - 1, at + reach) - Math.max(0, at - reach) + 1;
    to[first + at * step] = sum / wide;
  }
}

/** Share of a block's energy that lies in one direction: 1 for bars, near 0 for noise and squares. */
export function coherenceAt({ energy, across, along }: Blocks, at: number): number {
  return Math.hypot(across[at] ?? 0, along[at] ?? 0) / ((energy[at] ?? 0) + 1);
}

/** The blocks that hang together with `first`, diagonals included; each is marked in `seen`. */
export function flood(
  { columns, rows }: Blocks,
  first: number,
  seen: Uint8Array,
  hangsTogether: (at: number, other: number) => boolean,
): number[] {
  const members = [first];
  seen[first] = 1;
  for (let next = 0; next < members.length; next += 1) {
    const at = members[next] ?? 0;
    const column = at % columns;
    const row = (at - column) / columns;
    for (let y = Math.max(0, row - 1); y <= Math.min(rows - 1, row + 1); y += 1)
      for (let x = Math.max(0, column - 1); x <= Math.min(columns - 1, column + 1); x += 1) {
        const other = y * columns + x;
        if (seen[other] === 1 || !hangsTogether(at, other)) continue;
        seen[other] = 1;
        members.push(other);
      }
  }
  return members;
}
