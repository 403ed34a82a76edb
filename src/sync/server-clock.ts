/** The ledger's time as far as this tablet can know it (DESIGN §3, law 5). */
import * as v from 'valibot';
import { timeSchema } from '../contract/shapes.ts';
import type { Clock, EpochMs } from '../core/ports.ts';

const pairSchema = v.object({ serverTime: timeSchema, wall: timeSchema });
/** A server time and the wall of this tablet at that moment: all that outlives a reload. */
export type ClockPair = v.InferOutput<typeof pairSchema>;

/** A wall this far off is worth a sentence on the screen. */
const OFF_MS = 120_000;
/** The kept pair is refreshed when the offset has moved by more. */
const DRIFT_MS = 1_000;

/** Server time by the last answer. */
export class ServerClock {
  readonly #clock: Clock;
  #pair: ClockPair | null = null;
  #kept: ClockPair | null = null;
  /** Null after a reload: the monotonic clock began anew, so the wall alone counts. */
  #monotonic: number | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Takes in an answer: its `serverTime` is older by half its round trip. */
  heard(serverTime: EpochMs, roundTripMs: number): void {
    this.#pair = { serverTime: Math.round(serverTime + roundTripMs / 2), wall: this.#clock.now() };
    this.#monotonic = this.#clock.monotonic();
  }

  /** Takes the pair of an earlier run, unless an answer came since. What is no pair is ignored. */
  restore(kept: unknown): void {
    const result = v.safeParse(pairSchema, kept);
    if (this.#pair !== null || !result.success) return;
    this.#pair = result.output;
    this.#kept = result.output;
  }

  /**
   * Server time now, in whole milliseconds: the pair plus what passed since, by the larger of both clocks. Null before
   * any answer. A browser's monotonic clock has fractions; a `sendBy` with one would be no time to the ledger.
   */
  now(): EpochMs | null {
    if (this.#pair === null) return null;
    const byWall = this.#clock.now() - this.#pair.wall;
    const byMonotonic = this.#monotonic === null ? 0 : this.#clock.monotonic() - this.#monotonic;
    return this.#pair.serverTime + Math.floor(Math.max(byWall, byMonotonic, 0));
  }

  /** A server time on this tablet's wall, for rings and lines. As it is when nothing is known. */
  toWall(serverTime: EpochMs): EpochMs {
    const now = this.now();
    return now === null ? serverTime : serverTime - now + this.#clock.now();
  }

  /** How far this tablet's wall is off, when that is over two minutes; else null. */
  offMs(): number | null {
    const now = this.now();
    if (now === null) return null;
    const off = this.#clock.now() - now;
    return Math.abs(off) > OFF_MS ? off : null;
  }

  /** The pair to write into the journal, when the one there has become wrong; else null. */
  pairToKeep(): ClockPair | null {
    if (this.#pair === null) return null;
    const offset = (pair: ClockPair): number => pair.serverTime - pair.wall;
    if (this.#kept && Math.abs(offset(this.#kept) - offset(this.#pair)) <= DRIFT_MS) return null;
    this.#kept = this.#pair;
    return this.#pair;
  }
}
