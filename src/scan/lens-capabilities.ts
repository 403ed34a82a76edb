/** What a lens can do beyond giving frames, read from its track (W3C MediaStream Image Capture, §9). */

/** A range of values a lens takes. */
export interface LensRange {
  readonly min: number;
  readonly max: number;
  /** Smallest change; 0 where the browser does not tell. */
  readonly step: number;
}

/** What the track says; null and empty where it says nothing. */
export interface LensCapabilities {
  readonly hasTorch: boolean;
  /** Factors: 1 is the lens as it is on phones; webcams often count from 100. */
  readonly zoom: LensRange | null;
  /** Metres. */
  readonly focusDistance: LensRange | null;
  readonly focusModes: readonly string[];
  readonly exposureModes: readonly string[];
}

/** Reads the capabilities of `track`; a browser without `getCapabilities` tells nothing. */
export function capabilitiesOf(track: MediaStreamTrack): LensCapabilities {
  const told: Readonly<Record<string, unknown>> =
    typeof track.getCapabilities === 'function' ? { ...track.getCapabilities() } : {};
  const torch = told['torch'];
  return {
    hasTorch: torch === true || (Array.isArray(torch) && torch.includes(true)),
    zoom: rangeOf(told['zoom']),
    focusDistance: rangeOf(told['focusDistance']),
    focusModes: textsOf(told['focusMode']),
    exposureModes: textsOf(told['exposureMode']),
  };
}

function rangeOf(value: unknown): LensRange | null {
  if (typeof value !== 'object' || value === null) return null;
  const { min, max, step }: { min?: unknown; max?: unknown; step?: unknown } = value;
  if (typeof min !== 'number' || typeof max !== 'number' || max <= min) return null;
  return { min, max, step: typeof step === 'number' ? step : 0 };
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : [];
}
