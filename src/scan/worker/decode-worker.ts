/** The decode worker's entry: pictures in, texts out. */
import { createBelief } from '../sight/belief.ts';
import { createPictureReader, type Engine, type PictureReader } from '../sight/read-picture.ts';
import { loadEngine } from './engine.ts';
import type { FromDecodeWorker, ToDecodeWorker } from './messages.ts';
import { pixelsOf } from './pixels.ts';

const canDraw = typeof OffscreenCanvas !== 'undefined';
const belief = createBelief();
let engine: Promise<Engine> | null = null;
let live: PictureReader | null = null;

function say(message: FromDecodeWorker): void {
  self.postMessage(message);
}

async function warm(): Promise<void> {
  try {
    engine ??= loadEngine();
    await engine;
    say({ kind: 'warm', canDraw });
  } catch (error) {
    say({ kind: 'broken', reason: String(error) });
  }
}

type Asked = Exclude<ToDecodeWorker, { kind: 'warm' }>;

async function decode({ id, isStill }: Asked, pixels: ImageData | Promise<ImageData>): Promise<void> {
  try {
    const ready = await (engine ??= loadEngine());
    const read = isStill ? createPictureReader(ready) : (live ??= createPictureReader(ready));
    const found = await read(await pixels);
    say({ kind: 'decoded', id, text: isStill ? (found?.text ?? null) : belief.judge(found) });
  } catch (error) {
    // A photo may be more than this tablet's memory holds; the live picture still is not.
    if (isStill) say({ kind: 'decoded', id, text: null });
    else say({ kind: 'broken', reason: String(error) });
  }
}

self.onmessage = (event: MessageEvent<ToDecodeWorker>): void => {
  const message = event.data;
  switch (message.kind) {
    case 'warm':
      void warm();
      break;
    case 'decode':
      void decode(message, pixelsOf(message.picture));
      break;
    case 'decode-pixels':
      void decode(
        message,
        new ImageData(new Uint8ClampedArray(message.pixels), message.width, message.height),
      );
      break;
  }
};
