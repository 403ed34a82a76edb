/** Randomness that repeats: the same seed gives the same bytes, so a failed test can be run again. */
import type { Random } from '../../src/core/ports.ts';

/** Makes a generator (mulberry32) from `seed`. Never for a secret. */
export function makeSeededRandom(seed = 1): Random {
  let state = seed >>> 0;
  const nextByte = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 16) & 255;
  };
  return { bytes: (count) => Uint8Array.from({ length: count }, nextByte) };
}
