/** Puts the services together from given parts: real ones in main.ts, fakes in tests and on the page of screens. */
import type { Clock, Timers } from '../core/ports.ts';
import type { Camera } from '../scan/camera.ts';
import type { ScanRead } from '../scan/scanner.ts';
import type { Till } from '../till/till.ts';
import type { Services } from './context.ts';
import type { HandScanners } from './hand-scanners.ts';
import { Sound, type SoundDeps } from './sound/sound.svelte.ts';
import type { Keep } from '../till/deps.ts';
import { makeOneTap } from './state/one-tap.ts';
import { PairingCode } from './state/pairing-code.svelte.ts';
import { Says } from './state/says.svelte.ts';
import { ScannerView } from './state/scanner.svelte.ts';
import { Sheets } from './state/sheets.svelte.ts';
import { type PersistentStorage, Shelf } from './state/shelf.svelte.ts';
import { Theme } from './state/theme.svelte.ts';
import { Ticker } from './state/ticker.svelte.ts';
import { TillState } from './state/till-state.svelte.ts';
import { Update } from './state/update.svelte.ts';
import type { Words } from './state/words.svelte.ts';

/** The parts. */
export interface ServiceParts {
  readonly till: Till;
  readonly keep: Keep;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly words: Words;
  /** Fetches and makes the camera; called when it is first needed. */
  readonly loadCamera: () => Promise<Camera>;
  /** absent: new ones */
  readonly sheets?: Sheets;
  readonly onread: (read: ScanRead) => void;
  readonly hand: HandScanners;
  readonly audio: Omit<SoundDeps, 'keep'>;
  readonly print: () => void;
  readonly save: (fileName: string, text: string) => void;
  readonly reload: () => void;
  /** `navigator.storage`; null without a secure context */
  readonly storage: PersistentStorage | null;
  readonly isSecure: boolean;
  readonly version: string;
  readonly onUpdateFailure: (error: unknown) => void;
}

/** Makes the services; nothing starts. */
export function composeServices(parts: ServiceParts): Services {
  const { till, keep, clock, timers } = parts;
  return {
    till: new TillState(till),
    words: parts.words,
    theme: new Theme(keep),
    sound: new Sound({ keep, ...parts.audio }),
    scanner: new ScannerView(parts.loadCamera, parts.onread),
    hand: parts.hand,
    sheets: parts.sheets ?? new Sheets(),
    oneTap: makeOneTap(clock),
    shelf: new Shelf(parts.storage),
    says: new Says(),
    update: new Update({ till, timers, reload: parts.reload, onfailure: parts.onUpdateFailure }),
    pairingCode: new PairingCode(),
    clock,
    timers,
    ticker: new Ticker(clock, timers),
    print: parts.print,
    save: parts.save,
    reload: parts.reload,
    isSecure: parts.isSecure,
    version: parts.version,
  };
}
