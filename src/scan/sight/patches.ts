/** Finds where in a picture something like a QR code lies: much change of brightness, in no direction more than another. */
import { BLOCK, calm, coherenceAt, flood, POINTS, type Blocks } from './blocks.ts';
import type { Box } from './grey.ts';

/** Blocks on each side that are looked at together: a code's own squares must not count as directions. */
const REACH = 3;
/** Least mean energy a point. */
const LEAST_ENERGY = 60;
/** Bars and edges have more. */
const MOST_COHERENCE = 0.6;
/** A patch and its rim: a glare in a code's middle, or its quiet zone, must not cut it off. */
const RIM = 0.14;
/** Patches this near belong together, pixels. */
const NEAR = 24;
/** Smaller ones are letters. Pixels. */
const LEAST_SIDE = 56;
/** More are tried only in vain. */
const MOST_PATCHES = 2;

/** The patches, the liveliest first. */
export function findPatches(raw: Blocks, width: number, height: number): Box[] {
  const blocks = calm(raw, REACH);
  const isLively = (at: number): boolean =>
    (blocks.energy[at] ?? 0) >= LEAST_ENERGY * POINTS && coherenceAt(blocks, at) <= MOST_COHERENCE;
  const seen = new Uint8Array(blocks.energy.length);
  const patches: Patch[] = [];
  for (let at = 0; at < seen.length; at += 1) {
    if (seen[at] === 1 || !isLively(at)) continue;
    patches.push(
      patchOf(
        blocks,
        flood(blocks, at, seen, (_, other) => isLively(other)),
      ),
    );
  }
  return joined(patches)
    .filter(({ left, right, top, bottom }) => Math.min(right - left, bottom - top) >= LEAST_SIDE)
    .sort((a, b) => b.weight - a.weight)
    .slice(0, MOST_PATCHES)
    .map((patch) => withRim(patch, width, height));
}

interface Patch {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly weight: number;
}

function patchOf({ columns, energy }: Blocks, members: readonly number[]): Patch {
  let [left, top, right, bottom, weight] = [Infinity, Infinity, 0, 0, 0];
  for (const at of members) {
    const [x, y] = [(at % columns) * BLOCK, Math.floor(at / columns) * BLOCK];
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x + BLOCK);
    bottom = Math.max(bottom, y + BLOCK);
    weight += energy[at] ?? 0;
  }
  return { left, top, right, bottom, weight };
}

/** A glare splits a code: what lies close together is one patch. */
function joined(patches: readonly Patch[]): Patch[] {
  const whole: Patch[] = [];
  for (const patch of [...patches].sort((a, b) => b.weight - a.weight)) {
    const at = whole.findIndex((other) => isNear(patch, other));
    const other = whole[at];
    if (other) whole[at] = join(patch, other);
    else whole.push(patch);
  }
  return whole;
}

function isNear(a: Patch, b: Patch): boolean {
  const apart = Math.max(a.left - b.right, b.left - a.right, a.top - b.bottom, b.top - a.bottom);
  return apart <= NEAR;
}

function join(a: Patch, b: Patch): Patch {
  return {
    left: Math.min(a.left, b.left),
    top: Math.min(a.top, b.top),
    right: Math.max(a.right, b.right),
    bottom: Math.max(a.bottom, b.bottom),
    weight: a.weight + b.weight,
  };
}

function withRim({ left, top, right, bottom }: Patch, width: number, height: number): Box {
  const rim = Math.round(RIM * Math.max(right - left, bottom - top));
  const [x0, y0] = [Math.max(0, left - rim), Math.max(0, top - rim)];
  const [x1, y1] = [Math.min(width, right + rim), Math.min(height, bottom + rim)];
  return { left: x0, top: y0, width: x1 - x0, height: y1 - y0 };
}
