/** A lesson on the page: the scanner's keys and the page's time go to the learner, and nowhere else. */
import type { Timers } from '../core/ports.ts';
import type { WedgeScanner } from './wedge-keys.ts';
import { createWedgeLearning, NO_KEYS_MS, SCAN_PAUSE_MS } from './wedge-learning.ts';
import type { WedgeLesson } from './wedge-lesson.ts';

/** What a lesson needs. */
export interface LearnWedgeParts {
  readonly scanner: Pick<WedgeScanner, 'learn'>;
  readonly clock: { monotonic(): number };
  readonly timers: Timers;
  /** The text of the code that is shown; without it prefix and suffix are not found. */
  readonly expected?: string;
  /** Hears every step, the first one at once. After the verdict (`learnt` or `not-learnt`) nothing more comes, but keys are still held back. */
  readonly onlesson: (lesson: WedgeLesson) => void;
}

/** Begins a lesson; the returned undo ends it and lets keys act again. It may be called at any time, also twice. */
export function learnWedge({ scanner, clock, timers, expected, onlesson }: LearnWedgeParts): () => void {
  const learning = createWedgeLearning(clock.monotonic(), expected);
  let isOver = false;
  let forgetTimer = (): void => undefined;

  function tell(lesson: WedgeLesson): void {
    if (isOver) return;
    isOver = lesson.kind !== 'listening';
    waitOn(lesson);
    onlesson(lesson);
  }

  function waitOn(lesson: WedgeLesson): void {
    forgetTimer();
    if (lesson.kind !== 'listening') return;
    const ms = lesson.isScanning ? SCAN_PAUSE_MS : NO_KEYS_MS;
    forgetTimer = timers.after(ms + 1, () => tell(learning.wait(clock.monotonic())));
  }

  tell(learning.wait(clock.monotonic()));
  const release = scanner.learn((key) => tell(learning.press(key)));

  return () => {
    isOver = true;
    forgetTimer();
    release();
  };
}
