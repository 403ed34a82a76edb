/** Codes on cloth, on curled paper or around a bottle are bent: pulls a patch straight, by the bends that a carrier takes. */
import type { Grey } from './grey.ts';

/** Where each place of the straight patch is in the bent one: how far away, in parts of the patch; places go from −1 to 1. */
export type Bend = (u: number, v: number) => readonly [dx: number, dy: number];

/** Of the patch's size, in its corners or at its rim. More, and the engine's own grid does better without. */
const ARCH = 0.03;
const PILLOW = 0.06;

const arches = (by: number): Bend[] => [
  (u) => [0, by * u * u],
  (_, v) => [by * v * v, 0],
  (u) => [by * u * u, 0],
  (_, v) => [0, by * v * v],
];
const pillow =
  (by: number): Bend =>
  (u, v) => [by * u * (u * u + v * v), by * v * (u * u + v * v)];

/** An arch to each side and along each axis, then a pillow that swells or sinks. */
export const BENDS: readonly Bend[] = [...arches(ARCH), ...arches(-ARCH), pillow(PILLOW), pillow(-PILLOW)];

/** The patch as it was before it was bent; what would come from beyond its rim is the rim's. */
export function straightened({ data, width, height }: Grey, bend: Bend): Grey {
  const straight = new Uint8Array(data.length);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const [dx, dy] = bend((2 * x) / width - 1, (2 * y) / height - 1);
      straight[y * width + x] =
        data[within(y + dy * height, height) * width + within(x + dx * width, width)] ?? 0;
    }
  return { data: straight, width, height };
}

function within(at: number, size: number): number {
  return Math.min(size - 1, Math.max(0, Math.round(at)));
}
