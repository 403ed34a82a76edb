/** The lenses there are, as the browser lists them; the list follows what is plugged in and pulled out. */
import type { Log } from '../core/ports.ts';
import { type Lens, type LensDevice, lensOf } from './lens.ts';
import { isSameLens, type LensName } from './lens-memory.ts';

/** What is needed of `navigator.mediaDevices`. */
export interface DeviceList extends EventTarget {
  enumerateDevices(): Promise<readonly LensDevice[]>;
}

/** The list. */
export interface LensList {
  /** As last read; empty before the first `refresh`, and while the browser names none (no permission yet). */
  lenses(): readonly Lens[];
  /** Reads the list anew. Never rejects; what cannot be read is the list as it was. */
  refresh(): Promise<void>;
  /** The lens of that id, else the one of that label if there is just one; null where there is none. */
  find(name: LensName): Lens | null;
  /** The browser's own name of the lens with this id; null where there is none. */
  nameOf(id: string): LensName | null;
  /** Hears, with the list read anew, that a device came or went. Returns the undo. */
  onchange(listener: () => void): () => void;
}

/** Makes the list of `devices`; null (no secure context) is a list that stays empty. */
export function createLensList(devices: DeviceList | null, log: Log): LensList {
  let inputs: readonly LensDevice[] = [];
  // Without permission there is one nameless entry a kind: nothing to choose from.
  const known = (): readonly LensDevice[] => inputs.filter((device) => device.deviceId !== '');

  async function refresh(): Promise<void> {
    try {
      const all = (await devices?.enumerateDevices()) ?? [];
      inputs = all.filter((device) => device.kind === 'videoinput');
    } catch (error) {
      log.warn('scan.no-lens-list', { error: String(error) });
    }
  }

  function find(name: LensName): Lens | null {
    const exact = known().find((device) => device.deviceId === name.id);
    const [first, ...more] = known().filter((device) => isSameLens(nameOfDevice(device), name));
    const found = exact ?? (more.length === 0 ? first : undefined);
    return found === undefined ? null : lensOf(found);
  }

  function nameOf(id: string): LensName | null {
    const device = known().find(({ deviceId }) => deviceId === id);
    return device === undefined ? null : nameOfDevice(device);
  }

  function onchange(listener: () => void): () => void {
    const hear = (): void => void compare();
    // Some systems hint at every opening of a camera: only another set of lenses is news.
    async function compare(): Promise<void> {
      const before = idsOf(inputs);
      await refresh();
      if (idsOf(inputs) !== before) listener();
    }
    devices?.addEventListener('devicechange', hear);
    return () => devices?.removeEventListener('devicechange', hear);
  }

  return { lenses: () => known().map(lensOf), refresh, find, nameOf, onchange };
}

function idsOf(devices: readonly LensDevice[]): string {
  const ids = devices.map(({ deviceId }) => deviceId);
  return JSON.stringify(ids.sort());
}

function nameOfDevice({ deviceId, label }: LensDevice): LensName {
  return { id: deviceId, label };
}
