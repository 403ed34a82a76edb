/** The live loop in front of a camera: how long from a frame with a code to the read, and how often it looks. */
import { createCamera, type Camera } from '../../../src/scan/camera.ts';
import { startDecodeWorker } from '../../../src/scan/start-decode-worker.ts';
import type { Decoder } from '../../../src/scan/decoder.ts';
import { pageSight } from '../../../src/scan/page-sight.ts';
import { createVideoProbe } from '../../../src/scan/video-probe.ts';
import { createWorkerDecoder } from '../../../src/scan/worker-decoder.ts';
import { pageClock, pageTimers, wait } from '../../fakes/page-time.ts';
import { isMarked } from './scenes/mark.ts';

const log = { info: () => undefined, warn: () => undefined, error: () => undefined };

interface Eye {
  readonly camera: Camera;
  readonly video: HTMLVideoElement;
  /** Frames that were decoded so far. */
  readonly attempts: () => number;
}

function openEye(): Eye {
  let attempts = 0;
  const decoder = createWorkerDecoder({ startWorker: startDecodeWorker, timers: pageTimers });
  const counting: Decoder = {
    ...decoder,
    decode: (frame) => decoder.decode(frame).finally(() => (attempts += 1)),
  };
  const camera = createCamera({
    getUserMedia: (constraints) => navigator.mediaDevices.getUserMedia(constraints),
    devices: null,
    keeper: { get: () => null, set: () => undefined },
    page: pageSight(window),
    probe: createVideoProbe(log, document),
    decoder: counting,
    clock: pageClock,
    timers: pageTimers,
    log,
  });
  const video = document.querySelector('video');
  if (video === null) throw new Error('no video on the page');
  return { camera, video, attempts: () => attempts };
}

/**
 * Milliseconds from the first frame of the film that shows the code to the read, once for each time the code comes
 * into view in `ms`. The film marks its code frames with a white corner.
 */
export async function timeFirstReads(ms: number): Promise<number[]> {
  const { camera, video } = openEye();
  const times: number[] = [];
  let [shownAt, readAt] = [NaN, NaN];
  // The read may come before the frame is painted, and so before its mark is seen.
  const note = (): void => {
    if (Number.isNaN(readAt - shownAt)) return;
    times.push(readAt - shownAt);
    readAt = NaN;
  };
  camera.onread(() => {
    readAt = pageClock.monotonic();
    note();
  });
  await camera.warm();
  await camera.start();
  camera.attach(video);
  watchMark(video, {
    came(at) {
      shownAt = at;
      note();
    },
    gone() {
      [shownAt, readAt] = [NaN, NaN];
      camera.arm();
    },
  });
  await wait(ms);
  camera.stop();
  return times;
}

/** Frames decoded a second over `ms`, in front of whatever the film shows. */
export async function countAttempts(ms: number): Promise<number> {
  const { camera, video, attempts } = openEye();
  await camera.warm();
  await camera.start();
  camera.attach(video);
  await wait(1_000);
  const [before, begun] = [attempts(), pageClock.monotonic()];
  await wait(ms);
  const rate = (attempts() - before) / ((pageClock.monotonic() - begun) / 1_000);
  camera.stop();
  return rate;
}

/** What is told of the mark: the frame it came with was captured at (performance.now), it is gone. */
interface MarkEvents {
  came(at: number): void;
  gone(): void;
}

/** Looks for the mark on every painted frame. */
function watchMark(video: HTMLVideoElement, told: MarkEvents): void {
  const spot = document.createElement('canvas');
  spot.width = 4;
  spot.height = 4;
  const context = spot.getContext('2d', { willReadFrequently: true });
  let isShown = false;
  const look = (now: number, { captureTime }: VideoFrameCallbackMetadata): void => {
    context?.drawImage(video, 0, 0, 40, 40, 0, 0, 4, 4);
    const pixel = context?.getImageData(1, 1, 1, 1).data;
    const isMark = isMarked(pixel?.[0] ?? 0);
    if (isMark && !isShown) told.came(captureTime ?? now);
    if (!isMark && isShown) told.gone();
    isShown = isMark;
    video.requestVideoFrameCallback(look);
  };
  video.requestVideoFrameCallback(look);
}
