/** How long many things took, in little room: counts by span. A figure read from it is at most 5 % off. */

/** Counts by bucket; a bucket nothing fell into is absent. */
export type TimeSpread = Readonly<Record<string, number>>;

/** All that is shorter counts as this long. */
const SHORTEST_MS = 10;
/** All that is longer counts as this long. */
const LONGEST_MS = 3_600_000;
/** Each bucket's middle is 2^(1/8) of the one before: half a step up or down is 4.4 %. */
const STEPS_AN_OCTAVE = 8;

/** A spread of nothing. */
export const NO_TIMES: TimeSpread = {};

/** The spread with one more, ms. */
export function withTime(spread: TimeSpread, ms: number): TimeSpread {
  const bucket = bucketOf(ms);
  return { ...spread, [bucket]: (spread[bucket] ?? 0) + 1 };
}

/** Both together. In whatever order spreads are put together, the same comes of it. */
export function mergeTimes(one: TimeSpread, other: TimeSpread): TimeSpread {
  const sum: Record<string, number> = { ...one };
  for (const [bucket, count] of Object.entries(other)) sum[bucket] = (sum[bucket] ?? 0) + count;
  return sum;
}

/** How many there are. */
export function countTimes(spread: TimeSpread): number {
  return Object.values(spread).reduce((sum, count) => sum + count, 0);
}

/** So many of them took no longer than this, ms: 0.5 is the median. Null where there are none. */
export function timeWithin(spread: TimeSpread, share: number): number | null {
  let left = Math.max(1, Math.ceil(share * countTimes(spread)));
  const buckets = Object.keys(spread).map(Number);
  for (const bucket of buckets.sort((a, b) => a - b)) {
    left -= spread[bucket] ?? 0;
    if (left <= 0) return Math.round(SHORTEST_MS * 2 ** (bucket / STEPS_AN_OCTAVE));
  }
  return null;
}

function bucketOf(ms: number): number {
  const within = Math.min(Math.max(ms, SHORTEST_MS), LONGEST_MS);
  return Math.round(STEPS_AN_OCTAVE * Math.log2(within / SHORTEST_MS));
}
