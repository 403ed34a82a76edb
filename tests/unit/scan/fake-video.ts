/** A video that gives a frame when a test says so, and the picture on it. */
import type { VideoProbe } from '../../../src/scan/video-probe.ts';

/** The video and how it looks. */
export interface FakeVideo {
  readonly video: HTMLVideoElement;
  readonly probe: VideoProbe;
  /** Gives one frame to whoever waits for one. */
  frame(): void;
  /** Turned by a test: has the picture one colour, is the video on the page? */
  isPlain: boolean;
  isShown: boolean;
  /** How often it was played again. */
  nudges: number;
}

/** Makes a video; without `hasFrameCallback` the browser does not tell of frames, and its time moves instead. */
export function fakeVideo(hasFrameCallback = true): FakeVideo {
  const waiting = new Map<number, () => void>();
  let handle = 0;
  const callbacks = {
    requestVideoFrameCallback(run: () => void) {
      waiting.set(++handle, run);
      return handle;
    },
    cancelVideoFrameCallback: (old: number) => void waiting.delete(old),
  };
  const video = { currentTime: 0, ...(hasFrameCallback ? callbacks : {}) };
  const fake: FakeVideo = {
    video: video as unknown as HTMLVideoElement,
    probe: {
      isShown: () => fake.isShown,
      isPlain: () => fake.isPlain,
      nudge: () => void fake.nudges++,
    },
    frame() {
      video.currentTime += 0.04;
      const due = [...waiting.values()];
      waiting.clear();
      for (const run of due) run();
    },
    isPlain: false,
    isShown: true,
    nudges: 0,
  };
  return fake;
}
