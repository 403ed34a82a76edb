/** The real world behind the ports: the browser's clock, dice, timers, shelf, loudspeaker and log. */
import type { Clock, Log, LogFields, Random, Timers } from '../core/ports.ts';
import type { SoundDeps } from './sound/sound.svelte.ts';
import type { Keep } from '../till/deps.ts';

/** Wall and monotonic clock of the page; the latter is also the clock of `Event.timeStamp`. */
export const realClock: Clock = { now: () => Date.now(), monotonic: () => performance.now() };

/** The browser's cryptographic dice. */
export const realRandom: Random = { bytes: (count) => crypto.getRandomValues(new Uint8Array(count)) };

/** The browser's timers. */
export const realTimers: Timers = {
  after: (ms, run) => {
    const id = setTimeout(run, ms);
    return () => clearTimeout(id);
  },
};

/** localStorage; where it is forbidden (private window, policy) or full, choices are forgotten at the next reload. */
export function makeKeep(log: Log): Keep {
  return {
    get: (key) => tryShelf(log, () => localStorage.getItem(key)),
    set: (key, value) =>
      void tryShelf(log, () => {
        if (value === null) localStorage.removeItem(key);
        else localStorage.setItem(key, value);
        return null;
      }),
  };
}

function tryShelf(log: Log, act: () => string | null): string | null {
  try {
    return act();
  } catch (error) {
    log.warn('keep.failed', { error: String(error) });
    return null;
  }
}

/** The browser's console: what a helper on the telephone asks the shop to read out. */
export const consoleLog: Log = {
  info: (event, fields) => write('info', event, fields),
  warn: (event, fields) => write('warn', event, fields),
  error: (event, fields) => write('error', event, fields),
};

function write(level: 'info' | 'warn' | 'error', event: string, fields: LogFields = {}): void {
  // eslint-disable-next-line no-console -- the one place where a log line of the till comes out
  console[level](event, fields);
}

/** Loudspeaker and motor of the device; none under a test's browser, so that a test run is silent. */
export function deviceAudio(navigator: Navigator): Omit<SoundDeps, 'keep'> {
  if (navigator.webdriver) return { openAudio: null, vibrate: null };
  return {
    openAudio: 'AudioContext' in globalThis ? () => new AudioContext() : null,
    vibrate: 'vibrate' in navigator ? (pattern) => void navigator.vibrate(pattern) : null,
  };
}
