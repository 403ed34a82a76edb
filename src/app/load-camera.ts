/** The camera with its decoders, in a chunk of its own: fetched when the app is idle or a sale asks for it. */
import type { Clock, Log, Timers } from '../core/ports.ts';
import { type Camera, createCamera } from '../scan/camera.ts';
import { createFallbackDecoder } from '../scan/fallback-decoder.ts';
import type { LensKeeper } from '../scan/lens-memory.ts';
import { pageSight } from '../scan/page-sight.ts';
import { startDecodeWorker } from '../scan/start-decode-worker.ts';
import { createVideoProbe } from '../scan/video-probe.ts';
import { createWorkerDecoder } from '../scan/worker-decoder.ts';
import { createZxingJsDecoder } from '../scan/zxing-js-decoder.ts';
import type { Keep } from '../till/deps.ts';

/** Where the chosen lens and each lens's zoom are kept. */
const LENS_KEY = 'pling.lens';

/** What the camera needs from the page. */
export interface CameraParts {
  readonly window: Window;
  readonly keep: Keep;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: Log;
}

/** Makes the camera: zxing-wasm in a worker, @zxing/browser where that does not start. Opens nothing yet. */
export function makeCamera({ window, keep, clock, timers, log }: CameraParts): Camera {
  const { navigator, document } = window;
  // Missing without a secure context, whatever the types say.
  const devices = 'mediaDevices' in navigator ? navigator.mediaDevices : null;
  const keeper: LensKeeper = {
    get: () => keep.get(LENS_KEY),
    set: (text) => keep.set(LENS_KEY, text),
  };
  const first = createWorkerDecoder({ startWorker: startDecodeWorker, timers });
  return createCamera({
    getUserMedia: devices && ((constraints) => devices.getUserMedia(constraints)),
    devices,
    keeper,
    page: pageSight(window),
    probe: createVideoProbe(log, document),
    decoder: createFallbackDecoder(first, createZxingJsDecoder, log),
    clock,
    timers,
    log,
  });
}
