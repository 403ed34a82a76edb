/**
 * Tells a keyboard-wedge scanner from a person by rhythm alone. No key of a scan may reach the amount, so every key
 * is held until its rhythm proves a person: that takes 100 ms, and then it is replayed.
 */
import type { Timers } from '../core/ports.ts';

/** Keys of one burst come at most this far apart. Slow Bluetooth scanners need some 80 ms. */
export const BURST_GAP_MS = 100;
/** A burst this long is a scanner: nobody types six keys at ten a second, and no code is shorter. */
export const BURST_KEYS = 6;
/**
 * So long after a scan's last key its line end may still come (a slow scanner's Enter, a second one, the arrow that some
 * send for a line feed). Let through, it would press the page's primary key: take cash, or go to the next sale. That a
 * person's Enter is not heard so soon after a scan harms nobody.
 */
export const DEAF_MS = 500;
const LINE_END = new Set(['Enter', 'Tab', 'ArrowDown']);
/** How late a silence may be noticed before the keys still queued behind a busy page are waited for. */
const LATE_MS = 40;

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
  /** A scanner has read `text`; `atMs` is its last key. */
  onread(text: string, atMs: number): void;
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
}

/** Makes a recogniser. */
export function createWedge(deps: WedgeDeps): Wedge {
  let burst: WedgeKey[] = [];
  /** Last key of the last scan, until a person types. */
  let readAtMs = -Infinity;
  let forgetTimer = (): void => undefined;

  function flush(): void {
    forgetTimer();
    const keys = burst;
    const last = keys.at(-1);
    burst = [];
    if (last === undefined) return;
    readAtMs = -Infinity;
    if (keys.length < BURST_KEYS) return replay(keys);
    readAtMs = last.atMs;
    deps.onread(keys.map((key) => key.key).join(''), last.atMs);
  }

  function replay(keys: readonly WedgeKey[]): void {
    const held = keys.filter((key) => key.held).map((key) => key.key);
    if (held.length > 0) deps.ontyped(held);
  }

  function waitForSilence(): void {
    forgetTimer();
    forgetTimer = deps.timers.after(BURST_GAP_MS + 1, () => {
      // A page that was busy for 300 ms runs this timer before the scanner's keys that queue behind it: judged now,
      // one burst would break in two and its head would be typed. Those keys come within the next turn.
      const isLate = deps.now() - (burst.at(-1)?.atMs ?? 0) > BURST_GAP_MS + LATE_MS;
      if (isLate) forgetTimer = deps.timers.after(LATE_MS, flush);
      else flush();
    });
  }

  function press(key: WedgeKey): boolean {
    const last = burst.at(-1);
    if (last !== undefined && key.atMs - last.atMs > BURST_GAP_MS) flush();
    // A blank outside a burst presses the focused button: no code begins with one.
    if (key.key.length !== 1 || (key.key === ' ' && burst.length === 0)) return endBurst(key);
    if (burst.length === 0) deps.onbegin();
    burst.push(key);
    waitForSilence();
    if (burst.length === BURST_KEYS) deps.onburst();
    return key.held || burst.length >= BURST_KEYS;
  }

  /** The line end of a scan belongs to it; any other key, and Enter alone, goes its way. */
  function endBurst({ key, atMs }: WedgeKey): boolean {
    flush();
    return LINE_END.has(key) && atMs - readAtMs <= DEAF_MS;
  }

  return { press, flush };
}
