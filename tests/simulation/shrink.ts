/** Makes a failing plan small: drops faults, sales and acts, and plainer circumstances, while the same law still breaks. */
import { runOne } from './run-one.ts';
import type { Plan } from './schedule.ts';
import type { Violation } from './laws.ts';
import type { Databases } from './world.ts';

/** A plan that still fails, how it fails, and how many were tried. */
export interface Shrunk {
  readonly plan: Plan;
  readonly violation: Violation;
  readonly tried: number;
}

/** Shrinks `plan`, which breaks `violation`; tries `most` plans at most. */
export async function shrink(
  plan: Plan,
  violation: Violation,
  databases: Databases,
  most = 400,
): Promise<Shrunk> {
  let best: Shrunk = { plan, violation, tried: 0 };
  let tried = 0;
  for (let hasShrunk = true; hasShrunk && tried < most;) {
    hasShrunk = false;
    for (const smaller of candidates(best.plan)) {
      if (tried >= most) break;
      tried += 1;
      const found = (await runOne(smaller, databases)).violations[0];
      if (found?.law !== violation.law || found.what !== violation.what) continue;
      best = { plan: smaller, violation: found, tried };
      hasShrunk = true;
      break;
    }
  }
  return { ...best, tried };
}

/** Smaller plans, the boldest first. */
function* candidates(plan: Plan): Generator<Plan> {
  for (const faults of parts(plan.faults)) yield { ...plan, faults };
  for (const sales of parts(plan.sales)) if (sales.length > 0) yield { ...plan, sales };
  for (const [index, sale] of plan.sales.entries())
    for (const acts of parts(sale.acts)) yield { ...plan, sales: plan.sales.with(index, { ...sale, acts }) };
  yield* plainer(plan);
}

function* plainer(plan: Plan): Generator<Plan> {
  for (const name of Object.keys(plan.gateway)) {
    const others = Object.entries(plan.gateway).filter(([other]) => other !== name);
    yield { ...plan, gateway: Object.fromEntries(others) };
  }
  if (plan.hasWebhooks) yield { ...plan, hasWebhooks: false };
  if (plan.proxySkewMs !== 0) yield { ...plan, proxySkewMs: 0 };
  const last = plan.tills.length - 1;
  if (last > 0 && plan.sales.every(({ till }) => till < last))
    yield { ...plan, tills: plan.tills.slice(0, last) };
  if (plan.tills.some(({ skewMs }) => skewMs !== 0))
    yield { ...plan, tills: plan.tills.map((till) => ({ ...till, skewMs: 0 })) };
  const lastAt = Math.max(
    ...plan.sales.map(({ at }) => at),
    ...plan.faults.map(({ at, ms }) => at + Math.abs(ms)),
  );
  for (const calmAt of [Math.round(plan.calmAt / 2), plan.calmAt - 60_000])
    if (calmAt > lastAt && calmAt < plan.calmAt) yield { ...plan, calmAt };
}

/** The list without its halves, its quarters, and each single one. */
function* parts<T>(list: readonly T[]): Generator<T[]> {
  for (let size = Math.ceil(list.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2))
    for (let from = 0; from < list.length; from += size)
      yield [...list.slice(0, from), ...list.slice(from + size)];
}
