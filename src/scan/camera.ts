/** The camera: one stream for the whole shift, its frames decoded only while a sale waits for a code. */
import type { Log, Timers } from '../core/ports.ts';
import type { GetUserMedia } from './camera-stream.ts';
import type { Decoder } from './decoder.ts';
import type { Lens } from './lens.ts';
import type { Torch, Zoom } from './lens-controls.ts';
import { createLensDesk, type LensView } from './lens-desk.ts';
import type { DeviceList } from './lens-list.ts';
import { createLensMemory, type LensKeeper } from './lens-memory.ts';
import { createListeners } from './listeners.ts';
import type { PageSight } from './page-sight.ts';
import type { Scanner, ScannerState, ScanRead } from './scanner.ts';
import { textOfPhoto } from './photo.ts';
import { createStreamKeeper } from './stream-keeper.ts';
import type { VideoProbe } from './video-probe.ts';
import { createViewfinder } from './viewfinder.ts';

export type { Lens, LensView, Torch, Zoom };

/** What the camera needs. */
export interface CameraDeps {
  readonly getUserMedia: GetUserMedia;
  /** `navigator.mediaDevices`; null where the browser hides it */
  readonly devices: DeviceList | null;
  readonly keeper: LensKeeper;
  readonly page: PageSight;
  readonly probe: VideoProbe;
  readonly decoder: Decoder;
  readonly clock: { monotonic(): number };
  readonly timers: Timers;
  readonly log: Log;
}

/**
 * A scanner with a picture. The stream outlives sales and screens: opening one takes a tablet up to a second. While a
 * video is attached and the page visible, a camera that gives no picture is opened anew by itself: `starting` the first
 * time, `failed` with `frozen` while that did not help, `ready` as soon as there is a picture.
 */
export interface Camera extends Scanner {
  /** Loads the decoder; called when the app is idle. Resolves false where no decoder works. */
  warm(): Promise<boolean>;
  /** Shows the picture in `video` and reads codes from it; a video attached before is let go. */
  attach(video: HTMLVideoElement): void;
  /** Lets the video go; nothing is read until the next `attach`. */
  detach(): void;
  /** Decodes no frames; the stream and the picture go on. */
  pause(): void;
  /** Decodes again (a camera starts so). */
  resume(): void;
  /** A new attempt begins: a code that is still in view is a read again. */
  arm(): void;
  /** The lenses there are and what can be set at the open one; a new value after each change. */
  view(): LensView;
  /** Hears every change of `view`; returns the undo. */
  onview(listener: (view: LensView) => void): () => void;
  /** Opens the lens with this id and remembers it. Resolves with the state reached; never rejects. */
  chooseLens(id: string): Promise<ScannerState>;
  /** Resolves when the torch is as told, or as it was where it cannot be; `view` says. Never rejects. */
  setTorch(on: boolean): Promise<void>;
  /** Zooms to the nearest value in range and remembers it for this lens. Never rejects. */
  setZoom(value: number): Promise<void>;
  /**
   * Reads a code out of a photo; it goes where every read goes, if it is still wanted by then. False: none was found.
   * Never rejects.
   */
  readPhoto(photo: Blob, isWanted: () => boolean): Promise<boolean>;
}

/** Makes the camera; it opens with `start`. */
export function createCamera(deps: CameraDeps): Camera {
  const reads = createListeners<ScanRead>();
  const states = createListeners<ScannerState>();
  const viewfinder = createViewfinder({ ...deps, onread: reads.emit });
  const desk = createLensDesk({ ...deps, memory: createLensMemory(deps.keeper) });
  const keeper = createStreamKeeper({ ...deps, desk, onchange });
  let told: ScannerState = 'off';

  function onchange(state: ScannerState, stream: MediaStream | null): void {
    viewfinder.show(stream, state === 'ready');
    if (state === told) return;
    told = state;
    states.emit(state);
  }

  function attach(video: HTMLVideoElement): void {
    viewfinder.attach(video);
    keeper.attach(video);
  }

  function detach(): void {
    viewfinder.detach();
    keeper.detach();
    // The stream lives on for the next sale; nobody wants its light until then.
    if (desk.view().torch === 'on') void desk.setTorch(false);
  }

  function chooseLens(id: string): Promise<ScannerState> {
    desk.choose(id);
    return keeper.state() === 'off' ? Promise.resolve('off') : keeper.restart();
  }

  async function readPhoto(photo: Blob, isWanted: () => boolean): Promise<boolean> {
    const atMonotonic = deps.clock.monotonic();
    const text = await textOfPhoto(deps.decoder, photo);
    // Reading takes a second: meanwhile another sale may be on the counter.
    if (text !== null && isWanted())
      reads.emit({ text, source: 'photo', atMonotonic, tookMs: deps.clock.monotonic() - atMonotonic });
    return text !== null;
  }

  return {
    start: keeper.start,
    stop: keeper.stop,
    onread: reads.add,
    state: keeper.state,
    onstate: states.add,
    warm: () => deps.decoder.warm(),
    attach,
    detach,
    pause: () => viewfinder.setPaused(true),
    resume: () => viewfinder.setPaused(false),
    arm: () => viewfinder.arm(),
    view: desk.view,
    onview: desk.onview,
    chooseLens,
    setTorch: desk.setTorch,
    setZoom: desk.setZoom,
    readPhoto,
  };
}
