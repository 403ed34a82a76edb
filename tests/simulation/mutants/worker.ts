/** Hunts one mutant in a thread of its own: plants it before anything is loaded, then plays the regressions and fresh schedules until a law breaks. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Hunt, Prey } from './hunt.ts';
import { MUTANTS } from './list.ts';
import { plant } from './plant.ts';

const { name, from, most } = workerData as Hunt;
const mutant = MUTANTS.find((each) => each.name === name);
if (mutant === undefined) throw new Error(`No mutant is called ${name}`);
plant(mutant);
// Only now: whatever these load is loaded with the bug.
const { openDatabases, runOne } = await import('../run-one.ts');
const { drawPlan } = await import('../schedule.ts');
const { REGRESSIONS } = await import('../regressions.ts');

const databases = openDatabases();
let prey: Prey = { name, runs: most, caughtBy: null };
for (let run = 0; run < most; run += 1) {
  // What once broke a law comes first, as in every test run; then one seed after the other.
  const plan = REGRESSIONS[run]?.plan ?? drawPlan(from + run - REGRESSIONS.length);
  const [violation] = (await runOne(plan, databases)).violations;
  if (violation === undefined) continue;
  prey = { name, runs: run + 1, caughtBy: `law ${violation.law}: ${violation.what}` };
  break;
}
parentPort?.postMessage(prey);
