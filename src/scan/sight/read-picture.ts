/** Everything that is tried on one picture, cheapest first: the engine, then the bars at any turn, then cleared-up patches. */
import { BENDS, straightened } from './bend.ts';
import { measureBlocks, type Blocks } from './blocks.ts';
import { enlarged, evenOut, halved, shrunk, wiped } from './clear-up.ts';
import { readCode128 } from './code128/read-code128.ts';
import { crop, type Box, type Grey } from './grey.ts';
import { findPatches } from './patches.ts';

/** What a picture shows. */
export interface Found {
  readonly text: string;
  readonly symbology: 'qr' | 'code128';
}

/** How dark is told from light. */
export type Threshold = 'local' | 'global';

/** A stock engine: reads a whole picture, or a part of one that is a QR code if it is anything. */
export interface Engine {
  readonly readAny: (grey: Grey) => Promise<Found | null>;
  /** `threshold`: what is dark is told place by place, or for the whole part at once */
  readonly readQr: (grey: Grey, threshold: Threshold) => Promise<Found | null>;
}

/** A place that is nearer than this to one of the frame before is the same, pixels. */
const SAME_PLACE = 48;
/** Bars that were not read are tried with softened lines again each so many frames. */
const THOROUGH_EVERY = 3;
/** A code of forty squares a side has sixteen pixels for each still: more only costs time. */
const MOST_SIDE = 640;

interface Clearing {
  readonly clear: (patch: Grey) => Grey;
  readonly threshold: Threshold;
}

/** What helps against glare and shadow, against scratches and noise, and against cloth and pictures behind the code. */
const CLEARINGS: readonly Clearing[] = [
  {
    clear: (patch) => evenOut(patch, Math.round(Math.max(patch.width, patch.height) / 24)),
    threshold: 'local',
  },
  { clear: (patch) => wiped(halved(patch)), threshold: 'local' },
  { clear: (patch) => wiped(wiped(patch)), threshold: 'local' },
  { clear: (patch) => enlarged(wiped(patch)), threshold: 'global' },
];

/** A photo is all there is: it is also pulled straight, one bend after the other. A live picture is soon followed by a better one. */
const STILL_CLEARINGS: readonly Clearing[] = [
  ...CLEARINGS,
  { clear: (patch) => patch, threshold: 'global' },
  ...BENDS.flatMap((bend) => [
    { clear: (patch: Grey) => straightened(patch, bend), threshold: 'local' as const },
    { clear: (patch: Grey) => straightened(patch, bend), threshold: 'global' as const },
  ]),
];

/** Of a live picture what the engine has missed is tried for so long, from when it came: then the next one is due. Milliseconds. */
const LIVE_MS = 25;

/** Reads pictures one after the other; a call must wait for the one before. */
export type PictureReader = (grey: Grey) => Promise<Found | null>;

/** Says, of a live picture, that its time is up; a still one has all the time there is. */
type IsOver = () => boolean;

/**
 * Makes a reader of one camera's pictures; without a clock, of a picture that stands alone. What is seen for the first
 * time is tried in every way; what was tried in vain the frame before (a pattern on the desk, a shirt) is tried in one
 * way a frame, so that the next code need not wait. However late it is, something is tried with each frame, and everything in its turn.
 */
export function createPictureReader(
  engine: Engine,
  live: { monotonic(): number } | null = null,
): PictureReader {
  let frame = 0;
  /** Searches in vain since the last find: what decides whose turn it is. */
  let barsInVain = 0;
  let patchesInVain = 0;
  let tried: readonly Box[] = [];
  const ways = live === null ? STILL_CLEARINGS : CLEARINGS;

  return async (grey) => {
    frame += 1;
    const endsAt = live ? live.monotonic() + LIVE_MS : Infinity;
    const isOver = (): boolean => live !== null && live.monotonic() >= endsAt;
    const found = (await engine.readAny(grey)) ?? (await tryHarder(grey, isOver));
    if (found !== null) [barsInVain, patchesInVain, tried] = [0, 0, []];
    return found;
  };

  async function tryHarder(grey: Grey, isOver: IsOver): Promise<Found | null> {
    const blocks = measureBlocks(grey);
    const searches = [async () => searchBars(grey, blocks), () => searchPatches(grey, blocks, isOver)];
    // Neither may take the other's time for ever.
    if (barsInVain > 0 && frame % 2 === 0) searches.reverse();
    for (const search of searches) {
      const found = await search();
      if (found !== null || isOver()) return found;
    }
    return null;
  }

  function searchBars(grey: Grey, blocks: Blocks): Found | null {
    const text = readCode128(grey, blocks, barsInVain % THOROUGH_EVERY === 0);
    barsInVain += 1;
    return text === null ? null : { text, symbology: 'code128' };
  }

  async function searchPatches(grey: Grey, blocks: Blocks, isOver: IsOver): Promise<Found | null> {
    const boxes = findPatches(blocks, grey.width, grey.height);
    tried = tried.filter((old) => boxes.some((box) => isSamePlace(box, old)));
    // Each is the first in its turn, and meets each way: together the two turns come round to every pair.
    const first = patchesInVain % Math.max(1, boxes.length);
    const way = (patchesInVain + Math.floor(patchesInVain / 2)) % ways.length;
    patchesInVain += 1;
    for (const box of [...boxes.slice(first), ...boxes.slice(0, first)]) {
      const isOld = tried.some((old) => isSamePlace(box, old));
      if (!isOld) tried = [...tried, box];
      const found = await clearAndRead(crop(grey, box), isOld ? ways.slice(way, way + 1) : ways, isOver);
      if (found !== null || isOver()) return found;
    }
    return null;
  }

  async function clearAndRead(
    patch: Grey,
    clearings: readonly Clearing[],
    isOver: IsOver,
  ): Promise<Found | null> {
    const small = shrunk(patch, MOST_SIDE);
    for (const { clear, threshold } of clearings) {
      const found = await engine.readQr(clear(small), threshold);
      if (found !== null || isOver()) return found;
    }
    return null;
  }
}

function isSamePlace(a: Box, b: Box): boolean {
  const apart = [a.left - b.left, a.top - b.top, a.width - b.width, a.height - b.height];
  return apart.every((pixels) => Math.abs(pixels) < SAME_PLACE);
}
