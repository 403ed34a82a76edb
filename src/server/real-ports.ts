/** The real clock, dice, timers and log of a Node process: made by the entries, given to everything else. */
import type { Clock, Log, LogFields, Random, Timers } from '../core/ports.ts';
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

/** Warnings and errors as JSON lines on standard error; what went well needs no line. */
export const realLog: Log = {
  info: () => undefined,
  warn: (event, fields) => writeLine('warn', event, fields),
  error: (event, fields) => writeLine('error', event, fields),
};

function writeLine(level: string, event: string, fields: LogFields = {}): void {
  complain(JSON.stringify({ at: new Date().toISOString(), level, event, ...fields }));
}
