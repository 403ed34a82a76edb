/** Code the first load does without: fetched when it is first needed, and kept. */

import type { Log } from '../core/ports.ts';

/** Code that may not be here yet. */
export interface LateCode<T> {
  /** The code; null before it was loaded. */
  readonly now: () => T | null;
  /** Loads it, once. Rejects as `import` does where it was never cached and the network is away; the next call tries again. */
  readonly load: () => Promise<T>;
}

/** Wraps an `import()`. Once loaded the code is there in the same turn: what runs then is what ran before it was late. */
export function loadLate<T>(load: () => Promise<T>): LateCode<T> {
  let loaded: T | null = null;
  return { now: () => loaded, load: async () => (loaded ??= await load()) };
}

/** The code, fetched if it must be; null where it cannot be, which is told to the log. */
export async function loadOrTell<T>(code: LateCode<T>, log: Log, name: string): Promise<T | null> {
  try {
    return await code.load();
  } catch (error) {
    log.warn('late', { name, error: String(error) });
    return null;
  }
}
