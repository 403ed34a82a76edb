/** What every screen may ask for. Screens take it from here; components get props only. */
import { createContext } from 'svelte';
import type { Clock, Timers } from '../core/ports.ts';
import type { HandScanners } from './hand-scanners.ts';
import type { Sound } from './sound/sound.svelte.ts';
import type { OneTap } from './state/one-tap.ts';
import type { PairingCode } from './state/pairing-code.svelte.ts';
import type { Says } from './state/says.svelte.ts';
import type { ScannerView } from './state/scanner.svelte.ts';
import type { Sheets } from './state/sheets.svelte.ts';
import type { Shelf } from './state/shelf.svelte.ts';
import type { Theme } from './state/theme.svelte.ts';
import type { Ticker } from './state/ticker.svelte.ts';
import type { TillState } from './state/till-state.svelte.ts';
import type { Update } from './state/update.svelte.ts';
import type { Words } from './state/words.svelte.ts';

/** Made once in main.ts from real things, in tests and screens from fakes. */
export interface Services {
  readonly till: TillState;
  readonly words: Words;
  readonly theme: Theme;
  readonly sound: Sound;
  readonly scanner: ScannerView;
  readonly hand: HandScanners;
  readonly sheets: Sheets;
  readonly oneTap: OneTap;
  readonly shelf: Shelf;
  readonly says: Says;
  readonly update: Update;
  readonly pairingCode: PairingCode;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly ticker: Ticker;
  /** The browser's print dialog. */
  readonly print: () => void;
  /** Puts a text into a file of the tablet. */
  readonly save: (fileName: string, text: string) => void;
  /** Loads the page again: the way out of a trouble. */
  readonly reload: () => void;
  /** False where the page has no secure context: no camera, no service worker, codes only in memory. */
  readonly isSecure: boolean;
  /** Pling's version. */
  readonly version: string;
}

/** `getServices()` inside a component under App; `setServices()` once, in App. */
export const [getServices, setServices] = createContext<Services>();
