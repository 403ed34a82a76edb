/** Remembers what the camera has just seen, so that a code held in view for seconds is one read and not fifty. */

/** What is in view. */
export interface ViewMemory {
  /** True the first time `text` is seen since it came into view; call it for every decoded frame. */
  isNew(text: string, atMs: number): boolean;
  /** Forgets everything: a code still in view is a read again. */
  forget(): void;
}

/**
 * Makes a memory. A text is out of view when no frame showed it for `goneAfterMs`: shorter, and a hand that shakes
 * turns one code into two; longer, and a cashier who shows it again on purpose gets no answer.
 */
export function createViewMemory(goneAfterMs = 2000): ViewMemory {
  const lastSeen = new Map<string, number>();
  return {
    isNew(text, atMs) {
      for (const [seen, at] of lastSeen) if (atMs - at >= goneAfterMs) lastSeen.delete(seen);
      const isNew = !lastSeen.has(text);
      lastSeen.set(text, atMs);
      return isNew;
    },
    forget: () => lastSeen.clear(),
  };
}
