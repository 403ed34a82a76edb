/** The camera as a rune, fetched when it is first needed: the keypad must not wait for a decoder. */
import { createSubscriber } from 'svelte/reactivity';
import type { Camera, Lens, LensView, Torch, Zoom } from '../../scan/camera.ts';
import type { ScannerState, ScanRead } from '../../scan/scanner.ts';

const NO_LENS: LensView = { lenses: [], lens: null, torch: 'none', zoom: null };

/** Starts the camera and hands its picture to a `<video>`; reads go to one listener. */
export class ScannerView {
  readonly #load: () => Promise<Camera>;
  readonly #onread: (read: ScanRead) => void;
  readonly #watch: () => void;
  /** Draws anew; nothing while no screen looks. */
  #redraw = (): void => undefined;
  #camera: Camera | null = null;
  #loading: Promise<Camera> | null = null;
  /** Where the picture is wanted; the last one has it: the check of the scanners lies on a sale. */
  #videos: HTMLVideoElement[] = [];
  #state: ScannerState = 'off';
  #view = NO_LENS;

  constructor(load: () => Promise<Camera>, onread: (read: ScanRead) => void) {
    this.#load = load;
    this.#onread = onread;
    this.#watch = createSubscriber((redraw) => {
      this.#redraw = redraw;
      return () => (this.#redraw = () => undefined);
    });
  }

  /** What the camera is doing, as a rune. */
  get state(): ScannerState {
    this.#watch();
    return this.#state;
  }

  /** The lenses to choose from, as a rune; fewer than two leave nothing to choose. */
  get lenses(): readonly Lens[] {
    this.#watch();
    return this.#view.lenses;
  }

  /** The open lens, as a rune; null while none is open. */
  get lens(): Lens | null {
    this.#watch();
    return this.#view.lens;
  }

  /** The open lens's torch, as a rune; `none` where it has none. */
  get torch(): Torch {
    this.#watch();
    return this.#view.torch;
  }

  /** The open lens's zoom and its range, as a rune; null where it does not zoom. */
  get zoom(): Zoom | null {
    this.#watch();
    return this.#view.zoom;
  }

  /** Opens another lens and remembers it on this tablet. Never rejects: `state` and `lens` say what came of it. */
  async chooseLens(id: string): Promise<void> {
    await this.#camera?.chooseLens(id);
  }

  /** Never rejects: `torch` says what came of it. */
  async setTorch(on: boolean): Promise<void> {
    await this.#camera?.setTorch(on);
  }

  /** Zooms to the nearest value in range and remembers it for this lens. Never rejects. */
  async setZoom(value: number): Promise<void> {
    await this.#camera?.setZoom(value);
  }

  /** Fetches camera and decoder without opening the stream; for an idle moment. */
  async warm(): Promise<void> {
    const camera = await this.#fetched();
    if (camera) await camera.warm();
  }

  /** Opens the stream (asks for permission the first time). Resolves with the state reached; never rejects. */
  async start(): Promise<ScannerState> {
    if (this.#state === 'off') this.#move('starting');
    const camera = await this.#fetched();
    return camera ? camera.start() : this.#state;
  }

  /**
   * For `{@attach}`: opens the camera if need be, shows it in `video` and reads from it. Each attach is a new session:
   * a code still in view is read again. Returns the undo.
   */
  attach = (video: HTMLVideoElement): (() => void) => {
    this.#videos.push(video);
    void this.start();
    this.#show();
    return () => {
      this.#videos = this.#videos.filter((other) => other !== video);
      if (this.#videos.length > 0) this.#show();
      else this.#camera?.detach();
    };
  };

  /** Reads a code out of a photo, which goes where every read goes if it is still wanted. False: none was found. Never rejects. */
  async readPhoto(photo: Blob, isWanted: () => boolean): Promise<boolean> {
    const camera = await this.#fetched();
    return camera !== null && camera.readPhoto(photo, isWanted);
  }

  /** Lets the camera go, e.g. when the app is hidden for good. */
  stop(): void {
    this.#camera?.stop();
  }

  #show(): void {
    const video = this.#videos.at(-1);
    if (!video || !this.#camera) return;
    this.#camera.arm();
    this.#camera.attach(video);
    this.#camera.resume();
  }

  async #fetched(): Promise<Camera | null> {
    this.#loading ??= this.#load();
    try {
      const camera = await this.#loading;
      if (!this.#camera) this.#adopt(camera);
      return camera;
    } catch {
      // The file could not be fetched (first visit, network gone): the next try fetches again.
      this.#loading = null;
      this.#move({ kind: 'failed', why: 'broken' });
      return null;
    }
  }

  #adopt(camera: Camera): void {
    this.#camera = camera;
    camera.onread(this.#onread);
    camera.onstate((state) => this.#move(state));
    camera.onview((view) => {
      this.#view = view;
      this.#redraw();
    });
    this.#show();
  }

  #move(state: ScannerState): void {
    this.#state = state;
    this.#redraw();
  }
}
