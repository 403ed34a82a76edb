/** The decode worker's entry: pictures in, texts out. */
import type { Timers } from '../../core/ports.ts';
import { createBelief } from '../sight/belief.ts';
import type { Grey } from '../sight/grey.ts';
import { createPictureReader, type Engine, type PictureReader } from '../sight/read-picture.ts';
import { loadEngine } from './engine.ts';
import type { FromDecodeWorker, ToDecodeWorker } from './messages.ts';
import { provenDetect, withNative, type NativeClass } from './native.ts';
import { greyOfPicture, greyOfPixels } from './picture-grey.ts';

/** The page's clock is not the worker's: only how long something takes is asked of it. */
const clock = { monotonic: () => performance.now() };
const canDraw = typeof OffscreenCanvas !== 'undefined';
const belief = createBelief();
let engine: Promise<Engine> | null = null;
let live: PictureReader | null = null;

const timers: Timers = {
  after: (ms, run) => {
    const id = setTimeout(run, ms);
    return () => clearTimeout(id);
  },
};

async function openEngine(): Promise<Engine> {
  const { BarcodeDetector } = self as { BarcodeDetector?: NativeClass };
  const loaded = await loadEngine();
  return BarcodeDetector ? withNative(loaded, provenDetect(BarcodeDetector, timers)) : loaded;
}

function say(message: FromDecodeWorker): void {
  self.postMessage(message);
}

async function warm(): Promise<void> {
  try {
    engine ??= openEngine();
    await engine;
    say({ kind: 'warm', canDraw });
  } catch (error) {
    say({ kind: 'broken', reason: String(error) });
  }
}

type Asked = Exclude<ToDecodeWorker, { kind: 'warm' }>;

async function decode({ id, isStill }: Asked, open: () => Grey | Promise<Grey>): Promise<void> {
  try {
    const ready = await (engine ??= openEngine());
    const read = isStill ? createPictureReader(ready) : (live ??= createPictureReader(ready, clock));
    const found = await read(await open());
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
      void decode(message, () => greyOfPicture(message.picture));
      break;
    case 'decode-pixels': {
      const { pixels, width, height } = message;
      void decode(message, () => greyOfPixels(new ImageData(new Uint8ClampedArray(pixels), width, height)));
      break;
    }
  }
};
