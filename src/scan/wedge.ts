/**
 * Tells a keyboard-wedge scanner from a person by rhythm. No key of a scan may reach the amount, so every key is held
 * until the burst it belongs to is over: that takes the settings' gap (100 ms) after its last key, and then a person's
 * keys are replayed in their order. With a slow scanner learnt they come up to 400 ms late, but none is lost, and a
 * named key (Enter, Backspace) brings them at once. What makes a burst a scan is `wedge-evidence.ts`.
 */
import type { Timers } from '../core/ports.ts';
import { type Burst, isScan, isSurelyScan } from './wedge-evidence.ts';
import { DEFAULT_WEDGE_SETTINGS, stripAffixes, type WedgeSettings } from './wedge-settings.ts';

/**
 * So long after a scan's last key its line end may still come (a slow scanner's Enter, a second one, the arrow that some
 * send for a line feed). Let through, it would press the page's primary key: take cash, or go to the next sale. That a
 * person's Enter is not heard so soon after a scan harms nobody. With a slow scanner it is two of its gaps, if more.
 */
export const DEAF_MS = 500;
/** How late a silence may be noticed before the keys still queued behind a busy page are waited for. */
const LATE_MS = 40;
/** No longer are they waited for, however late the last one was heard. */
const LATEST_MS = 500;
/** What scanners send behind a code; CR, LF and TAB as control characters too. */
const LINE_END = new Map<string, Burst['end']>([
  ['Enter', 'Enter'],
  ['\r', 'Enter'],
  ['\n', 'Enter'],
  ['Tab', 'Tab'],
  ['\t', 'Tab'],
  ['ArrowDown', null],
]);

/** One key: `key` is the character it stands for, or a named key ("Enter", "Tab", "Backspace" …). */
export interface WedgeKey {
  readonly key: string;
  /** When it was pressed, by the clock of `now`, in milliseconds. */
  readonly atMs: number;
  /** False where the key has already landed (a text field has the focus): then it is not replayed. */
  readonly held: boolean;
}

/** What the recogniser needs and whom it tells. */
export interface WedgeDeps {
  readonly timers: Timers;
  /** Milliseconds by the same clock as `WedgeKey.atMs`. */
  now(): number;
  /** A scanner has read `text`, without its prefix and suffix; `atMs` is its last key, `tookMs` from its first. */
  onread(text: string, atMs: number, tookMs: number): void;
  /** A person typed these held keys; called before the key that follows them is passed on. */
  ontyped(keys: readonly string[]): void;
  /** A burst may begin here: called before its first key can land. */
  onbegin(): void;
  /** The running burst has just proved to be a scanner's: what landed of it must be taken back. */
  onburst(): void;
}

/** The recogniser. */
export interface Wedge {
  /** Takes one key; true when the key is taken and must not act. */
  press(key: WedgeKey): boolean;
  /** Ends a running burst at once, as silence would. */
  flush(): void;
  /** Judges by `settings` from now on; a running burst ends under the old ones. */
  set(settings: WedgeSettings): void;
  /** Takes line ends after `atMs` as those of a scan. */
  deafen(atMs: number): void;
}

/** Makes a recogniser. */
export function createWedge(deps: WedgeDeps, settings: WedgeSettings = DEFAULT_WEDGE_SETTINGS): Wedge {
  let keys: WedgeKey[] = [];
  /** Once proved, a burst stays a scan: keys of it have been kept from their field. */
  let isProved = false;
  /** How long after it was pressed the last key was heard: the next one may be as late. */
  let lagMs = 0;
  /** Last key of the last scan, until a person types. */
  let readAtMs = -Infinity;
  let forgetTimer = (): void => undefined;

  function burstSoFar(end: Burst['end']): Burst {
    const gapsMs = keys.slice(1).map((key, index) => key.atMs - (keys[index]?.atMs ?? key.atMs));
    return { text: keys.map((key) => key.key).join(''), gapsMs, end };
  }

  function finish(end: Burst['end']): void {
    forgetTimer();
    const last = keys.at(-1);
    if (last === undefined) return;
    const burst = burstSoFar(end);
    const done = keys;
    const wasProved = isProved;
    keys = [];
    isProved = false;
    if (!wasProved && !isScan(burst, settings)) return replay(done);
    if (!wasProved) deps.onburst();
    readAtMs = last.atMs;
    deps.onread(stripAffixes(burst.text, settings), last.atMs, last.atMs - (done[0]?.atMs ?? last.atMs));
  }

  function replay(done: readonly WedgeKey[]): void {
    readAtMs = -Infinity;
    const held = done.filter((key) => key.held).map((key) => key.key);
    if (held.length > 0) deps.ontyped(held);
  }

  function waitForSilence(): void {
    forgetTimer();
    forgetTimer = deps.timers.after(settings.gapMs + 1, () => {
      // A page that was busy for 300 ms runs this timer before the scanner's keys that queue behind it: judged now,
      // one burst would break in two and its head would be typed. Those keys come within the next turns.
      const isLate = deps.now() - (keys.at(-1)?.atMs ?? 0) > settings.gapMs + LATE_MS;
      if (isLate) forgetTimer = deps.timers.after(Math.min(Math.max(LATE_MS, lagMs), LATEST_MS), flush);
      else flush();
    });
  }

  function press(key: WedgeKey): boolean {
    const last = keys.at(-1);
    if (last !== undefined && key.atMs - last.atMs > settings.gapMs) flush();
    if (key.key.length !== 1) return endBurst(key);
    if (key.key < ' ') return pressControl(key);
    // A blank outside a burst presses the focused button: no code begins with one.
    if (key.key === ' ' && keys.length === 0) return false;
    return add(key);
  }

  function add(key: WedgeKey): boolean {
    if (keys.length === 0) deps.onbegin();
    keys.push(key);
    lagMs = deps.now() - key.atMs;
    waitForSilence();
    if (!isProved && isSurelyScan(burstSoFar(null), settings)) prove();
    return key.held || isProved;
  }

  function prove(): void {
    isProved = true;
    deps.onburst();
  }

  /** Ctrl+J is a scanner's line feed inside a scan or behind it, and anywhere else a person's shortcut. */
  function pressControl(key: WedgeKey): boolean {
    if (keys.length === 0) return isDeaf(key);
    if (!isProved && !isScan(burstSoFar(LINE_END.get(key.key) ?? null), settings)) return false;
    if (!isProved) prove();
    return LINE_END.has(key.key) ? endBurst(key) : add({ ...key, held: true });
  }

  /** The line end of a scan belongs to it; any other key, and Enter alone, goes its way. */
  function endBurst(key: WedgeKey): boolean {
    finish(LINE_END.get(key.key) ?? null);
    return isDeaf(key);
  }

  function isDeaf({ key, atMs }: WedgeKey): boolean {
    return (LINE_END.has(key) || key < ' ') && atMs - readAtMs <= Math.max(DEAF_MS, 2 * settings.gapMs);
  }

  function flush(): void {
    finish(null);
  }

  function set(next: WedgeSettings): void {
    flush();
    settings = next;
  }

  return { press, flush, set, deafen: (atMs) => void (readAtMs = atMs) };
}
