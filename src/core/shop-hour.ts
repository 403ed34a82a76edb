/** The shop's clock: which hour of its day it is there. */
import type { EpochMs } from './ports.ts';

/**
 * The hour on the shop's wall at `at`, 0 to 23. Where the clock is put back, the hour there is twice is one; where it is
 * put forward, one is missing. `timeZone` is an IANA name; one this machine does not know is UTC.
 */
export function hourOf(at: EpochMs, timeZone: string): number {
  return Number(formatterOf(timeZone).format(at));
}

const formatters = new Map<string, Intl.DateTimeFormat>();

/** Making a formatter costs more than all its uses in a day. */
function formatterOf(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone);
  if (known) return known;
  const made = makeFormatter(timeZone);
  formatters.set(timeZone, made);
  return made;
}

function makeFormatter(timeZone: string): Intl.DateTimeFormat {
  const options = { hour: '2-digit', hourCycle: 'h23', numberingSystem: 'latn' } as const;
  try {
    return new Intl.DateTimeFormat('en', { ...options, timeZone });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return new Intl.DateTimeFormat('en', { ...options, timeZone: 'UTC' });
  }
}
