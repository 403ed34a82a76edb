/** What the scan bench promises. */
import type { Promised } from '../budgets.ts';

/** DESIGN §7, and issue 4. */
export const SCAN_PROMISES: readonly Promised[] = [
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
