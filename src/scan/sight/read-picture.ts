/** Everything that is tried on one picture, cheapest first: the engine, then the bars at any turn, then cleared-up patches. */
import { measureBlocks } from './blocks.ts';
import { evenOut, halved, shrunk, wiped } from './clear-up.ts';
import { readCode128 } from './code128/read-code128.ts';
import { crop, greyOf, type Grey } from './grey.ts';
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

let kept: Grey | null = null;

/** One code in the picture, or null. */
export async function readPicture(pixels: Pixels, engine: Engine): Promise<Found | null> {
  const found = await engine.readAny(pixels);
  if (found !== null) return found;
  kept = greyOf(pixels, kept);
  const blocks = measureBlocks(kept);
  const bars = readCode128(kept, blocks);
  if (bars !== null) return { text: bars, symbology: 'code128' };
  for (const box of findPatches(blocks, kept.width, kept.height)) {
    const patch = shrunk(crop(kept, box), MOST_SIDE);
    for (const clear of CLEARINGS) {
      const read = await engine.readQr(clear(patch));
      if (read !== null) return read;
    }
  }
  return null;
}

/** A code of forty squares a side has ten pixels for each still: more only costs time. */
const MOST_SIDE = 640;

/** What helps against glare and shadow, against scratches and noise. */
const CLEARINGS: readonly ((patch: Grey) => Grey)[] = [
  (patch) => evenOut(patch, Math.round(Math.max(patch.width, patch.height) / 24)),
  (patch) => wiped(halved(patch)),
  (patch) => wiped(wiped(patch)),
];
