/** Frames of a running video, as soon as the browser gives them away. */
import type { Timers } from '../core/ports.ts';
import type { Frame } from './decoder.ts';
import { isShown } from './video-probe.ts';

/** Where the browser does not tell of new frames, the video is looked at this often. */
const POLL_MS = 66;
/** `HTMLMediaElement.HAVE_CURRENT_DATA`: the video has a picture. */
const HAVE_CURRENT_DATA = 2;

/** Ends the frames. May be called twice. */
export type Stop = () => void;

/** Takes one frame; one that comes while it is busy is not for it. Must not reject. */
export type TakeFrame = (frame: Frame) => Promise<void>;

/** The part of Chromium's MediaStreamTrackProcessor that is used; TypeScript knows it in workers only. */
type TrackProcessor = new (init: { readonly track: MediaStreamTrack }) => {
  readonly readable: ReadableStream<VideoFrame>;
};

/**
 * Gives `take` the frames of `video` while that is on the page. From the camera's track where the browser lets a page
 * read it: that is a painted frame sooner, and none is missed because it was painted while the one before was read.
 * Else by the frames that are painted.
 */
export function giveFrames(video: HTMLVideoElement, timers: Timers, take: TakeFrame): Stop {
  const takeSeen: TakeFrame = async (frame) => {
    if (isOnPage(video)) await take(frame);
  };
  const frames = framesOfTrack(video);
  if (!frames) return givePainted(video, timers, takeSeen);
  let isStopped = false;
  let stop: Stop = () => void frames.cancel().catch(() => undefined);
  const onend = (): void => {
    // The track has ended, which the watchdog sees too, or the browser gives no more of its frames: perhaps it still paints.
    if (!isStopped) stop = givePainted(video, timers, takeSeen);
  };
  giveTaken(frames, takeSeen).then(onend, onend);
  return () => {
    isStopped = true;
    stop();
  };
}

/** Calls `run` once at the next painted frame, or after a moment where the browser does not tell; returns the undo. */
export function whenFrame(video: HTMLVideoElement, timers: Timers, run: () => void): Stop {
  if (typeof video.requestVideoFrameCallback !== 'function') return timers.after(POLL_MS, run);
  const handle = video.requestVideoFrameCallback(run);
  return () => video.cancelVideoFrameCallback(handle);
}

function framesOfTrack({ srcObject }: HTMLVideoElement): ReadableStreamDefaultReader<VideoFrame> | null {
  const { MediaStreamTrackProcessor: Processor } = globalThis as {
    MediaStreamTrackProcessor?: TrackProcessor;
  };
  const track = srcObject instanceof MediaStream ? srcObject.getVideoTracks()[0] : undefined;
  if (!Processor || track?.readyState !== 'live') return null;
  return new Processor({ track }).readable.getReader();
}

/** Resolves when there are no more; rejects when they cannot be read. */
async function giveTaken(frames: ReadableStreamDefaultReader<VideoFrame>, take: TakeFrame): Promise<void> {
  for (;;) {
    const { value: source } = await frames.read();
    if (!source) return;
    const { displayWidth: width, displayHeight: height } = source;
    try {
      await take({ source, width, height });
    } finally {
      source.close(); // one that a worker has is closed already
    }
  }
}

/** What is read is seen: not every browser keeps the frames of a hidden video back. */
function isOnPage(video: HTMLVideoElement): boolean {
  return !video.ownerDocument.hidden && isShown(video);
}

function givePainted(video: HTMLVideoElement, timers: Timers, take: TakeFrame): Stop {
  let forgetNext: Stop = () => undefined;

  function next(): void {
    forgetNext = whenFrame(video, timers, () => {
      next();
      // Before the first frame there is nothing to decode.
      if (video.readyState < HAVE_CURRENT_DATA) return;
      void take({ source: video, width: video.videoWidth, height: video.videoHeight });
    });
  }

  next();
  return () => forgetNext();
}
