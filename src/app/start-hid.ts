/** Scanners that speak HID, in a chunk of their own: fetched when the page is idle, or when one is set up. */
import type { Clock, Log, Timers } from '../core/ports.ts';
import { createHidScanner, type HidScanner } from '../scan/hid/hid-scanner.ts';
import { findHid } from '../scan/hid/hid-types.ts';
import type { ScanQueue } from '../scan/scan-queue.ts';

/** What it needs. */
export interface HidParts {
  readonly navigator: Navigator;
  readonly reads: Pick<ScanQueue, 'join'>;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: Log;
  /** A code was begun and did not come whole: the cashier must scan again. */
  readonly ondamaged: () => void;
}

/** Opens every scanner that was granted before, and hears those to come. */
export function startHid({ navigator, reads, clock, timers, log, ondamaged }: HidParts): HidScanner {
  const scanner = createHidScanner({ hid: findHid(navigator), clock, timers, log });
  reads.join(scanner);
  scanner.onunread(({ why }) => why !== 'unknown-report' && ondamaged());
  void scanner.start();
  return scanner;
}
