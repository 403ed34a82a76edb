/** The platform's clock, dice, timers and log: made by the objects, given to everything else. */
import type { Clock, Log, LogFields, Random, Timers } from '../core/ports.ts';

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

/** Warnings and errors as JSON lines in the Worker's log; what went well needs no line. */
export const realLog: Log = {
  info: () => undefined,
  warn: (event, fields) => writeLine('warn', event, fields),
  error: (event, fields) => writeLine('error', event, fields),
};

function writeLine(level: string, event: string, fields: LogFields = {}): void {
  // eslint-disable-next-line no-console -- the only way into the log of a Worker
  console.log(JSON.stringify({ at: new Date().toISOString(), level, event, ...fields }));
}
