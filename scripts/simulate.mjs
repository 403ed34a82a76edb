/** `npm run simulate`: N fault schedules on all cores, what they reached, and the seed of every one that broke a law. */
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { addCounts, showCoverage } from '../tests/simulation/coverage.ts';
import { huntAll } from '../tests/simulation/mutants/hunt.ts';
import { openDatabases, runOne } from '../tests/simulation/run-one.ts';
import { drawPlan } from '../tests/simulation/schedule.ts';
import { shrink } from '../tests/simulation/shrink.ts';
import { readArguments } from './read-arguments.mjs';

const values = readArguments(
  {
    runs: { type: 'string', default: '2000' },
    seed: { type: 'string', default: '1' },
    workers: { type: 'string', default: String(availableParallelism()) },
    replay: { type: 'string' },
    plan: { type: 'string' },
    shrink: { type: 'string' },
    mutants: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
  },
  'npm run simulate -- [--runs N] [--seed S] [--workers K] | --replay SEED | --plan FILE | --shrink SEED | --mutants [--only TEXT]',
);

/** How many kinds of failure are shrunk after a run. */
const SHRUNK_KINDS = 3;

const number = (name) => {
  const value = Number(values[name]);
  if (Number.isSafeInteger(value) && value >= 0) return value;
  console.error(`--${name} must be a whole number.`);
  process.exit(2);
};

const tellBroken = ({ law, what, facts }) => console.log(`law ${law}: ${what} ${facts}`);

/** One story, told line by line. */
async function replay(plan) {
  const { violations, trace } = await runOne(plan, openDatabases(), true);
  for (const line of trace) console.log(line);
  for (const violation of violations) tellBroken(violation);
  if (violations.length === 0) console.log('every law held');
  process.exitCode = violations.length > 0 ? 1 : 0;
}

/** The smallest plan that breaks the same law. */
async function showShrunk(seed) {
  const databases = openDatabases();
  const plan = drawPlan(seed);
  const [violation] = (await runOne(plan, databases)).violations;
  if (violation === undefined) return console.log(`seed ${seed} breaks no law`);
  const shrunk = await shrink(plan, violation, databases);
  console.log(`seed ${seed}, shrunk in ${shrunk.tried} tries (save it and replay with --plan FILE):`);
  tellBroken(shrunk.violation);
  console.log(JSON.stringify(shrunk.plan));
}

/** All seeds, on all workers. */
async function simulate() {
  const [runs, from, workers] = [number('runs'), number('seed'), Math.max(1, number('workers'))];
  if (runs === 0) {
    console.error('Nothing was played: --runs must be at least 1.');
    process.exitCode = 2;
    return;
  }
  const counts = new Map();
  const failed = [];
  const startedAt = performance.now();
  const seconds = () => (performance.now() - startedAt) / 1000;
  let done = 0;
  let toldAt = 0;
  const take = (report) => {
    done += report.runs;
    addCounts(counts, report.counts);
    failed.push(...report.failed);
    if (seconds() - toldAt < 10) return;
    toldAt = seconds();
    console.log(`${done} of ${runs}, ${Math.round(done / toldAt)} a second, ${failed.length} failed`);
  };
  const shares = Array.from({ length: workers }, (_, index) => ({
    from: from + index,
    to: from + runs,
    step: workers,
  }));
  await Promise.all(
    shares.map(
      (workerData) =>
        new Promise((resolve, reject) => {
          const worker = new Worker(new URL('../tests/simulation/worker.ts', import.meta.url), {
            workerData,
          });
          worker.on('message', take);
          worker.on('error', reject);
          worker.on('exit', (code) =>
            code === 0 ? resolve() : reject(new Error(`A worker ended with ${code}`)),
          );
        }),
    ),
  );
  const tookS = seconds();
  console.log(`\n${showCoverage(counts)}\n`);
  await tellFailed(failed);
  console.log(`${Math.round(runs / tookS)} schedules a second on ${workers} workers, ${Math.round(tookS)} s`);
  console.log(`${runs} schedules, ${counts.get('charges') ?? 0} charges, ${failed.length} violations`);
  process.exitCode = failed.length > 0 ? 1 : 0;
}

async function tellFailed(failed) {
  failed.sort((a, b) => a.seed - b.seed);
  const kinds = Map.groupBy(failed, ({ violation }) => `law ${violation.law}: ${violation.what}`);
  for (const [kind, all] of kinds) {
    const seeds = all.map(({ seed }) => seed);
    console.log(
      `${kind}: ${seeds.length} schedules, seeds ${seeds.slice(0, 10).join(' ')}${seeds.length > 10 ? ' …' : ''}`,
    );
    console.log(`  npm run simulate -- --replay ${seeds[0]}`);
  }
  for (const [first] of [...kinds.values()].slice(0, SHRUNK_KINDS)) await showShrunk(first.seed);
}

/** Schedules within which each planted bug must be caught. */
const MOST_RUNS = 1_000;

/** Plants every bug of the list in turn: the laws must catch each. */
async function hunt() {
  const tell = ({ name, runs, caughtBy }) =>
    console.log(
      caughtBy === null
        ? `NOT CAUGHT in ${runs}: ${name}`
        : `${String(runs).padStart(4)}  ${name} (${caughtBy})`,
    );
  const startedAt = performance.now();
  const prey = await huntAll(values.only, number('seed'), MOST_RUNS, Math.max(1, number('workers')), tell);
  const caught = prey.filter(({ caughtBy }) => caughtBy !== null).length;
  console.log(
    `${Math.round((performance.now() - startedAt) / 1000)} s; each number is the schedules it took`,
  );
  console.log(`${caught} of ${prey.length} mutants caught`);
  process.exitCode = caught === prey.length ? 0 : 1;
}

if (values.mutants) await hunt();
else if (values.replay !== undefined) await replay(drawPlan(number('replay')));
else if (values.plan !== undefined) await replay(JSON.parse(readFileSync(values.plan, 'utf8')));
else if (values.shrink !== undefined) await showShrunk(number('shrink'));
else await simulate();
