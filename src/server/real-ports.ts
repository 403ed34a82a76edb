/** The real clock, dice, timers and log of a Node process: made by the entries, given to everything else. */
import { makeJsonLog, type LogLevel } from '../core/json-log.ts';
import type { Clock, Log, Random, Timers } from '../core/ports.ts';
import { complain } from './print.ts';

/** The machine's clocks. */
export const realClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
};

/** The system's cryptographic randomness. */
export const realRandom: Random = {
  bytes: (count) => crypto.getRandomValues(new Uint8Array(count)),
};

/** Node's timers. */
export const realTimers: Timers = {
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

/** JSON lines on standard error; what went well needs no line, unless somebody asks for it (LOG=info). */
export function realLog(from: LogLevel): Log {
  return makeJsonLog({ now: () => Date.now(), write: complain, from });
}
