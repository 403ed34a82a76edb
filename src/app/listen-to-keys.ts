/** Typed keys and hand scanners, wherever the focus is; in a chunk of its own that is fetched beside the first load. */
import type { Clock, Timers } from '../core/ports.ts';
import type { ScanQueue } from '../scan/scan-queue.ts';
import { createWedgeScanner } from '../scan/wedge-keys.ts';
import type { Till } from '../till/till.ts';
import type { Services } from './context.ts';
import { isCovered } from './state/cover.ts';
import { amountKeys, isUnpaired } from './state/reads.ts';

/** What it needs. */
export interface KeysParts {
  readonly target: EventTarget;
  readonly till: Till;
  readonly services: Pick<Services, 'pairingCode' | 'sheets'>;
  readonly reads: Pick<ScanQueue, 'join'>;
  readonly clock: Clock;
  readonly timers: Timers;
}

/** Begins to listen: scans go to `reads`, what a person types to what is in front. */
export function listenToKeys({ target, till, services, reads, clock, timers }: KeysParts): void {
  const { pairingCode, sheets } = services;
  /** Characters a person typed outside a field. */
  function ontyped(characters: readonly string[]): void {
    if (isUnpaired(till)) pairingCode.add(characters.join(''));
    else if (sheets.ontyped) sheets.ontyped(characters);
    else if (!isCovered(till.view(), sheets)) for (const key of amountKeys(characters)) till.pressKey(key);
  }
  const wedge = createWedgeScanner({ target, clock, timers, ontyped });
  reads.join(wedge);
  void wedge.start();
}
