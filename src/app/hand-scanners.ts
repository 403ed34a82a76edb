/** The scanners beside the camera: both are fetched after the first load. */
import type { HidScanner } from '../scan/hid/hid-scanner.ts';
import type { HandScanner } from './listen-to-keys.ts';

/** Who has them. Each rejects where its code cannot be fetched; the next call tries again. */
export interface HandScanners {
  /** The one that types. */
  readonly typing: () => Promise<HandScanner>;
  /** Those that speak HID. */
  readonly hid: () => Promise<HidScanner>;
}
