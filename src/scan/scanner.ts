/** The port every way of reading a code stands behind: camera, wedge, and those of later issues. */
import type { ScanSource } from '../core/payment-code.ts';

/**
 * Why a scanner cannot read: `refused` a person or policy said no · `no-camera` none there, or it was pulled out ·
 * `busy` another program holds it · `insecure` the page has no secure context, so the browser hides the camera ·
 * `frozen` it is open but gives no picture (black, one colour, or standing still), and opening it anew did not help yet;
 * it is tried again by itself · `broken` anything else.
 */
export type ScannerFailure = 'refused' | 'no-camera' | 'busy' | 'insecure' | 'frozen' | 'broken';

/** What a scanner is doing. */
export type ScannerState =
  'off' | 'starting' | 'ready' | { readonly kind: 'failed'; readonly why: ScannerFailure };

/** One read of one code: raw text; `readPaymentCode` tells what it is. Law 9: never logged. */
export interface ScanRead {
  readonly text: string;
  readonly source: ScanSource;
  /** `Clock.monotonic()` when the code was in view or its last key came, in milliseconds. */
  readonly atMonotonic: number;
  /** How long the reading itself took, ms: a frame's decoding, a scanner's typing. Absent where nobody can tell. */
  readonly tookMs?: number;
}

/** A way of reading codes. */
export interface Scanner {
  /** Resolves with the state reached; never rejects. May be called again: while it runs it changes nothing. */
  start(): Promise<ScannerState>;
  /** Stops and lets the device go. May be called at any time, also twice. */
  stop(): void;
  /** Hears every read; returns the undo. */
  onread(listener: (read: ScanRead) => void): () => void;
  /** The state now. */
  state(): ScannerState;
  /** Hears every change of state; returns the undo. */
  onstate(listener: (state: ScannerState) => void): () => void;
}
