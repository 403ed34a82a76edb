/** Gets the pixels of a picture in the worker, by the fastest way that this browser knows. */

let drawing: OffscreenCanvasRenderingContext2D | null = null;
let copied: ImageData | null = null;
let canCopy = true;

/** RGBA pixels of `picture`, which is closed. The ImageData is kept and used again: take what you need of it. */
export async function pixelsOf(picture: VideoFrame | ImageBitmap): Promise<ImageData> {
  try {
    const pixels = 'copyTo' in picture ? await copy(picture) : null;
    return pixels ?? draw(picture);
  } finally {
    picture.close();
  }
}

/** Copies a video frame without a canvas: measured half the time. Null where the browser cannot convert to RGBA. */
async function copy(frame: VideoFrame): Promise<ImageData | null> {
  const size = frame.visibleRect;
  if (!canCopy || size === null) return null;
  if (copied?.width !== size.width || copied.height !== size.height) {
    copied = new ImageData(size.width, size.height);
  }
  try {
    const planes = await frame.copyTo(copied.data, { format: 'RGBA' });
    canCopy = planes.length === 1; // older browsers ignore the format and copy luma and chroma
  } catch {
    canCopy = false; // frames that rest in the graphics card: these are drawn from now on
  }
  return canCopy ? copied : null;
}

function draw(picture: VideoFrame | ImageBitmap): ImageData {
  const width = 'displayWidth' in picture ? picture.displayWidth : picture.width;
  const height = 'displayHeight' in picture ? picture.displayHeight : picture.height;
  if (drawing?.canvas.width !== width || drawing.canvas.height !== height) {
    drawing = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  }
  if (drawing === null) throw new Error('no 2d context in the worker');
  drawing.drawImage(picture, 0, 0);
  return drawing.getImageData(0, 0, width, height);
}
