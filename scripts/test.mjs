/** Runs every check in order and sums up: `N passed, N failed` is the last line. `--quick` leaves the browser out. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureChromium } from './ensure-chromium.mjs';

const isQuick = process.argv.includes('--quick');
const reports = join(import.meta.dirname, '..', 'node_modules', '.cache', 'test-reports');
rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });

const totals = { passed: 0, failed: 0 };
const seconds = [];

function run(name, command, env = {}) {
  console.log(`\n── ${name}`);
  const begun = performance.now();
  const { status } = spawnSync(command, { shell: true, stdio: 'inherit', env: { ...process.env, ...env } });
  seconds.push(`${name} ${((performance.now() - begun) / 1000).toFixed(0)} s`);
  return status === 0;
}

/** A check that says only yes or no. */
function check(name, command) {
  if (run(name, command)) totals.passed += 1;
  else totals.failed += 1;
}

/** A runner that writes a JSON report; one that dies without a report, or whose report hides a failure, is a failure. */
function suite(name, command, report, read, env = {}) {
  const isGreen = run(name, command, env);
  let counted;
  try {
    counted = read(JSON.parse(readFileSync(report, 'utf8')));
  } catch (error) {
    console.error(`${name} left no report: ${error.message}`);
    counted = { passed: 0, failed: 1 };
  }
  totals.passed += counted.passed;
  totals.failed += counted.failed === 0 && !isGreen ? 1 : counted.failed;
}

const vitest = (name, project) => {
  const report = join(reports, `${project}.json`);
  suite(
    name,
    `vitest run --project ${project} --reporter=default --reporter=json --outputFile.json="${report}"`,
    report,
    // A skipped test is not a pass: it counts as failed.
    (json) => ({
      passed: json.numPassedTests,
      failed: json.numFailedTests + json.numPendingTests + json.numTodoTests,
    }),
  );
};

/** Other schedules for every change, the same for the same change: a red run is seen again by whoever looks for it. */
function seedOfTree() {
  const { status, stdout } = spawnSync('git', ['rev-parse', 'HEAD^{tree}'], { encoding: 'utf8' });
  return status === 0 ? Number.parseInt(stdout.slice(0, 7), 16) : 1;
}

check('types', 'npm run --silent types');
check('lint', 'npm run --silent lint');
check('format', 'npm run --silent format:check');
vitest('unit', 'unit');
vitest('proxy with gateway', 'proxy-with-gateway');
vitest('simulation', 'simulation');
check('schedules', `node scripts/simulate.mjs --runs ${isQuick ? 100 : 2000} --seed ${seedOfTree()}`);
check('attack', `node scripts/attack.mjs --requests ${isQuick ? 1000 : 5000}`);
if (!isQuick) {
  vitest('runtime', 'runtime');
  vitest('process', 'process');
  ensureChromium();
  vitest('browser', 'browser');
  const reached = join(reports, 'reach.json');
  suite('reach', `node scripts/reach.mjs --report "${reached}"`, reached, (json) => json);
  check('build', 'vite build --logLevel warn && node scripts/size-budget.mjs');
  const report = join(reports, 'e2e.json');
  suite(
    'end to end',
    'playwright test --reporter=list,json',
    report,
    ({ stats }) => ({ passed: stats.expected, failed: stats.unexpected + stats.flaky + stats.skipped }),
    { PLAYWRIGHT_JSON_OUTPUT_NAME: report, PLING_BUILT: '1' },
  );
  check('crash', 'node scripts/crash.mjs --rounds 2');
  // Tells by itself where there is no second engine.
  check('second engine', 'node scripts/second-engine.mjs');
}

console.log(`\n${seconds.join(' · ')}`);
console.log(`${totals.passed} passed, ${totals.failed} failed`);
process.exitCode = totals.failed === 0 ? 0 : 1;
