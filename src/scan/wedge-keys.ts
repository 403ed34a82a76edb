/** The wedge scanner on a page: listens to keys before anything else does, and keeps a scan from landing anywhere. */
import type { Timers } from '../core/ports.ts';
import { keyOfEvent } from './key-of-event.ts';
import { createListeners } from './listeners.ts';
import type { Scanner, ScannerState, ScanRead } from './scanner.ts';
import { createFieldMemory, textFieldOf } from './text-field.ts';
import { createWedge, type WedgeKey } from './wedge.ts';
import type { WedgeSettings } from './wedge-settings.ts';

/** What the wedge scanner needs. */
export interface WedgeScannerDeps {
  /** Usually `window`. */
  readonly target: EventTarget;
  /** `Clock.monotonic` of a page is `performance.now`, the clock of `Event.timeStamp`. */
  readonly clock: { monotonic(): number };
  readonly timers: Timers;
  /** The scanner's; the defaults where they are not known. */
  readonly settings?: WedgeSettings;
  /**
   * A person typed these characters outside a text field: the page's keypad takes them from here, up to the settings'
   * gap (100 ms) after the key, and not from its own key events. Named keys (Enter, Backspace …) and shortcuts arrive
   * as events.
   */
  ontyped(keys: readonly string[]): void;
}

/** A key as the learner wants it: character or named key, and when by the page's monotonic clock, in milliseconds. */
export type LearningKey = Pick<WedgeKey, 'key' | 'atMs'>;

/** A scanner that types. */
export interface WedgeScanner extends Scanner {
  /** Takes other settings at once; a burst that runs ends first. */
  set(settings: WedgeSettings): void;
  /**
   * Hands every key to `onkey` instead, while it is started: nothing is read, typed or pressed by any of them, but for
   * Escape, which is a person's way out. The newest learner hears them. Returns the undo, which may be called twice;
   * line ends that the scanner is still sending then do nothing either.
   */
  learn(onkey: (key: LearningKey) => void): () => void;
}

/** Makes the wedge scanner. It needs no device and no permission, so `start` always reaches `ready`. */
export function createWedgeScanner(deps: WedgeScannerDeps): WedgeScanner {
  const reads = createListeners<ScanRead>();
  const states = createListeners<ScannerState>();
  let state: ScannerState = 'off';
  let learner: ((key: LearningKey) => void) | null = null;
  const fields = createFieldMemory();

  const wedge = createWedge(
    {
      timers: deps.timers,
      now: () => deps.clock.monotonic(),
      onread: (text, atMs, tookMs) => reads.emit({ text, source: 'wedge', atMonotonic: atMs, tookMs }),
      ontyped: (keys) => deps.ontyped(keys),
      onbegin: () => fields.forget(),
      onburst: () => fields.restore(),
    },
    deps.settings,
  );

  function onkeydown(event: Event): void {
    if (!(event instanceof KeyboardEvent)) return;
    const isTaken = learner ? hand(event, learner) : press(event);
    if (!isTaken) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  function press(event: KeyboardEvent): boolean {
    const key = keyOfEvent(event);
    if (key === null) return false;
    const field = textFieldOf(event.target);
    const isTaken = wedge.press({ key, atMs: event.timeStamp, held: field === null });
    if (!isTaken && field !== null) fields.meet(field); // the key lands only after this listener
    return isTaken;
  }

  function hand(event: KeyboardEvent, onkey: (key: LearningKey) => void): boolean {
    if (event.key === 'Escape') return false;
    const key = keyOfEvent(event);
    if (key !== null) onkey({ key, atMs: event.timeStamp });
    return true;
  }

  function learn(onkey: (key: LearningKey) => void): () => void {
    wedge.flush();
    const mine = (key: LearningKey): void => onkey(key);
    learner = mine;
    return () => {
      if (learner !== mine) return;
      learner = null;
      wedge.deafen(deps.clock.monotonic());
    };
  }

  function move(next: ScannerState): void {
    if (state === next) return;
    state = next;
    states.emit(next);
  }

  async function start(): Promise<ScannerState> {
    // Capture: nothing on the page may see a key before its rhythm is judged. Adding twice adds once.
    deps.target.addEventListener('keydown', onkeydown, { capture: true });
    move('ready');
    return state;
  }

  function stop(): void {
    deps.target.removeEventListener('keydown', onkeydown, { capture: true });
    wedge.flush();
    move('off');
  }

  const set = (settings: WedgeSettings): void => wedge.set(settings);
  return { start, stop, set, learn, onread: reads.add, state: () => state, onstate: states.add };
}
