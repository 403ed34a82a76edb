/** A camera on a page, with a stream whose picture the test draws. */
import { silentLog } from '../../../src/core/ports.ts';
import { type Camera, type CameraDeps, createCamera } from '../../../src/scan/camera.ts';
import { pageSight } from '../../../src/scan/page-sight.ts';
import type { ScannerState, ScanRead } from '../../../src/scan/scanner.ts';
import { startDecodeWorker } from '../../../src/scan/start-decode-worker.ts';
import { createVideoProbe } from '../../../src/scan/video-probe.ts';
import { createWorkerDecoder } from '../../../src/scan/worker-decoder.ts';
import { createDesk, showCode } from './code-canvas.ts';
import { pageClock, pageTimers, wait } from '../../fakes/page-time.ts';

/** Two wallets' codes. */
export const FIRST = '284312345678901234';
export const SECOND = '134668918993771844';

/** A camera on a page before a desk. */
export interface Counter {
  readonly camera: Camera;
  readonly desk: HTMLCanvasElement;
  readonly video: HTMLVideoElement;
  readonly reads: ScanRead[];
  readonly states: ScannerState[];
  /** Every stream the page was given. */
  readonly streams: MediaStream[];
  texts(): string[];
}

const open: Camera[] = [];

/** Lets every camera go, and clears the page. */
export function letGo(): void {
  for (const camera of open.splice(0)) {
    camera.stop();
    camera.detach();
  }
  document.body.replaceChildren();
}

/** Puts one up. */
export function setup(change: Partial<CameraDeps> = {}): Counter {
  const desk = createDesk();
  const streams: MediaStream[] = [];
  const getUserMedia = async (): Promise<MediaStream> => {
    const stream = desk.captureStream(25);
    streams.push(stream);
    return stream;
  };
  const decoder = createWorkerDecoder({ startWorker: startDecodeWorker, timers: pageTimers });
  const camera = createCamera({
    getUserMedia,
    devices: null,
    keeper: { get: () => null, set: () => undefined },
    page: pageSight(window),
    probe: createVideoProbe(silentLog, document),
    decoder,
    clock: pageClock,
    timers: pageTimers,
    log: silentLog,
    ...change,
  });
  open.push(camera);
  const reads: ScanRead[] = [];
  const states: ScannerState[] = [];
  camera.onread((read) => reads.push(read));
  camera.onstate((state) => states.push(state));
  const video = document.createElement('video');
  document.body.append(desk, video);
  return { camera, desk, video, reads, states, streams, texts: () => reads.map((read) => read.text) };
}

/** Keeps painting (a captured canvas sends a frame only when it is drawn on) until `isDone`, at most 10 s. */
export async function draw(paint: () => void, isDone: () => boolean): Promise<void> {
  const end = performance.now() + 10_000;
  while (!isDone() && performance.now() < end) {
    paint();
    await wait(40);
  }
}

/** Shows a code. */
export function show(counter: Counter, text: string): void {
  showCode(counter.desk, 'qr', text, { width: 320 });
}

/** Shows a code until `count` reads have come in all. */
export function showUntil(counter: Counter, text: string, count: number): Promise<void> {
  return draw(
    () => show(counter, text),
    () => counter.reads.length >= count,
  );
}

/** Shows a code for `ms`, whatever is read. */
export function showFor(counter: Counter, text: string, ms: number): Promise<void> {
  const end = performance.now() + ms;
  return draw(
    () => show(counter, text),
    () => performance.now() >= end,
  );
}
