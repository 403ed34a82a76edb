/** Looks at a running video from outside: is it on the screen, does it play, is there anything to see? */
import type { Log } from '../core/ports.ts';

/** What the watchdog asks of a video. */
export interface VideoProbe {
  /** True while the video has a place on the page: one in a hidden tab of the app gives no frames. */
  isShown(video: HTMLVideoElement): boolean;
  /** True where the whole picture has one colour, e.g. black. */
  isPlain(video: HTMLVideoElement): boolean;
  /** Plays a video the system has paused; iOS does so when an app comes back. */
  nudge(video: HTMLVideoElement): void;
}

/** True while the video has a place on the page. */
export function isShown(video: HTMLVideoElement): boolean {
  return video.getClientRects().length > 0;
}

/** Points looked at: enough to meet any code or hand, so few that reading them back costs nothing. */
const WIDTH = 16;
const HEIGHT = 9;
/** A real lens is never this even, also when covered: it has noise. A camera the system has taken away is. */
const SAME = 2;

/** Makes a probe with a tiny canvas of its own. */
export function createVideoProbe(log: Log, document: Document): VideoProbe {
  let context: CanvasRenderingContext2D | null = null;

  function tinyContext(): CanvasRenderingContext2D | null {
    if (context !== null) return context;
    const canvas = document.createElement('canvas');
    canvas.width = WIDTH;
    canvas.height = HEIGHT;
    context = canvas.getContext('2d', { willReadFrequently: true });
    return context;
  }

  function isPlain(video: HTMLVideoElement): boolean {
    const tiny = tinyContext();
    if (tiny === null) return false;
    tiny.drawImage(video, 0, 0, WIDTH, HEIGHT);
    return hasOneColour(tiny.getImageData(0, 0, WIDTH, HEIGHT).data);
  }

  function nudge(video: HTMLVideoElement): void {
    if (!video.paused) return;
    // Rejects when the video is let go before it plays: nothing is lost by that.
    video.play().catch((error: unknown) => log.info('scan.no-play', { error: String(error) }));
  }

  return { isShown, isPlain, nudge };
}

/** `pixels` are red, green, blue and alpha in turn. */
function hasOneColour(pixels: Uint8ClampedArray): boolean {
  for (let at = 4; at < pixels.length; at++) {
    if (Math.abs((pixels[at] ?? 0) - (pixels[at % 4] ?? 0)) > SAME) return false;
  }
  return true;
}
