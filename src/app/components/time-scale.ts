/** The scale of a chart of times: round steps, and bars that are not crushed by one long line. */

/** Half and 19 of 20, ms; null: too few to say. */
export interface Timed {
  readonly p50: number | null;
  readonly p95: number | null;
}

/** A chart's scale. */
export interface TimeScale {
  /** ms at the chart's upper end */
  readonly top: number;
  /** where lines are drawn, ms, the lowest first; never 0 */
  readonly lines: readonly number[];
}

/** What people count in, ms. */
const STEPS = [100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 30_000, 60_000, 120_000, 300_000, 600_000];
/** A line may be so much longer than the longest bar; a longer one leaves the chart open at its end. */
const LONGEST_LINE = 3;
/** Lines across a chart. */
const MOST_LINES = 3;

/** The scale on which all of these are shown. */
export function timeScale(all: readonly Timed[]): TimeScale {
  const longest = Math.max(0, ...all.map(({ p50 }) => p50 ?? 0));
  const most = Math.max(0, ...all.map(({ p95 }) => p95 ?? 0));
  const wish = Math.max(1, Math.min(most, LONGEST_LINE * longest));
  const step = STEPS.find((each) => wish <= MOST_LINES * each) ?? 1_200_000;
  const count = Math.ceil(wish / step);
  return { top: count * step, lines: Array.from({ length: count }, (_, index) => (index + 1) * step) };
}

/** How far along the scale, 0 to 1. */
export function along({ top }: TimeScale, ms: number): number {
  return Math.min(1, ms / top);
}
