/** Gets the grey values of a picture in the worker, by the fastest way that this browser knows. */
import { greyOf, type Grey } from '../sight/grey.ts';

/** Formats of a video frame whose first plane is the brightness, a byte a pixel (WebCodecs, VideoPixelFormat). */
const LUMA_FIRST: ReadonlySet<string | null> = new Set(['I420', 'I420A', 'I422', 'I444', 'NV12']);

let drawing: OffscreenCanvasRenderingContext2D | null = null;
let planes = new Uint8Array();
let kept: Grey | null = null;
let canCopy = true;

/** The grey values of `picture`, which is closed. Their bytes are kept and used again: take what you need of them. */
export async function greyOfPicture(picture: VideoFrame | ImageBitmap): Promise<Grey> {
  try {
    const luma = 'copyTo' in picture ? await copyLuma(picture) : null;
    return luma ?? greyOfPixels(draw(picture));
  } finally {
    picture.close();
  }
}

/** The grey values of RGBA pixels. */
export function greyOfPixels(pixels: ImageData): Grey {
  return (kept = greyOf(pixels, kept));
}

/** A camera's frame has its brightness ready, as a plane of its own: it is copied with the others. Null where it has not. */
async function copyLuma(frame: VideoFrame): Promise<Grey | null> {
  const size = frame.visibleRect;
  if (!canCopy || size === null || !LUMA_FIRST.has(frame.format)) return null;
  try {
    const bytes = frame.allocationSize();
    if (planes.length !== bytes) planes = new Uint8Array(bytes);
    const [luma] = await frame.copyTo(planes);
    if (luma?.stride !== size.width) return null;
    const data = planes.subarray(luma.offset, luma.offset + size.width * size.height);
    return { data, width: size.width, height: size.height };
  } catch {
    canCopy = false; // frames that rest in the graphics card: these are drawn from now on
    return null;
  }
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
