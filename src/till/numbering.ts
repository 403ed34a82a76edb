/** Readable numbers: the till's letter and the day's count, by the shop's calendar. */
import * as v from 'valibot';

const countSchema = v.object({
  day: v.string(),
  count: v.pipe(v.number(), v.integer(), v.minValue(0)),
  isWhole: v.optional(v.boolean(), false),
});
/**
 * How many numbers a day has given out; kept as a fact, in the commit that uses the number. `isWhole`: the journal has
 * every sale of this till, because it was begun when the tablet was paired or because what it had lost is back.
 */
export type DayCount = v.InferOutput<typeof countSchema>;

/** Key of the fact. */
export const COUNT_FACT = 'numbers';

/** Reads the fact; null when there is none. */
export function readDayCount(fact: unknown): DayCount | null {
  const result = v.safeParse(countSchema, fact);
  return result.success ? result.output : null;
}

/** The next count of `day`. */
export function nextCount(last: DayCount | null, day: string): DayCount {
  return { day, count: last?.day === day ? last.count + 1 : 1, isWhole: last?.isWhole ?? false };
}

/** `A-0017`. */
export function numberOf(letter: string, { count }: DayCount): string {
  return `${letter}-${String(count).padStart(4, '0')}`;
}
