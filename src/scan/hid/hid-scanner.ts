/** Scanners in HID POS mode, as many as are plugged in, behind the `Scanner` port. */
import type { Log, Timers } from '../../core/ports.ts';
import { createListeners } from '../listeners.ts';
import type { Scanner, ScannerState, ScanRead } from '../scanner.ts';
import { createHidConnection, type HidDeviceState, type UnreadWhy } from './hid-connection.ts';
import { createHidList } from './hid-list.ts';
import { type Hid, type HidDevice, isConnection } from './hid-types.ts';
import { BAR_CODE_SCANNER_PAGE } from './report-layout.ts';

/** What the scanner needs. */
export interface HidScannerDeps {
  /** `findHid(navigator)`. */
  readonly hid: Hid | null;
  readonly clock: { monotonic(): number };
  readonly timers: Timers;
  readonly log: Log;
}

/** One scanner, for a list on the screen. */
export interface HidScannerDevice {
  /** Stays the same while the page lives, also over a re-plug. */
  readonly id: number;
  /** The maker's name for it; may be empty. */
  readonly name: string;
  readonly state: HidDeviceState;
}

/** A code that could not be read from what scanner `device` (an id) sent. */
export interface HidUnread {
  readonly device: number;
  readonly why: UnreadWhy;
}

/**
 * What asking for a scanner led to: `connected` some were chosen; `devices()` tells how each fares · `none-chosen` the
 * person chose none, or found none: a scanner in keyboard mode is not offered, and must scan the maker's "HID POS"
 * set-up code · `refused` no user gesture, or a policy · `unsupported` this browser has no WebHID.
 */
export type HidConnect = 'connected' | 'none-chosen' | 'refused' | 'unsupported';

/**
 * Hand and counter scanners over WebHID. State `ready`: every granted scanner is read that is plugged in now or later;
 * `devices()` tells about each. State `failed`: the browser has no WebHID (`broken`) or a policy forbids it (`refused`).
 */
export interface HidScanner extends Scanner {
  /**
   * Asks a person for scanners, starts, and opens them; scanners that failed to open are tried again, whatever is
   * chosen. Must be called in a user gesture. Resolves when all are open or have failed; never rejects.
   */
  connect(): Promise<HidConnect>;
  /** The scanners, unplugged ones included; none while stopped. */
  devices(): readonly HidScannerDevice[];
  /** Hears the list whenever it changes; returns the undo. */
  ondevices(listener: (devices: readonly HidScannerDevice[]) => void): () => void;
  /** Hears what gave no code, so that the screen can say "Scan again"; returns the undo. */
  onunread(listener: (unread: HidUnread) => void): () => void;
  /** Lets a scanner go and gives the permission back. An unknown id changes nothing. Never rejects. */
  forget(id: number): Promise<void>;
}

/** Makes the scanner; granted devices are opened by `start`, others are asked for by `connect`. */
export function createHidScanner(deps: HidScannerDeps): HidScanner {
  const { hid, log } = deps;
  const reads = createListeners<ScanRead>();
  const states = createListeners<ScannerState>();
  const changes = createListeners<readonly HidScannerDevice[]>();
  const unreads = createListeners<HidUnread>();
  const list = createHidList(connectionOf);
  let state: ScannerState = 'off';
  let starting: Promise<ScannerState> = Promise.resolve('off');
  /** Counts starts and stops: what a start learns after a stop is of no use. */
  let session = 0;

  function connectionOf(device: HidDevice, id: number): ReturnType<typeof createHidConnection> {
    return createHidConnection(device, {
      ...deps,
      onread: (text, atMonotonic) => reads.emit({ text, source: 'hid', atMonotonic }),
      onunread: (why) => unreads.emit({ device: id, why }),
      onstate: () => {
        if (isOn()) tellDevices();
      },
    });
  }

  function devices(): readonly HidScannerDevice[] {
    return isOn() ? list.views() : [];
  }

  function tellDevices(): void {
    changes.emit(devices());
  }

  function isOn(): boolean {
    return state === 'ready' || state === 'starting';
  }

  function move(next: ScannerState): ScannerState {
    if (state !== next) {
      state = next;
      states.emit(next);
    }
    return state;
  }

  function start(): Promise<ScannerState> {
    if (isOn()) return starting;
    starting = begin();
    return starting;
  }

  async function begin(): Promise<ScannerState> {
    const mine = ++session;
    if (hid === null) return move({ kind: 'failed', why: 'broken' });
    move('starting');
    hid.addEventListener('connect', onplug);
    hid.addEventListener('disconnect', onunplug);
    try {
      const granted = await hid.getDevices();
      if (mine !== session) return state;
      missAbsent(granted);
      await openAll(granted);
      return mine === session ? move('ready') : state;
    } catch (error) {
      log.warn('scan.hid-no-devices', { error: String(error) });
      if (mine !== session) return state;
      stop();
      return move({ kind: 'failed', why: 'refused' });
    }
  }

  /** What was pulled out, or taken back in the browser's settings, while nobody listened. */
  function missAbsent(granted: readonly HidDevice[]): void {
    const absent = list.plugged().filter(({ device }) => !granted.includes(device));
    for (const connection of absent) connection.close('unplugged');
  }

  /** Opens these, and again what failed before. */
  async function openAll(found: readonly HidDevice[]): Promise<void> {
    const connections = new Set(found.map((device) => list.adopt(device)));
    for (const connection of list.plugged()) connections.add(connection);
    tellDevices();
    await Promise.all(Array.from(connections, (connection) => connection.open()));
  }

  async function connect(): Promise<HidConnect> {
    if (hid === null) return 'unsupported';
    try {
      // Before anything is awaited: the gesture does not last.
      const chosen = await hid.requestDevice({ filters: [{ usagePage: BAR_CODE_SCANNER_PAGE }] });
      await start();
      if (!isOn()) return 'refused';
      await openAll(chosen);
      return chosen.length === 0 ? 'none-chosen' : 'connected';
    } catch (error) {
      log.warn('scan.hid-no-choice', { error: String(error) });
      return 'refused';
    }
  }

  function onplug(event: Event): void {
    if (isConnection(event)) void openAll([event.device]);
  }

  function onunplug(event: Event): void {
    if (isConnection(event)) list.find(event.device)?.close('unplugged');
  }

  function stop(): void {
    if (state === 'off') return;
    session++;
    hid?.removeEventListener('connect', onplug);
    hid?.removeEventListener('disconnect', onunplug);
    move('off');
    for (const connection of list.plugged()) connection.close();
    tellDevices();
  }

  async function forget(id: number): Promise<void> {
    const connection = list.remove(id);
    if (connection === null) return;
    connection.close();
    tellDevices();
    try {
      await connection.device.forget?.();
    } catch (error) {
      log.warn('scan.hid-no-forget', { error: String(error) });
    }
  }

  return {
    start,
    stop,
    connect,
    devices,
    forget,
    onread: reads.add,
    state: () => state,
    onstate: states.add,
    ondevices: changes.add,
    onunread: unreads.add,
  };
}
