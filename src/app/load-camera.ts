/** The camera with its decoders, in a chunk of its own: fetched when the app is idle or a sale asks for it. */
import type { Clock, Log, Timers } from '../core/ports.ts';
import { type Camera, createCamera } from '../scan/camera.ts';
import type { GetUserMedia } from '../scan/camera-stream.ts';
import { createFallbackDecoder } from '../scan/fallback-decoder.ts';
import { startDecodeWorker } from '../scan/start-decode-worker.ts';
import { createWorkerDecoder } from '../scan/worker-decoder.ts';
import { createZxingJsDecoder } from '../scan/zxing-js-decoder.ts';

/** What the camera needs from the page. */
export interface CameraParts {
  readonly getUserMedia: GetUserMedia;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: Log;
}

/** Makes the camera: zxing-wasm in a worker, @zxing/browser where that does not start. Opens nothing yet. */
export function makeCamera(parts: CameraParts): Camera {
  const first = createWorkerDecoder({ startWorker: startDecodeWorker, timers: parts.timers });
  return createCamera({ ...parts, decoder: createFallbackDecoder(first, createZxingJsDecoder, parts.log) });
}
