/** The shop's calendar: which day it is there, and when that day ends. */
import type { EpochMs } from './ports.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const QUARTER_MS = 900_000;
/** Quarters remembered: asking the calendar costs more than all else a row of the roll needs. */
const MOST_DAYS = 500;

/** The shop's calendar day of `at`, `YYYY-MM-DD`. `timeZone` is an IANA name; one this machine does not know is UTC. */
export function dayOf(at: EpochMs, timeZone: string): string {
  // Every zone is off UTC by whole quarters of an hour, so a quarter lies within one day.
  const quarter = `${timeZone} ${Math.floor(at / QUARTER_MS)}`;
  const known = days.get(quarter);
  if (known !== undefined) return known;
  if (days.size >= MOST_DAYS) days.clear();
  const day = readDay(at, timeZone);
  days.set(quarter, day);
  return day;
}

const days = new Map<string, string>();

function readDay(at: EpochMs, timeZone: string): string {
  const parts = formatterOf(timeZone).formatToParts(at);
  const part = (type: 'year' | 'month' | 'day'): string =>
    parts.find((found) => found.type === type)?.value ?? '';
  return `${part('year')}-${part('month')}-${part('day')}`;
}

/** The first moment of the shop's next calendar day after `at`; days of 23 and 25 hours are their own length. */
export function nextMidnight(at: EpochMs, timeZone: string): EpochMs {
  const today = dayOf(at, timeZone);
  let [early, late] = [at, at + DAY_MS + 2 * HOUR_MS];
  while (late - early > 1) {
    const middle = Math.floor((early + late) / 2);
    if (dayOf(middle, timeZone) === today) early = middle;
    else late = middle;
  }
  return late;
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
  const options = { year: 'numeric', month: '2-digit', day: '2-digit', calendar: 'gregory' } as const;
  try {
    return new Intl.DateTimeFormat('en', { ...options, numberingSystem: 'latn', timeZone });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return new Intl.DateTimeFormat('en', { ...options, numberingSystem: 'latn', timeZone: 'UTC' });
  }
}
