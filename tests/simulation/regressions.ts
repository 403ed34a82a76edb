/** Schedules that once broke a law, by the name of what they showed: they are played at every test run. */
import regressions from './regressions.json' with { type: 'json' };
import type { Plan } from './schedule.ts';

/** One of them: a plan that was shrunk from a failing seed (`npm run simulate -- --shrink SEED`). */
export interface Regression {
  /** What holds now, as a sentence. */
  readonly showed: string;
  readonly plan: Plan;
}

/** All of them, oldest first. */
export const REGRESSIONS: readonly Regression[] = regressions as unknown as readonly Regression[];
