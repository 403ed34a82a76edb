/** Brightness along a line across the bars: the picture read at half pixels, averaged along the bars. */
import type { Grey } from '../grey.ts';
import type { Region } from './regions.ts';

/** Samples a pixel. */
export const PER_PIXEL = 2;

/**
 * Reads one line through `region`, `offset` pixels from its middle along the bars: the mean of `thick` lines beside each
 * other. It reaches `beyond` pixels further than the region on both sides, as far as the picture goes.
 */
export function readBand(
  grey: Grey,
  region: Region,
  offset: number,
  thick: number,
  beyond: number,
): Float32Array {
  const { x, y, row, bar } = region;
  const middle = [x + offset * bar[0], y + offset * bar[1]] as const;
  const [from, to] = inside(grey, middle, row, region.halfLong + beyond);
  const values = new Float32Array(Math.max(0, Math.floor((to - from) * PER_PIXEL)));
  for (let line = 0; line < thick; line += 1) {
    const aside = line - (thick - 1) / 2;
    const start = [
      middle[0] + aside * bar[0] + from * row[0],
      middle[1] + aside * bar[1] + from * row[1],
    ] as const;
    addLine(grey, values, start, [row[0] / PER_PIXEL, row[1] / PER_PIXEL], 1 / thick);
  }
  return values;
}

/** How far the line runs inside the picture, `reach` at most: pixels from its middle. */
function inside(
  { width, height }: Grey,
  [x, y]: readonly [number, number],
  [cos, sin]: readonly [number, number],
  reach: number,
): [number, number] {
  let [from, to] = [-reach, reach];
  for (const [at, step, size] of [
    [x, cos, width],
    [y, sin, height],
  ] as const) {
    if (Math.abs(step) < 1e-6) continue;
    const [a, b] = [(1 - at) / step, (size - 3 - at) / step];
    from = Math.max(from, Math.min(a, b));
    to = Math.min(to, Math.max(a, b));
  }
  return [from, to];
}

function addLine(
  { data, width, height }: Grey,
  values: Float32Array,
  [startX, startY]: readonly [number, number],
  [dx, dy]: readonly [number, number],
  weight: number,
): void {
  for (let at = 0; at < values.length; at += 1) {
    const x = Math.min(width - 2, Math.max(0, startX + at * dx));
    const y = Math.min(height - 2, Math.max(0, startY + at * dy));
    const left = x | 0;
    const top = y | 0;
    const fx = x - left;
    const fy = y - top;
    const pixel = top * width + left;
    const upper = (data[pixel] ?? 0) * (1 - fx) + (data[pixel + 1] ?? 0) * fx;
    const lower = (data[pixel + width] ?? 0) * (1 - fx) + (data[pixel + width + 1] ?? 0) * fx;
    values[at] = (values[at] ?? 0) + weight * (upper * (1 - fy) + lower * fy);
  }
}
