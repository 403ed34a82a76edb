/** Waiting by the given timers, for as long as somebody waits for the answer. */
import type { SimTimers } from './ports.ts';

/** Resolves after `ms`, or at once when the caller is gone. Never rejects; leaves no timer and no listener. */
export function unlessGone(timers: SimTimers, ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      undo();
      signal?.removeEventListener('abort', end);
      resolve();
    };
    const undo = timers.after(ms, end);
    signal?.addEventListener('abort', end);
    if (signal?.aborted === true) end();
  });
}
