/** Gives every new frame of a running video to one handler, which is never given a second before it is done. */
import type { Timers } from '../core/ports.ts';
import type { Frame } from './decoder.ts';

/** Where the browser does not tell of new frames, the video is looked at this often. */
const POLL_MS = 66;
/** `HTMLMediaElement.HAVE_CURRENT_DATA`: the video has a picture. */
const HAVE_CURRENT_DATA = 2;

/** The loop. */
export interface FrameLoop {
  /** Looks at `video` from now on, and at no other. */
  run(video: HTMLVideoElement): void;
  /** Stops looking. A handler at work is not interrupted. May be called twice. */
  stop(): void;
}

/**
 * Makes a loop. Frames that come while `onframe` is busy are dropped, also across `stop` and `run`: the next read
 * is of the newest frame, not of a queue of old ones. `onframe` must not reject.
 */
export function createFrameLoop(timers: Timers, onframe: (frame: Frame) => Promise<void>): FrameLoop {
  let isBusy = false;
  let forgetNext = (): void => undefined;

  async function offer(video: HTMLVideoElement): Promise<void> {
    const frame = { source: video, width: video.videoWidth, height: video.videoHeight };
    if (isBusy || video.readyState < HAVE_CURRENT_DATA) return; // before the first frame there is nothing to decode
    isBusy = true;
    await onframe(frame);
    isBusy = false;
  }

  function run(video: HTMLVideoElement): void {
    forgetNext();
    forgetNext = whenFrame(video, timers, () => {
      run(video);
      void offer(video);
    });
  }

  return { run, stop: () => forgetNext() };
}

/** Calls `run` once at the next frame, or after a moment where the browser does not tell; returns the undo. */
export function whenFrame(video: HTMLVideoElement, timers: Timers, run: () => void): () => void {
  if (typeof video.requestVideoFrameCallback !== 'function') return timers.after(POLL_MS, run);
  const handle = video.requestVideoFrameCallback(run);
  return () => video.cancelVideoFrameCallback(handle);
}
