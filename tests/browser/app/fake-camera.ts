/** A camera in a test's hand: it says what it is told to say and writes down what it is asked. */
import type { Camera, LensView } from '../../../src/scan/camera.ts';
import { createListeners } from '../../../src/scan/listeners.ts';
import type { ScannerState } from '../../../src/scan/scanner.ts';

/** The camera and its strings. */
export interface FakeCamera extends Camera {
  /** What was asked of it, e.g. `lens front`. */
  readonly asked: string[];
  /** Says a new state. */
  say(state: ScannerState): void;
  /** Says what its lenses are. */
  show(view: LensView): void;
}

/** Makes a camera that is off; `start` makes it ready. */
export function makeFakeCamera(): FakeCamera {
  const states = createListeners<ScannerState>();
  const views = createListeners<LensView>();
  const asked: string[] = [];
  const nothing = (): void => undefined;
  let state: ScannerState = 'off';
  let view: LensView = { lenses: [], lens: null, torch: 'none', zoom: null };
  const say = (next: ScannerState): void => states.emit((state = next));
  return {
    asked,
    say,
    show: (next) => views.emit((view = next)),
    start: async () => {
      say('ready');
      return state;
    },
    stop: () => say('off'),
    state: () => state,
    onstate: states.add,
    onread: () => nothing,
    warm: async () => true,
    attach: nothing,
    detach: nothing,
    pause: nothing,
    resume: nothing,
    arm: nothing,
    view: () => view,
    onview: views.add,
    chooseLens: async (id) => {
      asked.push(`lens ${id}`);
      return state;
    },
    setTorch: async (on) => void asked.push(`torch ${on}`),
    setZoom: async (value) => void asked.push(`zoom ${value}`),
    readPhoto: async (photo: Blob) => {
      asked.push(`photo ${photo.type}`);
      return false;
    },
  };
}
