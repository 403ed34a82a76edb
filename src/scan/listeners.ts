/** A list of listeners whose every entry returns its undo. */

/** Listeners of one kind of event, called in the order they came. */
export interface Listeners<T> {
  /** Adds a listener; the returned undo may be called twice. */
  readonly add: (listener: (event: T) => void) => () => void;
  /** Calls every listener that was there when the event came. */
  readonly emit: (event: T) => void;
}

/** Makes an empty list. */
export function createListeners<T>(): Listeners<T> {
  const entries = new Set<{ readonly listener: (event: T) => void }>();
  return {
    add(listener) {
      const entry = { listener };
      entries.add(entry);
      return () => void entries.delete(entry);
    },
    emit(event) {
      for (const entry of Array.from(entries)) entry.listener(event);
    },
  };
}
