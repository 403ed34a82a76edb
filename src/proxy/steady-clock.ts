/** The proxy's time: the wall's, but one that is set back while the proxy runs does not stop the ladder. */
import type { Clock, EpochMs } from '../core/ports.ts';

/** A clock that a record of earlier times can hold forward. */
export interface SteadyClock extends Clock {
  /** Time has been `at` already: a wall that was set back before this start shows less. */
  notBefore(at: EpochMs): void;
}

/** Wall and monotonic clock of one machine drift apart by less between two looks; the wall is then followed. */
const DRIFT_MS = 1_000;

/**
 * A clock that follows the wall forwards (also over a sleep of the machine, which no monotonic clock counts) and goes on
 * by the monotonic one where the wall is set back: what was due in three seconds would else wait as long as the jump,
 * and an old answer would look fresh. The wall is believed again where it has caught up.
 */
export function makeSteadyClock(clock: Clock): SteadyClock {
  let anchor: { readonly wall: EpochMs; readonly monotonic: number } | null = null;
  return {
    notBefore: (at) => {
      anchor = { wall: at, monotonic: clock.monotonic() };
    },
    monotonic: () => clock.monotonic(),
    now: () => {
      const wall = clock.now();
      const monotonic = clock.monotonic();
      const steady = anchor === null ? wall : anchor.wall + Math.floor(monotonic - anchor.monotonic);
      if (steady - wall > DRIFT_MS) return steady;
      anchor = { wall, monotonic };
      return wall;
    },
  };
}
