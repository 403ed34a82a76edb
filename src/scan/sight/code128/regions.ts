/**
 * Finds where in a picture bars stand, whichever way they are turned: patches whose brightness changes in one direction
 * only, and often.
 */
import { BLOCK, calm, coherenceAt, flood, POINTS, type Blocks } from '../blocks.ts';

/** Bars: their middle, how they and their row lie (unit vectors), and half sizes in pixels. */
export interface Region {
  readonly x: number;
  readonly y: number;
  /** the way of the row, from bar to bar: seen from the side it is not square to the bars */
  readonly row: readonly [number, number];
  /** the way of the bars */
  readonly bar: readonly [number, number];
  /** along the row */
  readonly halfLong: number;
  /** along the bars */
  readonly halfBroad: number;
  /** how much there is of it: energy, for choosing among regions */
  readonly weight: number;
}

/** Least share of the gradient's energy in one direction. Text and QR codes stay below 0.5. */
const LEAST_COHERENCE = 0.65;
/** Least mean energy a point: a step of some five grey levels. */
const LEAST_ENERGY = 30;
/** Neighbours of one region differ by less than 15 degrees: cosine of twice that. */
const SAME_DIRECTION = Math.cos((30 * Math.PI) / 180);
/** Fewer blocks are a phone's edge or a letter. */
const LEAST_BLOCKS = 14;
/** More are tried only in vain. */
const MOST_REGIONS = 4;

/** The regions, the likeliest first. */
export function findBars(raw: Blocks): Region[] {
  const blocks = calm(raw, 1);
  const seen = new Uint8Array(blocks.energy.length);
  const isBarred = (at: number): boolean =>
    (blocks.energy[at] ?? 0) >= LEAST_ENERGY * POINTS && coherenceAt(blocks, at) >= LEAST_COHERENCE;
  const regions: Region[] = [];
  for (let at = 0; at < seen.length; at += 1) {
    if (seen[at] === 1 || !isBarred(at)) continue;
    const members = flood(blocks, at, seen, (a, b) => isBarred(b) && isSameWay(blocks, a, b));
    if (members.length >= LEAST_BLOCKS) regions.push(regionOf(blocks, members));
  }
  return regions
    .filter(({ halfLong }) => halfLong > 3 * BLOCK)
    .sort((a, b) => b.weight - a.weight)
    .slice(0, MOST_REGIONS);
}

function isSameWay({ across, along }: Blocks, a: number, b: number): boolean {
  const [ax, ay, bx, by] = [across[a] ?? 0, along[a] ?? 0, across[b] ?? 0, along[b] ?? 0];
  return ax * bx + ay * by >= SAME_DIRECTION * Math.hypot(ax, ay) * Math.hypot(bx, by);
}

function regionOf({ columns, energy, across, along }: Blocks, members: readonly number[]): Region {
  let [sum, sx, sy, ax, ay] = [0, 0, 0, 0, 0];
  for (const at of members) {
    const weight = energy[at] ?? 0;
    sum += weight;
    sx += weight * (at % columns);
    sy += weight * Math.floor(at / columns);
    ax += across[at] ?? 0;
    ay += along[at] ?? 0;
  }
  const angle = Math.atan2(ay, ax) / 2;
  const middle = [(sx / sum + 0.5) * BLOCK, (sy / sum + 0.5) * BLOCK] as const;
  const places = members.map((at): Place => {
    const dx = ((at % columns) + 0.5) * BLOCK - middle[0];
    const dy = (Math.floor(at / columns) + 0.5) * BLOCK - middle[1];
    const u = dx * Math.cos(angle) + dy * Math.sin(angle);
    return [u, dy * Math.cos(angle) - dx * Math.sin(angle), energy[at] ?? 0];
  });
  return { ...boxOf(middle, angle, places), weight: sum };
}

/** A block's place from the middle of its region, across the bars and along them (pixels), and its energy. */
type Place = readonly [number, number, number];

/**
 * The box around the members, leaning as their row leans. Along the bars it is as broad as most of the energy lies: the
 * rim of a phone may hang together with the bars.
 */
function boxOf(
  [x, y]: readonly [number, number],
  angle: number,
  places: readonly Place[],
): Omit<Region, 'weight'> {
  const lean = leanOf(places);
  const turn = angle + Math.atan(lean);
  const halfLong = places.reduce((reach, [u]) => Math.max(reach, Math.abs(u)), 0) + BLOCK / 2;
  return {
    x,
    y,
    row: [Math.cos(turn), Math.sin(turn)],
    bar: [-Math.sin(angle), Math.cos(angle)],
    halfLong: halfLong * Math.hypot(1, lean),
    halfBroad: SPREAD * deviation(places, lean) + BLOCK / 2,
  };
}

/** Half of an even spread, in deviations. */
const SPREAD = Math.sqrt(3);

function deviation(places: readonly Place[], lean: number): number {
  let [sum, square] = [0, 0];
  for (const [u, v, energy] of places) {
    sum += energy;
    square += energy * (v - lean * u) ** 2;
  }
  return Math.sqrt(square / (sum || 1));
}

/** How far the row moves along its bars for each pixel across them (least squares); none where it is short. */
function leanOf(places: readonly Place[]): number {
  let [uu, uv, vv] = [0, 0, 0];
  for (const [u, v, energy] of places) {
    uu += energy * u * u;
    uv += energy * u * v;
    vv += energy * v * v;
  }
  return uu > 1.5 * vv ? uv / uu : 0;
}
