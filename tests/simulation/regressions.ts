/** Schedules that once broke a law, by the name of what they showed: they are played at every test run. */
import type { Plan } from './schedule.ts';

/** One of them: a seed, or a plan that was shrunk from one. */
export type Regression =
  { readonly showed: string; readonly seed: number } | { readonly showed: string; readonly plan: Plan };

/** All of them, oldest first. */
export const REGRESSIONS: readonly Regression[] = [];
