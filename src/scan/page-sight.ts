/** Whether the page is in front of a person, and when that may have changed. */

/** The page as far as it can be seen. */
export interface PageSight {
  /** True while the page is visible. */
  isVisible(): boolean;
  /** Hears that the page may have come to the front or gone; also when nothing changed. Returns the undo. */
  onchange(listener: () => void): () => void;
}

/** What it needs of a window. */
export interface SightWindow extends EventTarget {
  readonly document: EventTarget & { readonly visibilityState: DocumentVisibilityState };
}

/**
 * Looks at `window`. An app on an iOS home screen may come back without `visibilitychange`
 * (github.com/kentcdodds/kody-video/pull/97), so `pageshow` and `focus` count as hints too.
 */
export function pageSight(window: SightWindow): PageSight {
  const { document } = window;
  return {
    isVisible: () => document.visibilityState === 'visible',
    onchange(listener) {
      const undo = new AbortController();
      const options = { signal: undo.signal };
      const hint = (): void => listener();
      document.addEventListener('visibilitychange', hint, options);
      for (const name of ['pageshow', 'focus']) window.addEventListener(name, hint, options);
      return () => undo.abort();
    },
  };
}
