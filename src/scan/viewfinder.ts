/** The picture on the page and what is read from it: one video, one frame at a time. */
import type { Log, Timers } from '../core/ports.ts';
import type { Decoder, Frame } from './decoder.ts';
import { createFrameLoop } from './frame-loop.ts';
import type { ScanRead } from './scanner.ts';
import { createViewMemory } from './view-memory.ts';

/** What the viewfinder needs. */
export interface ViewfinderDeps {
  readonly decoder: Decoder;
  readonly clock: { monotonic(): number };
  readonly timers: Timers;
  readonly log: Log;
  readonly onread: (read: ScanRead) => void;
}

/** The viewfinder. */
export interface Viewfinder {
  /** Shows `stream` (null: nothing), and reads from it while `isReady`. */
  show(stream: MediaStream | null, isReady: boolean): void;
  attach(video: HTMLVideoElement): void;
  detach(): void;
  /** Reads nothing; the picture goes on. */
  setPaused(isPaused: boolean): void;
  /** A code still in view is a read again. */
  arm(): void;
}

/** Makes a viewfinder without a video. */
export function createViewfinder({ decoder, clock, timers, log, onread }: ViewfinderDeps): Viewfinder {
  const memory = createViewMemory();
  const loop = createFrameLoop(timers, look);
  let video: HTMLVideoElement | null = null;
  let stream: MediaStream | null = null;
  let isReady = false;
  let isPaused = false;
  let isFailing = false;
  /** Raised by whatever begins or ends the reading for a sale. */
  let sitting = 0;

  /** Brings picture and loop to where they should be. */
  function settle(): void {
    sitting += 1;
    loop.stop();
    if (video === null) return;
    if (video.srcObject !== stream) play(video);
    if (stream !== null && isReady && !isPaused) loop.run(video);
  }

  function play(element: HTMLVideoElement): void {
    element.srcObject = stream;
    element.muted = true;
    element.playsInline = true; // without it iOS opens a full-screen player
    if (stream === null) return;
    // Rejects when the video is let go before it plays: nothing is lost by that.
    element.play().catch((error: unknown) => log.info('scan.no-play', { error: String(error) }));
  }

  async function look(frame: Frame): Promise<void> {
    const atMonotonic = clock.monotonic(); // before decoding: a code's life runs from when it was in view
    const asked = sitting;
    try {
      const text = await decoder.decode(frame);
      isFailing = false;
      // Stopped, paused or let go since the frame was taken, also where it reads again by now: its sale may be over.
      if (text === null || asked !== sitting) return;
      const tookMs = clock.monotonic() - atMonotonic;
      if (memory.isNew(text, atMonotonic)) onread({ text, source: 'camera', atMonotonic, tookMs });
    } catch (error) {
      if (!isFailing) log.warn('scan.frame-failed', { error: String(error) }); // once, not 30 times a second
      isFailing = true;
    }
  }

  function detach(): void {
    sitting += 1;
    loop.stop();
    if (video !== null) video.srcObject = null;
    video = null;
  }

  return {
    show(nextStream, nextIsReady) {
      stream = nextStream;
      isReady = nextIsReady;
      settle();
    },
    attach(next) {
      detach();
      video = next;
      settle();
    },
    detach,
    setPaused(next) {
      isPaused = next;
      settle();
    },
    arm() {
      sitting += 1;
      memory.forget();
    },
  };
}
