/** The platform's clock, dice, timers and log: made by the objects, given to everything else. */
import { makeJsonLog, type LogLevel } from '../core/json-log.ts';
import type { Clock, Log, Random, Timers } from '../core/ports.ts';

/** The platform's clocks; against timing attacks they stand still while code runs and go on with each event. */
export const realClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
};

/** The platform's cryptographic randomness. */
export const realRandom: Random = {
  bytes: (count) => crypto.getRandomValues(new Uint8Array(count)),
};

/** Timers within one object's life: they die with it, so whatever must happen stands in its alarm as well. */
export const realTimers: Timers = {
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

/** JSON lines in the Worker's log, masked as everywhere; what went well needs no line, unless somebody asks for it (LOG=info). */
export function makeRealLog(from: LogLevel): Log {
  // eslint-disable-next-line no-console -- the only way into the log of a Worker
  return makeJsonLog({ now: () => Date.now(), write: (line) => console.log(line), from });
}

/** Warnings and errors. */
export const realLog: Log = makeRealLog('warn');
