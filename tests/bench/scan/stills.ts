/** Reads pictures with every engine and keeps what came of it. */
import type { Engine, Way } from './engines.ts';
import { pageClock } from '../../fakes/page-time.ts';

/** What one engine made of one picture. */
export interface Outcome {
  readonly engine: string;
  readonly what: 'read' | 'missed' | 'wrong';
  readonly ms: number;
  /** what was read wrongly */
  readonly text: string | null;
}

/** A canvas that shows one picture. */
export function makeCanvas(): HTMLCanvasElement {
  return document.createElement('canvas');
}

/** Puts grey bytes on the canvas. */
export function showGrey(canvas: HTMLCanvasElement, grey: Uint8Array, width: number, height: number): void {
  canvas.width = width;
  canvas.height = height;
  const pixels = new Uint32Array(width * height);
  for (let at = 0; at < pixels.length; at += 1) pixels[at] = 0xff000000 | ((grey[at] ?? 0) * 0x010101);
  const image = new ImageData(new Uint8ClampedArray(pixels.buffer), width, height);
  canvas.getContext('2d', { willReadFrequently: true })?.putImageData(image, 0, 0);
}

/** One engine on what the canvas shows; `truths`: the texts that may be read, none where there is no code. */
export async function tryEngine(
  engine: Engine,
  canvas: HTMLCanvasElement,
  truths: readonly string[],
  way: Way,
): Promise<Outcome> {
  const begun = pageClock.monotonic();
  const text = await engine.decode(canvas, way);
  const ms = pageClock.monotonic() - begun;
  if (text === null) return { engine: engine.name, what: 'missed', ms, text };
  const isRight = truths.some((truth) => plain(truth) === plain(text));
  return { engine: engine.name, what: isRight ? 'read' : 'wrong', ms, text: isRight ? null : text };
}

/** Line ends and a byte-order mark are the engine's manner, not the code's text. */
function plain(text: string): string {
  return text.replace(/[\r\n\ufeff]/g, '').trim();
}
