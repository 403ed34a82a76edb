/** Keeps the tablet's screen on while the till is in use. */
import type { Log } from '../../core/ports.ts';
import type { PageSight } from '../../scan/page-sight.ts';

/** A held lock: `WakeLockSentinel` as far as it is used. */
export interface HeldLock extends EventTarget {
  readonly released: boolean;
  release(): Promise<void>;
}

/** `navigator.wakeLock`. */
export interface ScreenLock {
  /** Rejects where the page is hidden, or the system will not have it (battery low, iOS home screen before 18.4). */
  request(type: 'screen'): Promise<HeldLock>;
}

/** What it needs. */
export interface WakeLockDeps {
  /** null where the browser has none, or no secure context */
  readonly screenLock: ScreenLock | null;
  readonly page: PageSight;
  readonly log: Log;
}

/** The screen's guard. */
export interface WakeLock {
  /** The till is in use, or no longer. May be called again with the same. */
  need(isNeeded: boolean): void;
  /** Lets the screen go, for good. */
  close(): void;
}

/**
 * Makes the guard. The lock is held while it is needed and the page visible; the system takes it with every page that
 * goes, so it is asked for anew when the page is back. A refusal costs a screen that sleeps, no more: told once.
 */
export function createWakeLock({ screenLock, page, log }: WakeLockDeps): WakeLock {
  let isNeeded = false;
  let held: HeldLock | null = null;
  let isAsking = false;
  let isTold = false;

  const isWanted = (): boolean => isNeeded && page.isVisible();

  /** Brings the lock to what is wanted; called again once an answer is there. */
  async function settle(): Promise<void> {
    if (screenLock === null || isAsking) return;
    if (held?.released === true) held = null;
    if (isWanted() === (held !== null)) return;
    isAsking = true;
    const isDone = await (held === null ? take(screenLock) : give(held));
    isAsking = false;
    if (isDone) await settle();
  }

  async function take(lock: ScreenLock): Promise<boolean> {
    try {
      held = await lock.request('screen');
      return true;
    } catch (error) {
      if (!isTold) log.warn('wake-lock.refused', { error: String(error) });
      isTold = true;
      return false;
    }
  }

  async function give(lock: HeldLock): Promise<boolean> {
    held = null;
    try {
      await lock.release();
    } catch (error) {
      log.info('wake-lock.not-released', { error: String(error) }); // it goes with the page
    }
    return true;
  }

  const forgetPage = page.onchange(() => void settle());
  return {
    need(next) {
      isNeeded = next;
      void settle();
    },
    close() {
      forgetPage();
      isNeeded = false;
      void settle();
    },
  };
}
