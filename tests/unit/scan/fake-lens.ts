/** Lenses, tracks and a page as far as the camera's parts look at them. */
import type { LensDevice } from '../../../src/scan/lens.ts';
import type { DeviceList } from '../../../src/scan/lens-list.ts';
import type { LensKeeper } from '../../../src/scan/lens-memory.ts';
import type { PageSight } from '../../../src/scan/page-sight.ts';

/** A track that does what it is asked, or refuses what a test names. */
export interface FakeTrack {
  readonly track: MediaStreamTrack;
  /** Every advanced set that was asked for, in order. */
  readonly asked: Record<string, unknown>[];
  /** Names of wishes that are refused. */
  readonly refuses: Set<string>;
  /** What `getCapabilities` tells; a browser may learn more later. */
  can: Record<string, unknown>;
}

/** Makes a track. */
export function fakeTrack(can: Record<string, unknown>, id = 'lens-1', label = 'Back Camera'): FakeTrack {
  const asked: Record<string, unknown>[] = [];
  const refuses = new Set<string>();
  let settings: Record<string, unknown> = { deviceId: id };
  const fake = { asked, refuses, can };
  const track = Object.assign(new EventTarget(), {
    label,
    muted: false,
    stop: () => undefined,
    getCapabilities: () => fake.can,
    getSettings: () => settings,
    async applyConstraints({ advanced = [] }: { advanced?: Record<string, unknown>[] }) {
      const [wishes = {}] = advanced;
      asked.push(wishes);
      if (Object.keys(wishes).some((name) => refuses.has(name))) throw new Error('OverconstrainedError');
      settings = { ...settings, ...wishes };
    },
  });
  return Object.assign(fake, { track: track as unknown as MediaStreamTrack });
}

/** A stream of one track. */
export function streamOf(track: MediaStreamTrack): MediaStream {
  return { getTracks: () => [track], getVideoTracks: () => [track] } as unknown as MediaStream;
}

/** A video input as a browser lists it. */
export function videoInput(deviceId: string, label: string, facingMode?: string): LensDevice {
  const device = { kind: 'videoinput', deviceId, label };
  return facingMode === undefined
    ? device
    : { ...device, getCapabilities: () => ({ facingMode: [facingMode] }) };
}

/** Devices that a test plugs in and pulls out. */
export class FakeDevices extends EventTarget implements DeviceList {
  #devices: readonly LensDevice[];
  constructor(...devices: LensDevice[]) {
    super();
    this.#devices = devices;
  }
  async enumerateDevices(): Promise<readonly LensDevice[]> {
    return this.#devices;
  }
  change(...devices: LensDevice[]): void {
    this.#devices = devices;
    this.dispatchEvent(new Event('devicechange'));
  }
}

/** Where a tablet keeps its choice. */
export function fakeKeeper(text: string | null = null): LensKeeper & { text: string | null } {
  return {
    text,
    get() {
      return this.text;
    },
    set(next) {
      this.text = next;
    },
  };
}

/** A page that a test brings to the front and sends away. */
export interface FakePage extends PageSight {
  show(isVisible: boolean): void;
  /** How many listen. */
  listening(): number;
}

/** Makes a visible page. */
export function fakePage(): FakePage {
  const listeners = new Set<() => void>();
  let isVisible = true;
  return {
    isVisible: () => isVisible,
    onchange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    show(next) {
      isVisible = next;
      for (const listener of [...listeners]) listener();
    },
    listening: () => listeners.size,
  };
}
