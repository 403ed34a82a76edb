/** Everything about lenses behind the camera: which there are, which is open, which is wanted, what is set at it. */
import type { Log, Timers } from '../core/ports.ts';
import type { GetUserMedia, OpenedStream } from './camera-stream.ts';
import { type Lens, lensOf } from './lens.ts';
import { capabilitiesOf } from './lens-capabilities.ts';
import { createLensControls, type LensControls, type Torch, type Zoom } from './lens-controls.ts';
import { createLensList, type DeviceList } from './lens-list.ts';
import type { LensMemory } from './lens-memory.ts';
import { createListeners } from './listeners.ts';
import { lensIdOf, openLens } from './open-lens.ts';

/** What a screen shows of the lenses; replaced as a whole. */
export interface LensView {
  /** All there are, once the browser names them: after permission. One or none: nothing to choose. */
  readonly lenses: readonly Lens[];
  /** The one that is open. */
  readonly lens: Lens | null;
  readonly torch: Torch;
  readonly zoom: Zoom | null;
}

/** What it needs. */
export interface LensDeskDeps {
  readonly getUserMedia: GetUserMedia;
  readonly devices: DeviceList | null;
  readonly memory: LensMemory;
  readonly timers: Timers;
  readonly log: Log;
}

/** The desk. */
export interface LensDesk {
  /** Opens the lens that is wanted. Never rejects; the stream is the caller's. */
  open(): Promise<OpenedStream>;
  /** This stream is the open one: prepares its lens. Torch off, zoom as remembered: a new stream knows nothing of the old. */
  adopt(stream: MediaStream): void;
  /** No stream is open. */
  leave(): void;
  /** Hears, after the list is read anew, that a device came or went. Returns the undo. */
  ondevices(listener: () => void): () => void;
  /** Remembers that a person wants this lens. */
  choose(id: string): void;
  /** True where the lens a person wants is there and another is open. */
  isOtherWanted(): boolean;
  readonly view: () => LensView;
  readonly onview: (listener: (view: LensView) => void) => () => void;
  readonly setTorch: (on: boolean) => Promise<void>;
  readonly setZoom: (value: number) => Promise<void>;
}

/** Chromium knows a lens's capabilities only a moment after it is open (crbug.com/711524), ms. */
const LOOK_AGAIN_MS = 1_000;

/** Makes the desk. */
export function createLensDesk({ getUserMedia, devices, memory, timers, log }: LensDeskDeps): LensDesk {
  const list = createLensList(devices, log);
  const views = createListeners<LensView>();
  let open: { readonly track: MediaStreamTrack; readonly controls: LensControls } | null = null;
  let openId = '';
  let view: LensView = { lenses: [], lens: null, torch: 'none', zoom: null };
  let forgetLook = (): void => undefined;

  function update(): void {
    const lenses = list.lenses();
    const torch = open?.controls.torch() ?? 'none';
    view = { lenses, lens: openLensOf(lenses), torch, zoom: open?.controls.zoom() ?? null };
    views.emit(view);
  }

  function openLensOf(lenses: readonly Lens[]): Lens | null {
    if (open === null) return null;
    const { label } = open.track;
    const listed = lenses.find(({ id }) => id === openId);
    return listed ?? lensOf({ kind: 'videoinput', deviceId: openId, label });
  }

  async function prepare(controls: LensControls): Promise<void> {
    await Promise.all([controls.prepare(), list.refresh()]);
    update();
  }

  function adopt(stream: MediaStream): void {
    const [track] = stream.getVideoTracks();
    if (track === undefined) return;
    const controls = createLensControls(track, memory, log);
    const known = JSON.stringify(capabilitiesOf(track));
    open = { track, controls };
    openId = lensIdOf(stream);
    forgetLook = timers.after(LOOK_AGAIN_MS, () => {
      if (JSON.stringify(capabilitiesOf(track)) !== known) void prepare(controls);
    });
    void prepare(controls);
  }

  function leave(): void {
    forgetLook();
    if (open === null) return;
    open = null;
    update();
  }

  function isOtherWanted(): boolean {
    const choice = memory.choice();
    const wanted = choice === null ? null : list.find(choice);
    return open !== null && wanted !== null && wanted.id !== openId;
  }

  return {
    open: () => openLens({ getUserMedia, lenses: list, memory }),
    adopt,
    leave,
    ondevices: (listener) =>
      list.onchange(() => {
        update();
        listener();
      }),
    choose(id) {
      const name = list.nameOf(id);
      if (name !== null) memory.keepChoice(name);
    },
    isOtherWanted,
    view: () => view,
    onview: views.add,
    async setTorch(on) {
      await open?.controls.setTorch(on);
      update();
    },
    async setZoom(value) {
      await open?.controls.setZoom(value);
      update();
    },
  };
}
