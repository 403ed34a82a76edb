/**
 * `npm run lighthouse [-- --runs 3]`: Lighthouse against the server as a process, for the till before it has a shop and
 * for the paired keypad. Prints the median of the runs and exits 1 below 100. Lighthouse itself is fetched by npx: no
 * other part of Pling needs its hundred packages.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { freePort, ServerProcess } from '../tests/e2e/server.ts';
import { buildIfChanged } from './build-if-changed.mjs';
import { chromiumLaunch } from './chromium.mjs';
import { ensureChromium } from './ensure-chromium.mjs';
import { readArguments } from './read-arguments.mjs';

const LIGHTHOUSE = 'lighthouse@13.5.0';
const CATEGORIES = ['performance', 'accessibility', 'best-practices'];
const WANTED = 100;

const values = readArguments(
  { runs: { type: 'string', default: '3' }, why: { type: 'boolean', default: false } },
  'npm run lighthouse -- [--runs 3] [--why]',
);

ensureChromium();
buildIfChanged();
const folder = mkdtempSync(join(tmpdir(), 'pling-lighthouse-'));
const server = new ServerProcess(await freePort(), {
  DATA_DIR: join(folder, 'data'),
  SHOP_NAME: 'Corner Store',
});
const origin = `http://127.0.0.1:${server.port}`;
let isEnough = true;
try {
  await server.start();
  await judge('before it has a shop', async () => undefined);
  await judge('the paired keypad', pair);
} finally {
  await server.kill();
  rmSync(folder, { recursive: true, force: true });
}
process.exit(isEnough ? 0 : 1);

/** The median score of each category over the runs, in a browser that `prepare` has brought into its state. */
async function judge(state, prepare) {
  const port = await freePort();
  const launch = chromiumLaunch([`--remote-debugging-port=${port}`]);
  const context = await chromium.launchPersistentContext(join(folder, state), launch);
  try {
    await prepare(context.pages()[0] ?? (await context.newPage()));
    const reports = [];
    for (let run = 0; run < Number(values.runs); run += 1) reports.push(await look(port, `${state}-${run}`));
    const scores = CATEGORIES.map((name) =>
      median(reports.map((it) => Math.round(it.categories[name].score * 100))),
    );
    console.log(`${state}: ${CATEGORIES.map((name, at) => `${name} ${scores[at]}`).join(', ')}`);
    if (values.why || scores.some((score) => score < WANTED)) tellWhy(reports.at(-1));
    if (scores.some((score) => score < WANTED)) isEnough = false;
  } finally {
    await context.close();
  }
}

async function pair(page) {
  await page.goto(`${origin}/#pair=${server.pairingCode}`);
  await page.getByRole('button', { name: '1', exact: true }).waitFor();
  await page.goto('about:blank'); // one till, one page: Lighthouse opens its own
}

/** One run of Lighthouse; what the browser keeps stays, or the till would be unpaired again. */
async function look(port, name) {
  const file = join(folder, `${name.replaceAll(/\W/g, '-')}.json`);
  const line = [
    ...['--yes', LIGHTHOUSE, `${origin}/`, '--quiet', `--port=${port}`, '--disable-storage-reset'],
    ...[`--only-categories=${CATEGORIES.join(',')}`, '--output=json', `--output-path=${file}`],
  ];
  const run = spawn('npx', line, {
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  });
  const code = await new Promise((resolve, reject) => {
    run.on('exit', resolve);
    run.on('error', reject);
  });
  if (code !== 0) throw new Error(`Lighthouse ended with ${code}.`);
  return JSON.parse(readFileSync(file, 'utf8'));
}

function median(numbers) {
  return numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? 0;
}

/** Every audit that is not passed, with what it counts for. */
function tellWhy({ categories, audits }) {
  for (const name of CATEGORIES)
    for (const { id, weight } of categories[name].auditRefs) {
      const { score, displayValue, title } = audits[id];
      if (weight > 0 && score !== null && score < 1)
        console.log(`  ${name}: ${title} (${id}) ${displayValue ?? ''} score ${score}, weight ${weight}`);
    }
}
