/** Hand scanners that stand still, and reads that the check of the scanners shows. */
import type { Services } from '../../src/app/context.ts';
import type { HandScanners } from '../../src/app/hand-scanners.ts';
import type { HidScannerDevice } from '../../src/scan/hid/hid-scanner.ts';
import type { ScanRead } from '../../src/scan/scanner.ts';
import { DEFAULT_WEDGE_SETTINGS } from '../../src/scan/wedge-settings.ts';

const undo = (): (() => void) => () => undefined;

/** One that types, and these that speak HID. */
export function stillHand(devices: readonly HidScannerDevice[]): HandScanners {
  return {
    typing: async () => ({ settings: () => DEFAULT_WEDGE_SETTINGS, set: () => undefined, learn: undo }),
    hid: async () => ({
      start: async () => 'ready',
      stop: () => undefined,
      state: () => 'ready',
      onstate: undo,
      onread: undo,
      connect: async () => 'none-chosen',
      devices: () => devices,
      ondevices: undo,
      onunread: undo,
      forget: async () => undefined,
    }),
  };
}

/** Hands the reads over as soon as the sheet takes them. */
export async function showReads({ sheets }: Services, reads: readonly ScanRead[]): Promise<void> {
  while (sheets.onread === null) await new Promise((resolve) => requestAnimationFrame(resolve));
  for (const read of reads) sheets.onread(read);
}
