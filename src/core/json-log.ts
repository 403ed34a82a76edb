/** The log as JSON lines, one an event. Whatever a caller hands in, nothing that looks like a secret comes out. */
import type { EpochMs, Log, LogFields } from './ports.ts';
import { redactFields } from './redact.ts';

/** The least that is written: `warn` keeps silent about what went well. */
export const LOG_LEVELS = ['info', 'warn'] as const;
/** One of them. */
export type LogLevel = (typeof LOG_LEVELS)[number];

/** What a log is made of. */
export interface JsonLogDeps {
  /** wall time, ms */
  readonly now: () => EpochMs;
  /** Takes one line, without its end. */
  readonly write: (line: string) => void;
  readonly from: LogLevel;
}

/** Makes the log of a process: `{"at":…,"level":…,"event":…}` and the fields, masked. */
export function makeJsonLog({ now, write, from }: JsonLogDeps): Log {
  const line =
    (level: 'info' | 'warn' | 'error') =>
    (event: string, fields: LogFields = {}): void =>
      write(JSON.stringify({ at: new Date(now()).toISOString(), level, event, ...redactFields(fields) }));
  return {
    info: from === 'info' ? line('info') : () => undefined,
    warn: line('warn'),
    error: line('error'),
  };
}
