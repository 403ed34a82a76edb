/** When a camera that gives no picture is opened anew: soon at first, then ever more rarely, never behind the scenes. */
import type { Timers } from '../core/ports.ts';
import type { PageSight } from './page-sight.ts';

/** What the rescue needs. */
export interface RescueDeps {
  readonly clock: { monotonic(): number };
  readonly timers: Timers;
  readonly page: PageSight;
  /** Opens the camera anew. */
  readonly rebuild: () => void;
}

/** The pace of rebuilds. */
export interface Rescue {
  /**
   * Asks for a rebuild. True: it comes as soon as the page is visible, the first for this trouble; false: later, by
   * itself. One waits at a time: asking again changes nothing.
   */
  ask(): boolean;
  /** The camera gives a picture: what was waited for is off. */
  live(): void;
  /** Nobody needs the camera: what was waited for is off, and the next rebuild would come at once. */
  reset(): void;
}

/** From one rebuild to the next: each flashes the camera's light. Grows twofold, ms. */
const FIRST_WAIT_MS = 2_000;
const LONGEST_WAIT_MS = 60_000;
/** A picture for this long, and the next failure is a new one, ms. */
const STEADY_MS = 30_000;

/** Makes a rescue. Rebuilds come only while the page is visible; coming to the front brings a waiting one forward. */
export function createRescue({ clock, timers, page, rebuild }: RescueDeps): Rescue {
  let tries = 0;
  let rebuiltAt = -Infinity;
  let liveSince: number | null = null;
  let forgetWaiting: (() => void) | null = null;

  function cancel(): void {
    forgetWaiting?.();
    forgetWaiting = null;
  }

  function run(): void {
    cancel();
    tries++;
    rebuiltAt = clock.monotonic();
    rebuild();
  }

  function wait(ms: number): void {
    const forgetTimer = timers.after(ms, () => {
      if (page.isVisible()) run();
    });
    const forgetPage = page.onchange(() => {
      if (page.isVisible() && clock.monotonic() - rebuiltAt >= FIRST_WAIT_MS) run();
    });
    forgetWaiting = () => {
      forgetTimer();
      forgetPage();
    };
  }

  function ask(): boolean {
    if (forgetWaiting !== null) return false;
    const now = clock.monotonic();
    if (liveSince !== null && now - liveSince >= STEADY_MS) tries = 0;
    liveSince = null;
    const pause = tries === 0 ? rebuiltAt + FIRST_WAIT_MS - now : FIRST_WAIT_MS * 2 ** (tries - 1);
    wait(Math.min(LONGEST_WAIT_MS, Math.max(0, pause)));
    return pause <= 0;
  }

  function live(): void {
    cancel();
    liveSince ??= clock.monotonic();
  }

  function reset(): void {
    cancel();
    tries = 0;
  }

  return { ask, live, reset };
}
