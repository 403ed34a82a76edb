/** What the scan bench promises, and whether a run kept it. */

/** One promise and what was measured; what a run does not measure is absent. */
export interface Budget {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly budget: string;
  readonly ok: boolean;
}

/** What a run measured, by name; what it did not is absent. Rates 0 to 1, times in ms. */
export type Measured = Readonly<Record<string, number>>;

type Promised = readonly [name: string, unit: string, how: 'least' | 'most', limit: number];

/** DESIGN §7, and issue 4. */
const PROMISES: readonly Promised[] = [
  ['QR, one frame', 'share', 'least', 0.97],
  ['Code 128, one frame', 'share', 'least', 0.85],
  ['QR, within 6 frames', 'share', 'least', 0.99],
  ['Code 128, within 6 frames', 'share', 'least', 0.95],
  ['photos', 'share', 'least', 0.95],
  ['wrong reads', 'count', 'most', 0],
  ['classes behind stock zxing-wasm', 'count', 'most', 0],
  ['first frame to read, median', 'ms', 'most', 35],
  ['first frame to read, p95', 'ms', 'most', 80],
  ['attempts a second', 'per s', 'least', 25],
  ['attempts a second, 4× slower page', 'per s', 'least', 10],
];

/** Holds what was measured against the promises. */
export function heldAgainst(measured: Measured): Budget[] {
  return PROMISES.flatMap(([name, unit, how, limit]) => {
    const value = measured[name];
    if (value === undefined) return [];
    const ok = how === 'least' ? value >= limit : value <= limit;
    return [{ name, value, unit, budget: `${how === 'least' ? '≥' : '≤'} ${limit}`, ok }];
  });
}
