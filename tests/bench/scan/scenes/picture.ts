/** Grey pictures, and the little drawing that scenes need. Values 0 (black) to 255 (white). */

/** A grey picture, row by row. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly data: Float32Array;
}

/** An even picture. */
export function makePicture(width: number, height: number, grey: number): Picture {
  return { width, height, data: new Float32Array(width * height).fill(grey) };
}

/** Fills a rectangle, cut at the picture's edges. Whole pixels. */
export function fillRect(
  { width, height, data }: Picture,
  [x, y, w, h]: readonly [number, number, number, number],
  grey: number,
): void {
  const left = Math.max(0, Math.round(x));
  const right = Math.min(width, Math.round(x + w));
  for (let row = Math.max(0, Math.round(y)); row < Math.min(height, Math.round(y + h)); row += 1)
    if (right > left) data.fill(grey, row * width + left, row * width + right);
}

/** Draws a straight line, `thick` pixels across. */
export function drawLine(
  { width, height, data }: Picture,
  [x0, y0, x1, y1]: readonly [number, number, number, number],
  thick: number,
  grey: number,
): void {
  const steps = Math.ceil(Math.hypot(x1 - x0, y1 - y0));
  const half = Math.floor(thick / 2);
  for (let step = 0; step <= steps; step += 1) {
    const x = Math.round(x0 + ((x1 - x0) * step) / steps);
    const y = Math.round(y0 + ((y1 - y0) * step) / steps);
    for (let dy = -half; dy <= half; dy += 1)
      for (let dx = -half; dx <= half; dx += 1)
        if (x + dx >= 0 && x + dx < width && y + dy >= 0 && y + dy < height)
          data[(y + dy) * width + x + dx] = grey;
  }
}

/** The picture at half its size, each pixel the mean of four. */
export function halve({ width, height, data }: Picture): Picture {
  const half = makePicture(width >> 1, height >> 1, 0);
  for (let y = 0; y < half.height; y += 1)
    for (let x = 0; x < half.width; x += 1) {
      const at = 2 * y * width + 2 * x;
      half.data[y * half.width + x] =
        ((data[at] ?? 0) + (data[at + 1] ?? 0) + (data[at + width] ?? 0) + (data[at + width + 1] ?? 0)) / 4;
    }
  return half;
}
