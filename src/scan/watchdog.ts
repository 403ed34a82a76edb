/** Tells a camera that works from one that only looks open: no new frames, or frames with nothing on them. */
import type { Timers } from '../core/ports.ts';
import { whenFrame } from './frame-source.ts';
import type { PageSight } from './page-sight.ts';
import type { VideoProbe } from './video-probe.ts';

/** `live`: frames come and show something. `frozen`: none came, or all were of one colour, for too long. */
export type Verdict = 'live' | 'frozen';

/** What the watchdog needs. */
export interface WatchdogDeps {
  readonly clock: { monotonic(): number };
  readonly timers: Timers;
  readonly page: PageSight;
  readonly probe: VideoProbe;
  /** Called when the verdict changes, not again for the same. */
  readonly onverdict: (verdict: Verdict) => void;
}

/** The watchdog. */
export interface Watchdog {
  /** Watches `video`, whose first frame may take `firstFrameMs`. What was watched before is let go. */
  watch(video: HTMLVideoElement, firstFrameMs: number): void;
  /** Watches nothing. May be called twice. */
  stop(): void;
}

/** Between two looks, ms. */
const LOOK_MS = 250;
/** Without a frame for this long the picture stands still: at the slowest a camera gives five in that time, ms. */
const SILENT_MS = 1000;
/** A picture of one colour for this long is no picture, ms. */
const PLAIN_MS = 1000;
/** Between two looks at the picture itself, which is read back from the graphics card, ms. */
const PICTURE_MS = 500;
/** Silence after which a paused video is played again, ms. */
const NUDGE_MS = 500;
/** A look that comes so much too late says that the page itself stood still: nothing is known of the camera, ms. */
const LATE_MS = 500;

/** Makes a watchdog. It judges only while the page is visible and the video shown: elsewhere browsers give no frames. */
export function createWatchdog(deps: WatchdogDeps): Watchdog {
  let stopWatching = (): void => undefined;
  function watch(video: HTMLVideoElement, firstFrameMs: number): void {
    stopWatching();
    stopWatching = watchOne(deps, video, firstFrameMs);
  }
  return { watch, stop: () => stopWatching() };
}

function watchOne(deps: WatchdogDeps, video: HTMLVideoElement, firstFrameMs: number): () => void {
  const { clock, timers, page, probe, onverdict } = deps;
  const begun = clock.monotonic();
  let hasFrame = false;
  let frameAt = begun;
  let lookedAt = begun;
  let pictureAt = -Infinity;
  let plainSince: number | null = null;
  let isSeen = false;
  let isAway = false;
  let verdict: Verdict | null = null;
  let mediaTime = -1;
  let forgetFrame = (): void => undefined;
  let forgetLook = (): void => undefined;

  function awaitFrame(): void {
    forgetFrame = whenFrame(video, timers, () => {
      awaitFrame();
      // Where the browser does not tell of frames, the video's time must at least move.
      if (typeof video.requestVideoFrameCallback !== 'function' && video.currentTime === mediaTime) return;
      mediaTime = video.currentTime;
      hasFrame = true;
      frameAt = clock.monotonic();
    });
  }

  /** Nothing is known of the camera from the time before now. */
  function forgive(now: number): void {
    frameAt = now;
    plainSince = null;
  }

  function lookAtPicture(now: number): void {
    if (!hasFrame || now - pictureAt < PICTURE_MS) return;
    pictureAt = now;
    isSeen = true;
    if (!probe.isPlain(video)) plainSince = null;
    else plainSince ??= now;
  }

  function judge(now: number): void {
    const isSilent = now - frameAt >= (hasFrame ? SILENT_MS : firstFrameMs);
    const isPlain = plainSince !== null && now - plainSince >= PLAIN_MS;
    if (isSilent || isPlain) return tell('frozen');
    // A frame ends a silence at once, but a picture of one colour only by being seen to have two.
    if (hasFrame && isSeen && plainSince === null) tell('live');
  }

  function tell(next: Verdict): void {
    if (verdict === next) return;
    verdict = next;
    onverdict(next);
  }

  function look(): void {
    forgetLook();
    forgetLook = timers.after(LOOK_MS, look);
    const now = clock.monotonic();
    const isLate = now - lookedAt > LOOK_MS + LATE_MS;
    lookedAt = now;
    const wasAway = isAway;
    isAway = !page.isVisible() || !probe.isShown(video);
    if (isLate || isAway || wasAway) return forgive(now);
    if (now - frameAt >= NUDGE_MS) probe.nudge(video);
    lookAtPicture(now);
    judge(now);
  }

  const forgetPage = page.onchange(() => {
    probe.nudge(video);
    look();
  });
  awaitFrame();
  forgetLook = timers.after(LOOK_MS, look);
  return () => {
    forgetFrame();
    forgetLook();
    forgetPage();
  };
}
