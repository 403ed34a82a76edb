/** Readable numbers: the till's letter and the day's count, by the shop's calendar. */
import * as v from 'valibot';
import type { EpochMs } from '../core/ports.ts';

const countSchema = v.object({ day: v.string(), count: v.pipe(v.number(), v.integer(), v.minValue(0)) });
/** How many numbers a day has given out; kept as a fact, in the commit that uses the number. */
export type DayCount = v.InferOutput<typeof countSchema>;

/** Key of the fact. */
export const COUNT_FACT = 'numbers';

/** Reads the fact; null when there is none. */
export function readDayCount(fact: unknown): DayCount | null {
  const result = v.safeParse(countSchema, fact);
  return result.success ? result.output : null;
}

/** The shop's calendar day of `at`, `YYYY-MM-DD`. `timeZone` is an IANA name; one the browser does not know is UTC. */
export function dayOf(at: EpochMs, timeZone: string): string {
  const parts = formatterOf(timeZone).formatToParts(at);
  const part = (type: 'year' | 'month' | 'day'): string =>
    parts.find((found) => found.type === type)?.value ?? '';
  return `${part('year')}-${part('month')}-${part('day')}`;
}

/** The next count of `day`. */
export function nextCount(last: DayCount | null, day: string): DayCount {
  return { day, count: last?.day === day ? last.count + 1 : 1 };
}

/** `A-0017`. */
export function numberOf(letter: string, { count }: DayCount): string {
  return `${letter}-${String(count).padStart(4, '0')}`;
}

function formatterOf(timeZone: string): Intl.DateTimeFormat {
  const options = { year: 'numeric', month: '2-digit', day: '2-digit', calendar: 'gregory' } as const;
  try {
    return new Intl.DateTimeFormat('en', { ...options, numberingSystem: 'latn', timeZone });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return new Intl.DateTimeFormat('en', { ...options, numberingSystem: 'latn', timeZone: 'UTC' });
  }
}
