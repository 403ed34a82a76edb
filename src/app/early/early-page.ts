/** The page's first script: shows the keypad of the last start at once, and fetches the till behind its first picture. */
import { consoleLog, makeKeep, realTimers } from '../services.ts';
import '../styles/tokens.css';
import '../styles/base.css';
import '../styles/stocks.css';
import { beginAnew } from './begin-anew.ts';
import { EarlyKeypad } from './early-keypad.ts';
import { readEarly } from './early-markup.ts';

/** A page nobody sees is never painted: the till waits no longer than this for the first picture, ms. */
const PAINT_MS = 400;

/** Names this build, whose file's own name changes with everything it leads to, and what the browser speaks. */
export const BUILD = `${import.meta.url} ${navigator.languages.join()}`;

/** The keypad on the screen until the till is there; null: there is none. */
export const early = show();

function show(): EarlyKeypad | null {
  const markup = readEarly(makeKeep(consoleLog), BUILD);
  const place = document.querySelector<HTMLElement>('#early');
  // Whoever comes to pair the tablet sees how that goes.
  if (!markup || !place || location.hash !== '') return null;
  document.documentElement.lang = markup.language;
  if (markup.theme !== '') document.documentElement.dataset['theme'] = markup.theme;
  return new EarlyKeypad(place, markup);
}

/** Resolves once the first picture is out. */
function whenPainted(): Promise<void> {
  return new Promise((resolve) => {
    realTimers.after(document.visibilityState === 'hidden' ? 0 : PAINT_MS, resolve);
    const watcher = new PerformanceObserver((paints) => {
      if (paints.getEntriesByName('first-contentful-paint').length > 0) resolve();
    });
    watcher.observe({ type: 'paint', buffered: true });
  });
}

async function begin(): Promise<void> {
  if (early) await whenPainted();
  await import('../main.ts');
}

begin().catch((error: unknown) => {
  consoleLog.warn('till.failed', { error: String(error) });
  // This till never comes: what was typed for it is nothing to wait for.
  beginAnew(realTimers, () => false);
});
