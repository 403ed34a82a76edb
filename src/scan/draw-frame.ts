/** A canvas that is kept between frames, for decoders that need pixels on the main thread. */
import type { Frame } from './decoder.ts';

/** Draws `frame` on `canvas` at its own size and returns the context. Throws where a canvas cannot be drawn on. */
export function drawFrame(canvas: HTMLCanvasElement, frame: Frame): CanvasRenderingContext2D {
  if (canvas.width !== frame.width) canvas.width = frame.width;
  if (canvas.height !== frame.height) canvas.height = frame.height;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) throw new Error('no 2d context');
  context.drawImage(frame.source, 0, 0, frame.width, frame.height);
  return context;
}
