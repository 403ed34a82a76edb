/** Makes a picture clearer for an engine that has failed on it: evens out glare and shadow, wipes away scratches, changes its size. */
import type { Grey } from './grey.ts';

/** Spread that the greys get, levels a deviation; and what keeps an even ground even. */
const SPREAD = 60;
const GROUND = 6;

/** Each pixel against the mean and the spread of those up to `reach` pixels around it: glare and shadow go. */
export function evenOut({ data, width, height }: Grey, reach: number): Grey {
  const wide = width + 1;
  const sums = new Float64Array(wide * (height + 1));
  const squares = new Float64Array(wide * (height + 1));
  for (let y = 0; y < height; y += 1) {
    let [sum, square] = [0, 0];
    for (let x = 0; x < width; x += 1) {
      const grey = data[y * width + x] ?? 0;
      sum += grey;
      square += grey * grey;
      const at = (y + 1) * wide + x + 1;
      sums[at] = (sums[at - wide] ?? 0) + sum;
      squares[at] = (squares[at - wide] ?? 0) + square;
    }
  }
  const even = new Uint8Array(data.length);
  for (let y = 0; y < height; y += 1) {
    const top = Math.max(0, y - reach) * wide;
    const bottom = Math.min(height, y + reach + 1) * wide;
    for (let x = 0; x < width; x += 1) {
      const left = Math.max(0, x - reach);
      const right = Math.min(width, x + reach + 1);
      const count = ((bottom - top) / wide) * (right - left);
      const mean = within(sums, top, bottom, left, right) / count;
      const spread = Math.sqrt(Math.max(1, within(squares, top, bottom, left, right) / count - mean * mean));
      const grey = 128 + (SPREAD * ((data[y * width + x] ?? 0) - mean)) / (spread + GROUND);
      even[y * width + x] = grey < 0 ? 0 : grey > 255 ? 255 : grey;
    }
  }
  return { data: even, width, height };
}

/** Sum over a box, from a table of sums. */
function within(table: Float64Array, top: number, bottom: number, left: number, right: number): number {
  return (
    (table[bottom + right] ?? 0) -
    (table[top + right] ?? 0) -
    (table[bottom + left] ?? 0) +
    (table[top + left] ?? 0)
  );
}

/** Halved until its longer side is at most `side` pixels. */
export function shrunk(grey: Grey, side: number): Grey {
  return Math.max(grey.width, grey.height) > side ? shrunk(halved(grey), side) : grey;
}

/** Twice the size, what lies between two pixels the mean of them: an engine follows an edge that is smooth better. */
export function enlarged({ data, width, height }: Grey): Grey {
  const twice = { data: new Uint8Array(4 * data.length), width: 2 * width, height: 2 * height };
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const at = y * width + x;
      const [here, right] = [data[at] ?? 0, data[x + 1 < width ? at + 1 : at] ?? 0];
      const below = y + 1 < height ? at + width : at;
      const [under, beyond] = [data[below] ?? 0, data[x + 1 < width ? below + 1 : below] ?? 0];
      const to = 2 * y * twice.width + 2 * x;
      twice.data[to] = here;
      twice.data[to + 1] = (here + right) >> 1;
      twice.data[to + twice.width] = (here + under) >> 1;
      twice.data[to + twice.width + 1] = (here + right + under + beyond) >> 2;
    }
  return twice;
}

/** Half the size, each pixel the mean of four. */
export function halved({ data, width, height }: Grey): Grey {
  const half = { data: new Uint8Array((width >> 1) * (height >> 1)), width: width >> 1, height: height >> 1 };
  for (let y = 0; y < half.height; y += 1)
    for (let x = 0; x < half.width; x += 1) {
      const at = 2 * y * width + 2 * x;
      half.data[y * half.width + x] =
        ((data[at] ?? 0) + (data[at + 1] ?? 0) + (data[at + width] ?? 0) + (data[at + width + 1] ?? 0) + 2) >>
        2;
    }
  return half;
}

/** The middle of nine (three by three), row by row and then across: splinters and noise go, edges stay. */
export function wiped({ data, width, height }: Grey): Grey {
  const rows = new Uint8Array(data.length);
  const wiped = new Uint8Array(data.length);
  for (let at = 1; at < data.length - 1; at += 1)
    rows[at] = middle(data[at - 1] ?? 0, data[at] ?? 0, data[at + 1] ?? 0);
  for (let at = width; at < data.length - width; at += 1)
    wiped[at] = middle(rows[at - width] ?? 0, rows[at] ?? 0, rows[at + width] ?? 0);
  return { data: wiped, width, height };
}

function middle(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}
