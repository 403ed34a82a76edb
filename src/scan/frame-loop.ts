/** Gives the frames of one running video to one handler, which is never given a second before it is done. */
import type { Timers } from '../core/ports.ts';
import { giveFrames, type Stop, type TakeFrame } from './frame-source.ts';

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
export function createFrameLoop(timers: Timers, onframe: TakeFrame): FrameLoop {
  let isBusy = false;
  let stop: Stop = () => undefined;

  const take: TakeFrame = async (frame) => {
    if (isBusy) return;
    isBusy = true;
    try {
      await onframe(frame);
    } finally {
      isBusy = false;
    }
  };

  return {
    run(video) {
      stop();
      stop = giveFrames(video, timers, take);
    },
    stop: () => stop(),
  };
}
