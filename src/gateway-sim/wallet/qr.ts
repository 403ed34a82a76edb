/** A QR code as one SVG path: black modules only, the paper is the background. */
import { encode } from 'uqr';

/** The path in modules, and the side of the square it stands in, quiet zone included. */
export interface QrPath {
  readonly d: string;
  readonly side: number;
}

/** Modules of white around it, as the standard wants. */
const QUIET = 4;

/** Draws `text`. A wallet's code is short: the middle error correction still gives large modules. */
export function qrPath(text: string): QrPath {
  const { data, size } = encode(text, { ecc: 'M', border: QUIET });
  const rows = data.map((row, y) => runsOf(row).map(([x, width]) => `M${x} ${y}h${width}v1h-${width}z`));
  return { d: rows.flat().join(''), side: size };
}

/** Runs of black in one row: start and length. */
function runsOf(row: readonly boolean[]): [number, number][] {
  const runs: [number, number][] = [];
  row.forEach((isBlack, x) => {
    const last = runs.at(-1);
    if (!isBlack) return;
    if (last && last[0] + last[1] === x) last[1] += 1;
    else runs.push([x, 1]);
  });
  return runs;
}
