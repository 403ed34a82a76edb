/** Typed keys and hand scanners, wherever the focus is; in a chunk of its own that is fetched beside the first load. */
import type { Clock, Log, Timers } from '../core/ports.ts';
import type { ScanQueue } from '../scan/scan-queue.ts';
import { createWedgeScanner, type WedgeScanner } from '../scan/wedge-keys.ts';
import {
  DEFAULT_WEDGE_SETTINGS,
  readWedgeSettings,
  type WedgeSettings,
  writeWedgeSettings,
} from '../scan/wedge-settings.ts';
import type { Keep } from '../till/deps.ts';
import type { Till } from '../till/till.ts';
import type { Services } from './context.ts';
import { isCovered } from './state/cover.ts';
import { amountKeys, isUnpaired } from './state/reads.ts';

const KEY = 'pling.wedge';

/** What it needs. */
export interface KeysParts {
  readonly target: EventTarget;
  readonly till: Till;
  readonly services: Pick<Services, 'pairingCode' | 'sheets'>;
  readonly reads: Pick<ScanQueue, 'join'>;
  readonly keep: Keep;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: Log;
}

/** This tablet's scanner that types, for its set-up. */
export interface HandScanner extends Pick<WedgeScanner, 'learn'> {
  /** The settings it reads by. */
  settings(): WedgeSettings;
  /** Takes these settings at once and keeps them on this tablet; null: the defaults again. */
  set(settings: WedgeSettings | null): void;
}

/** Begins to listen: scans go to `reads`, what a person types to what is in front. */
export function listenToKeys(parts: KeysParts): HandScanner {
  const { target, till, services, reads, keep, clock, timers, log } = parts;
  const { pairingCode, sheets } = services;
  /** Characters a person typed outside a field. */
  function ontyped(characters: readonly string[]): void {
    if (isUnpaired(till)) pairingCode.add(characters.join(''));
    else if (sheets.ontyped) sheets.ontyped(characters);
    else if (!isCovered(till.view(), sheets)) for (const key of amountKeys(characters)) till.pressKey(key);
  }
  const kept = readWedgeSettings(keep.get(KEY));
  if (kept.kind === 'broken') log.warn('wedge.settings-broken');
  let { settings } = kept;
  const wedge = createWedgeScanner({ target, clock, timers, settings, ontyped });
  reads.join(wedge);
  void wedge.start();

  function set(next: WedgeSettings | null): void {
    settings = next ?? DEFAULT_WEDGE_SETTINGS;
    wedge.set(settings);
    keep.set(KEY, next && writeWedgeSettings(next));
  }
  return { settings: () => settings, set, learn: (onkey) => wedge.learn(onkey) };
}
