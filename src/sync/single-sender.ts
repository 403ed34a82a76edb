/** One sender at a time: a Web Lock where there is one. Without it the reference alone keeps a repeat harmless. */

/** The part of `navigator.locks` that is used. */
export interface Locks {
  request(
    name: string,
    options: { readonly ifAvailable?: boolean; readonly signal?: AbortSignal },
    work: (lock: unknown) => Promise<void>,
  ): Promise<void>;
}

/** What happens to this tab. */
export interface SenderEvents {
  /** This tab holds the lock, or there are no locks. */
  onbegin(): void;
  /** Another tab holds it; `onbegin` follows when that one is gone. */
  onwait(): void;
}

/** Tries to become the sender of `name`. Returns the undo, which lets the next tab go on. */
export function becomeSender(locks: Locks | undefined, name: string, events: SenderEvents): () => void {
  if (!locks) {
    events.onbegin();
    return () => undefined;
  }
  const stopper = new AbortController();
  const { promise: ended, resolve: end } = Promise.withResolvers<void>();
  const hold = (): Promise<void> => {
    if (!stopper.signal.aborted) events.onbegin();
    return ended;
  };
  const queue = async (): Promise<void> => {
    let isTaken = false;
    await locks.request(name, { ifAvailable: true }, (lock) => {
      isTaken = lock === null;
      return isTaken ? Promise.resolve() : hold();
    });
    if (!isTaken || stopper.signal.aborted) return;
    events.onwait();
    await locks.request(name, { signal: stopper.signal }, hold);
  };
  queue().catch((error: unknown) => {
    // Taken back while waiting. Anything else means that locks do not work here: go on without.
    if (!stopper.signal.aborted && error instanceof Error) events.onbegin();
  });
  return () => {
    stopper.abort();
    end();
  };
}
