/** When the till is in use: a sale is on the counter, or the camera runs. The screen stays on for that long; fetched late. */
import type { Log } from '../../core/ports.ts';
import { pageSight } from '../../scan/page-sight.ts';
import type { Services } from '../context.ts';
import type { ScannerView } from './scanner.svelte.ts';
import type { TillState } from './till-state.svelte.ts';
import { createWakeLock, type WakeLockDeps } from './wake-lock.ts';

/** What it needs. */
export interface KeepAwakeDeps extends WakeLockDeps {
  readonly till: Pick<TillState, 'current'>;
  readonly scanner: Pick<ScannerView, 'state'>;
}

/** Keeps the screen of this browser on. */
export function keepScreenOn(window: Window, { till, scanner }: Services, log: Log): void {
  // Missing without a secure context and in older browsers, whatever the types say.
  const screenLock = 'wakeLock' in window.navigator ? window.navigator.wakeLock : null;
  keepAwake({ till, scanner, screenLock, page: pageSight(window), log });
}

/** Keeps the screen on from now on; returns the undo. */
export function keepAwake({ till, scanner, ...deps }: KeepAwakeDeps): () => void {
  const lock = createWakeLock(deps);
  const stop = $effect.root(() => {
    const isNeeded = $derived(isSelling(till.current) || isRunning(scanner.state));
    $effect(() => lock.need(isNeeded));
  });
  return () => {
    stop();
    lock.close();
  };
}

/** A typed amount is a sale that has begun. */
function isSelling({ counter }: TillState['current']): boolean {
  return counter.name !== 'amount' || counter.amount.minor > 0;
}

function isRunning(state: ScannerView['state']): boolean {
  return state === 'ready' || state === 'starting';
}
