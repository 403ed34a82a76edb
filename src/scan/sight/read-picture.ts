/** Everything that is tried on one picture, cheapest first: the engine, then the bars at any turn, then cleared-up patches. */
import { measureBlocks } from './blocks.ts';
import { evenOut, halved, shrunk, wiped } from './clear-up.ts';
import { readCode128 } from './code128/read-code128.ts';
import { crop, greyOf, type Box, type Grey } from './grey.ts';
import { findPatches } from './patches.ts';

/** What a picture shows. */
export interface Found {
  readonly text: string;
  readonly symbology: 'qr' | 'code128';
}

/** RGBA pixels. */
export interface Pixels {
  readonly data: Uint8ClampedArray<ArrayBuffer>;
  readonly width: number;
  readonly height: number;
}

/** A stock engine: reads a whole picture, or a part of one that is a QR code if it is anything. */
export interface Engine {
  readonly readAny: (pixels: Pixels) => Promise<Found | null>;
  readonly readQr: (grey: Grey) => Promise<Found | null>;
}

/** A place that is nearer than this to one of the frame before is the same, pixels. */
const SAME_PLACE = 48;
/** A code of forty squares a side has sixteen pixels for each still: more only costs time. */
const MOST_SIDE = 640;

/** What helps against glare and shadow, against scratches and noise. */
const CLEARINGS: readonly ((patch: Grey) => Grey)[] = [
  (patch) => evenOut(patch, Math.round(Math.max(patch.width, patch.height) / 24)),
  (patch) => wiped(halved(patch)),
  (patch) => wiped(wiped(patch)),
];

/** Reads pictures one after the other; a call must wait for the one before. */
export type PictureReader = (pixels: Pixels) => Promise<Found | null>;

/**
 * Makes a reader of one camera's pictures. What is seen for the first time is tried in every way; what was tried in vain
 * the frame before (a pattern on the desk, a shirt) is tried in one way a frame, so that the next code need not wait.
 */
export function createPictureReader(engine: Engine): PictureReader {
  let kept: Grey | null = null;
  let frame = 0;
  let triedBars = false;
  let tried: readonly Box[] = [];

  return async (pixels) => {
    frame += 1;
    const found = (await engine.readAny(pixels)) ?? (await tryHarder(pixels));
    if (found !== null) [triedBars, tried] = [false, []];
    return found;
  };

  async function tryHarder(pixels: Pixels): Promise<Found | null> {
    const grey = (kept = greyOf(pixels, kept));
    const blocks = measureBlocks(grey);
    const bars = readCode128(grey, blocks, !triedBars || frame % CLEARINGS.length === 0);
    triedBars = true;
    if (bars !== null) return { text: bars, symbology: 'code128' };
    const boxes = findPatches(blocks, grey.width, grey.height);
    const before = tried;
    tried = boxes;
    for (const box of boxes) {
      const isOld = before.some((other) => isSamePlace(box, other));
      const read = await clearAndRead(crop(grey, box), isOld ? [frame % CLEARINGS.length] : ALL);
      if (read !== null) return read;
    }
    return null;
  }

  async function clearAndRead(patch: Grey, ways: readonly number[]): Promise<Found | null> {
    const small = shrunk(patch, MOST_SIDE);
    for (const way of ways) {
      const clear = CLEARINGS[way];
      const read = clear ? await engine.readQr(clear(small)) : null;
      if (read !== null) return read;
    }
    return null;
  }
}

const ALL: readonly number[] = CLEARINGS.map((_, way) => way);

function isSamePlace(a: Box, b: Box): boolean {
  const apart = [a.left - b.left, a.top - b.top, a.width - b.width, a.height - b.height];
  return apart.every((pixels) => Math.abs(pixels) < SAME_PLACE);
}
