/** A QR code as one SVG path: crisp at every size, on screen and on paper. */
import { encode } from 'uqr';

/** The path and the side of its square view box, in modules; the quiet zone is the paper around it. */
export interface QrPath {
  readonly path: string;
  readonly size: number;
}

/** Encodes `text`. Level M: a receipt is creased, and a screen has fingerprints. */
export function qrPath(text: string): QrPath {
  const { data, size } = encode(text, { border: 0, ecc: 'M' });
  const rows = data.map((row, y) => rowPath(row, y));
  return { path: rows.join(''), size };
}

/** One bar for each run of dark modules: a tenth of the nodes of one square a module. */
function rowPath(row: readonly boolean[], y: number): string {
  let path = '';
  for (let x = 0; x < row.length; x++) {
    if (!row[x]) continue;
    const start = x;
    while (row[x + 1]) x++;
    const width = x - start + 1;
    path += `M${start} ${y}h${width}v1h-${width}z`;
  }
  return path;
}
