/** Grey pictures: what every reading here works on. */

/** A grey picture, one byte a pixel, row by row. */
export interface Grey {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** A box of whole pixels inside a picture. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Brightness of RGBA pixels (BT.601, as cameras weigh it), into `into` where its size fits. */
export function greyOf(
  {
    data,
    width,
    height,
  }: { readonly data: Uint8ClampedArray; readonly width: number; readonly height: number },
  into: Grey | null = null,
): Grey {
  const fits = into?.width === width && into.height === height;
  const grey = fits ? into : { data: new Uint8Array(width * height), width, height };
  // Four bytes at once: red is the lowest, on every machine a browser runs on.
  const colours = new Uint32Array(data.buffer, data.byteOffset, width * height);
  for (let at = 0; at < colours.length; at += 1) {
    const colour = colours[at] ?? 0;
    grey.data[at] = (77 * (colour & 255) + 150 * ((colour >>> 8) & 255) + 29 * ((colour >>> 16) & 255)) >> 8;
  }
  return grey;
}

/** A part of a picture, as a picture of its own. */
export function crop({ data, width }: Grey, box: Box): Grey {
  const part = new Uint8Array(box.width * box.height);
  for (let row = 0; row < box.height; row += 1) {
    const from = (box.top + row) * width + box.left;
    part.set(data.subarray(from, from + box.width), row * box.width);
  }
  return { data: part, width: box.width, height: box.height };
}
