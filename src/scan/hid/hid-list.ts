/** The scanners a page has met: one entry each, also over a re-plug. */
import type { HidConnection } from './hid-connection.ts';
import type { HidScannerDevice } from './hid-scanner.ts';
import type { HidDevice } from './hid-types.ts';
import type { HidFailure } from './open-device.ts';

/** The list. */
export interface HidList {
  /** Takes a device in, in its old place if it was unplugged, and gives its connection; known ones stay as they are. */
  adopt(device: HidDevice): HidConnection;
  find(device: HidDevice): HidConnection | null;
  /** Takes a scanner out; null where there is none. */
  remove(id: number): HidConnection | null;
  /** Those that are plugged in. */
  plugged(): readonly HidConnection[];
  /** What the screen shows, in the order they came. */
  views(): readonly HidScannerDevice[];
}

interface Entry {
  readonly id: number;
  readonly connection: HidConnection;
}

/** Makes an empty list; `connect` makes the connection of a device that is new. */
export function createHidList(connect: (device: HidDevice, id: number) => HidConnection): HidList {
  let entries: readonly Entry[] = [];
  let lastId = 0;

  function adopt(device: HidDevice): HidConnection {
    const known = find(device);
    if (known !== null) return known;
    // A re-plug is a new object in Chromium; two of one model are alike, and either place will do.
    const old = entries.find(
      ({ connection }) => isUnplugged(connection) && isAlike(connection.device, device),
    );
    const id = old?.id ?? ++lastId;
    const entry = { id, connection: connect(device, id) };
    entries =
      old === undefined ? [...entries, entry] : entries.map((other) => (other === old ? entry : other));
    return entry.connection;
  }

  function find(device: HidDevice): HidConnection | null {
    return entries.find(({ connection }) => connection.device === device)?.connection ?? null;
  }

  function remove(id: number): HidConnection | null {
    const gone = entries.find((entry) => entry.id === id);
    entries = entries.filter((entry) => entry !== gone);
    return gone?.connection ?? null;
  }

  /** A scanner's keyboard, or its maker's own interface, is a device of its own and is granted along with it. */
  function isSecondInterface({ connection }: Entry): boolean {
    if (!isNoScanner(connection)) return false;
    const { device } = connection;
    return entries.some(
      (other) => !isNoScanner(other.connection) && isAlike(other.connection.device, device),
    );
  }

  function views(): readonly HidScannerDevice[] {
    return entries
      .filter((entry) => !isSecondInterface(entry))
      .map(({ id, connection }) => ({ id, name: connection.device.productName, state: connection.state() }));
  }

  const plugged = (): readonly HidConnection[] =>
    entries.map(({ connection }) => connection).filter((connection) => !isUnplugged(connection));

  return { adopt, find, remove, plugged, views };
}

function isAlike(one: HidDevice, other: HidDevice): boolean {
  return one.vendorId === other.vendorId && one.productId === other.productId;
}

function isUnplugged(connection: HidConnection): boolean {
  return hasFailed(connection, 'unplugged');
}

function isNoScanner(connection: HidConnection): boolean {
  return hasFailed(connection, 'not-a-scanner');
}

function hasFailed(connection: HidConnection, why: HidFailure): boolean {
  const state = connection.state();
  return typeof state === 'object' && state.failed === why;
}
