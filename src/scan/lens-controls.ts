/** Torch, zoom and focus of one open track. Nothing here may fail an opening: a lens without all this still reads. */
import type { Log } from '../core/ports.ts';
import { capabilitiesOf, type LensRange } from './lens-capabilities.ts';
import type { LensMemory, LensName } from './lens-memory.ts';
import { startZoom } from './start-zoom.ts';

/** `none`: the lens has no torch. */
export type Torch = 'none' | 'off' | 'on';

/** The zoom as it is, and how far it goes; the unit is the lens's own (lens-capabilities.ts). */
export interface Zoom extends LensRange {
  readonly value: number;
}

/** What can be set at a lens. */
export interface LensControls {
  torch(): Torch;
  /** null: the lens does not zoom. */
  zoom(): Zoom | null;
  /** Focuses and exposes by itself from now on, zoomed as remembered or as `startZoom` says. Never rejects. */
  prepare(): Promise<void>;
  /** Resolves when the torch is as told, or as it was where the lens refuses. Never rejects. */
  setTorch(on: boolean): Promise<void>;
  /** Resolves when zoomed to the nearest value in range, which is remembered for this lens. Never rejects. */
  setZoom(value: number): Promise<void>;
}

/** What can be asked of a track; `MediaTrackConstraintSet` does not know these names yet. */
interface Wishes {
  readonly torch?: boolean;
  readonly zoom?: number;
  readonly focusMode?: string;
  readonly exposureMode?: string;
}

/** Makes the controls of `track`. */
export function createLensControls(track: MediaStreamTrack, memory: LensMemory, log: Log): LensControls {
  let granted: Wishes = {};

  /**
   * Asks for one more wish beside those already granted, as each call replaces the last one's. All in one set: Chromium
   * reads only the first, and takes no sizes beside them.
   */
  async function ask(wish: Wishes): Promise<boolean> {
    const wishes: MediaTrackConstraintSet & Wishes = { ...granted, ...wish };
    try {
      await track.applyConstraints({ advanced: [wishes] });
      granted = wishes;
      return true;
    } catch (error) {
      log.info('scan.lens-refused', { wish: Object.keys(wish).join(), error: String(error) });
      return false;
    }
  }

  async function prepare(): Promise<void> {
    const can = capabilitiesOf(track);
    if (can.focusModes.includes('continuous')) await ask({ focusMode: 'continuous' });
    if (can.exposureModes.includes('continuous')) await ask({ exposureMode: 'continuous' });
    const zoom = memory.zoomOf(nameOf(track)) ?? startZoom(can);
    if (zoom !== null && can.zoom !== null) await ask({ zoom: clamp(zoom, can.zoom) });
  }

  async function setZoom(value: number): Promise<void> {
    const range = capabilitiesOf(track).zoom;
    if (range === null) return;
    const zoom = clamp(value, range);
    if (await ask({ zoom })) memory.keepZoom(nameOf(track), zoom);
  }

  async function setTorch(on: boolean): Promise<void> {
    if (capabilitiesOf(track).hasTorch) await ask({ torch: on });
  }

  /** The lens's own word where it gives one: the system puts a torch out when the tablet is hot. */
  function torch(): Torch {
    if (!capabilitiesOf(track).hasTorch) return 'none';
    return (settingOf(track, 'torch') ?? granted.torch) === true ? 'on' : 'off';
  }

  function zoom(): Zoom | null {
    const range = capabilitiesOf(track).zoom;
    if (range === null) return null;
    const value = settingOf(track, 'zoom') ?? granted.zoom;
    return { ...range, value: typeof value === 'number' ? value : Math.max(range.min, 1) };
  }

  return { torch, zoom, prepare, setTorch, setZoom };
}

function settingOf(track: MediaStreamTrack, name: 'torch' | 'zoom'): unknown {
  const settings: Readonly<Record<string, unknown>> = { ...track.getSettings() };
  return settings[name];
}

function nameOf(track: MediaStreamTrack): LensName {
  return { id: track.getSettings().deviceId ?? '', label: track.label };
}

function clamp(value: number, { min, max }: LensRange): number {
  return Math.min(max, Math.max(min, value));
}
