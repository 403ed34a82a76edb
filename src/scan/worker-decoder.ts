/** Decodes in a worker, so that a frame never holds up a key or a painted result. */
import type { Timers } from '../core/ports.ts';
import { type Decoder, DecoderBroken, type Frame } from './decoder.ts';
import { drawFrame } from './draw-frame.ts';
import type { FromDecodeWorker, ToDecodeWorker } from './worker/messages.ts';

/** The part of a Worker that is used. */
export type DecodeWorker = Pick<Worker, 'postMessage' | 'addEventListener' | 'terminate'>;

/** What the worker's decoder needs. */
export interface WorkerDecoderDeps {
  /** Starts the worker; may throw. */
  startWorker(): DecodeWorker;
  readonly timers: Timers;
}

/** Loading may take a cold tablet seconds; longer than this and the other decoder is the better one. */
const WARM_MS = 15_000;
/** A frame takes 10 to 100 ms; one that takes this long never ends. */
const FRAME_MS = 5_000;
/** A photo has twelve times as many pixels, and a slow tablet. */
const STILL_MS = 30_000;

/** Makes the decoder; the worker starts with `warm` or the first frame. */
export function createWorkerDecoder(deps: WorkerDecoderDeps): Decoder {
  let worker: DecodeWorker | null = null;
  let warmed: Promise<boolean> | null = null;
  let canDraw = true;
  let nextId = 1;
  let tail: Promise<unknown> = Promise.resolve();
  let canvas: HTMLCanvasElement | null = null;
  /** Takes the next answer, or null when none will come. */
  let answer: (message: FromDecodeWorker | null) => void = () => undefined;

  function close(): void {
    worker?.terminate();
    worker = null;
    warmed = Promise.resolve(false);
    answer(null);
  }

  /** Sends one message and waits for its answer, for `ms` at most. */
  function ask(
    message: ToDecodeWorker,
    transfer: Transferable[],
    ms: number,
  ): Promise<FromDecodeWorker | null> {
    return new Promise((resolve) => {
      const forget = deps.timers.after(ms, () => answer(null));
      answer = (reply) => {
        if (reply?.kind === 'decoded' && message.kind !== 'warm' && reply.id !== message.id) return;
        forget();
        answer = () => undefined;
        resolve(reply);
      };
      if (worker === null) answer(null);
      else worker.postMessage(message, transfer);
    });
  }

  async function startAndWarm(): Promise<boolean> {
    try {
      worker = deps.startWorker();
    } catch {
      return false; // no module workers here: the caller takes the other decoder
    }
    worker.addEventListener('message', (event) => answer((event as MessageEvent<FromDecodeWorker>).data));
    worker.addEventListener('error', () => answer(null));
    const reply = await ask({ kind: 'warm' }, [], WARM_MS);
    if (reply?.kind !== 'warm') close();
    else canDraw = reply.canDraw;
    return reply?.kind === 'warm';
  }

  function warm(): Promise<boolean> {
    warmed ??= startAndWarm();
    return warmed;
  }

  async function send(frame: Frame, isStill: boolean): Promise<FromDecodeWorker | null> {
    const id = nextId++;
    const limitMs = isStill ? STILL_MS : FRAME_MS;
    if (canDraw) {
      const picture = await pictureOf(frame);
      return ask({ kind: 'decode', id, isStill, picture }, [picture], limitMs);
    }
    canvas ??= document.createElement('canvas');
    const image = drawFrame(canvas, frame).getImageData(0, 0, frame.width, frame.height);
    const { width, height } = image;
    const pixels = image.data.buffer;
    return ask({ kind: 'decode-pixels', id, isStill, pixels, width, height }, [pixels], limitMs);
  }

  /** One after the other: a photo may come beside the live picture. */
  function decode(frame: Frame, kind: 'live' | 'still' = 'live'): Promise<string | null> {
    const done = tail.then(() => decodeNow(frame, kind));
    tail = done.catch(() => undefined); // its error goes to the caller only
    return done;
  }

  async function decodeNow(frame: Frame, kind: 'live' | 'still'): Promise<string | null> {
    if (!(await warm())) throw new DecoderBroken('the decode worker did not start');
    const reply = await send(frame, kind === 'still');
    if (reply?.kind === 'decoded') return reply.text;
    close();
    throw new DecoderBroken(reply?.kind === 'broken' ? reply.reason : 'the decode worker is silent');
  }

  return { warm, decode, close };
}

/** Takes the picture without copying it where the browser has video frames (Safari 16.4, Chromium 94). */
async function pictureOf({ source }: Frame): Promise<VideoFrame | ImageBitmap> {
  if (typeof VideoFrame !== 'function') return createImageBitmap(source);
  if (source instanceof VideoFrame) return source;
  return source instanceof HTMLVideoElement ? new VideoFrame(source) : createImageBitmap(source);
}
