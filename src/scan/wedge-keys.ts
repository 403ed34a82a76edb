/** The wedge scanner on a page: listens to keys before anything else does, and keeps a scan from landing anywhere. */
import type { Timers } from '../core/ports.ts';
import { keyOfEvent } from './key-of-event.ts';
import { createListeners } from './listeners.ts';
import type { Scanner, ScannerState, ScanRead } from './scanner.ts';
import { createFieldMemory, textFieldOf } from './text-field.ts';
import { createWedge } from './wedge.ts';

/** What the wedge scanner needs. */
export interface WedgeScannerDeps {
  /** Usually `window`. */
  readonly target: EventTarget;
  /** `Clock.monotonic` of a page is `performance.now`, the clock of `Event.timeStamp`. */
  readonly clock: { monotonic(): number };
  readonly timers: Timers;
  /**
   * A person typed these characters outside a text field: the page's keypad takes them from here, up to 100 ms after
   * the key, and not from its own key events. Named keys (Enter, Backspace …) and shortcuts arrive as events.
   */
  ontyped(keys: readonly string[]): void;
}

/** Makes the wedge scanner. It needs no device and no permission, so `start` always reaches `ready`. */
export function createWedgeScanner(deps: WedgeScannerDeps): Scanner {
  const reads = createListeners<ScanRead>();
  const states = createListeners<ScannerState>();
  let state: ScannerState = 'off';
  const fields = createFieldMemory();

  const wedge = createWedge({
    timers: deps.timers,
    now: () => deps.clock.monotonic(),
    onread: (text, atMs) => reads.emit({ text, source: 'wedge', atMonotonic: atMs }),
    ontyped: (keys) => deps.ontyped(keys),
    onbegin: () => fields.forget(),
    onburst: () => fields.restore(),
  });

  function onkeydown(event: Event): void {
    if (!(event instanceof KeyboardEvent)) return;
    const key = keyOfEvent(event);
    if (key === null) return;
    const field = textFieldOf(event.target);
    if (!wedge.press({ key, atMs: event.timeStamp, held: field === null })) {
      if (field !== null) fields.meet(field); // it lands only after this listener
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
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

  return { start, stop, onread: reads.add, state: () => state, onstate: states.add };
}
