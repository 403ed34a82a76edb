/** Writes a film for Chromium's fake camera: frames without a code, then the six frames of a scene, marked in a corner. */
import { closeSync, openSync, writeSync } from 'node:fs';
import { FRAME } from './scenes/desk.ts';
import { MARK_SIDE, MARK_WHITE } from './scenes/mark.ts';
import { FRAMES, makeCodeFree, type Scene } from './scenes/scene.ts';

/** Frames a second of the film. */
const RATE = 30;

/** Writes `emptyFrames` of desk and `codeFrames` of the scene; without a scene only the desk. 1.4 MB a frame. */
export function writeFilm(
  path: string,
  seed: number,
  scene: Scene | null,
  { emptyFrames, codeFrames }: { readonly emptyFrames: number; readonly codeFrames: number },
): void {
  const file = openSync(path, 'w');
  try {
    // The format of mjpegtools' yuv4mpeg(5): one header line, then "FRAME" and three planes a frame.
    writeSync(file, `YUV4MPEG2 W${FRAME.width} H${FRAME.height} F${RATE}:1 Ip A1:1 C420jpeg\n`);
    const desk = makeCodeFree(seed, 0);
    writeFrames(file, [desk], emptyFrames, 0);
    const shown = scene ? Array.from({ length: FRAMES }, (_, index) => scene.frame(index)) : [desk];
    writeFrames(file, shown, codeFrames, scene ? MARK_WHITE : 0);
  } finally {
    closeSync(file);
  }
}

function writeFrames(file: number, pictures: readonly Uint8Array[], count: number, corner: number): void {
  const chroma = new Uint8Array((FRAME.width / 2) * (FRAME.height / 2)).fill(128);
  for (let index = 0; index < count; index += 1) {
    const luma = pictures[index % pictures.length]?.slice() ?? new Uint8Array(FRAME.width * FRAME.height);
    for (let row = 0; row < MARK_SIDE; row += 1)
      luma.fill(corner, row * FRAME.width, row * FRAME.width + MARK_SIDE);
    for (const part of ['FRAME\n', luma, chroma, chroma])
      if (typeof part === 'string') writeSync(file, part);
      else writeSync(file, part);
  }
}
