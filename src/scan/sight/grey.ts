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
  for (let at = 0, from = 0; at < grey.data.length; at += 1, from += 4)
    grey.data[at] = (77 * (data[from] ?? 0) + 150 * (data[from + 1] ?? 0) + 29 * (data[from + 2] ?? 0)) >> 8;
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
