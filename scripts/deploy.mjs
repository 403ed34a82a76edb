/** `npm run deploy`: builds the app and puts Worker, objects and files on Cloudflare; `-- --dry-run` does all but the last, offline. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readEnvFile } from '../src/server/read-env-file.ts';
import { readConfig } from '../src/setup/config.ts';
import { isLive, SHOP_VARIABLES } from '../src/setup/shops.ts';
import { StartProblem } from '../src/setup/start-problem.ts';
import { buildIfChanged } from './build-if-changed.mjs';

const root = join(import.meta.dirname, '..');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const wrangler = join(root, 'node_modules/wrangler/bin/wrangler.js');

/** What may stand in the open. The secrets are given to Cloudflare by hand, once, and never by this script. */
const VARIABLES = [
  ...SHOP_VARIABLES.filter((name) => name !== 'POCKYT_TOKEN'),
  'PUBLIC_URL',
  'RATE_PER_TILL',
  'LOG',
];

function run(args, stdio = 'inherit') {
  const env = { ...process.env, WRANGLER_SEND_METRICS: 'false' };
  return spawnSync(process.execPath, [wrangler, ...args], { cwd: root, env, stdio, encoding: 'utf8' });
}

/** Reads `.env` as the server would, so that a mistake is named here and not in the Worker's log. */
function readVariables() {
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  const environment = { SHOP_TIME_ZONE: timeZone, ...readEnvFile(join(root, '.env'), process.env) };
  // The token need not lie on this machine: it is a secret at Cloudflare.
  const isWithoutToken = environment.POCKYT_MERCHANT_NO && !environment.POCKYT_TOKEN;
  const { shops } = readConfig(
    isWithoutToken ? { ...environment, POCKYT_TOKEN: 'at Cloudflare' } : environment,
    [],
    timeZone,
  );
  const ofShops = environment.POCKYT_SHOPS ? 'POCKYT_SHOPS' : 'POCKYT_TOKEN';
  const secrets = isLive(shops) ? ['PLING_SECRET', ofShops] : ['PLING_SECRET'];
  const given = VARIABLES.filter((name) => (environment[name] ?? '').trim() !== '').flatMap((name) => [
    '--var',
    `${name}:${environment[name].trim()}`,
  ]);
  return { given: [...given, '--var', `PLING_VERSION:${version}`], secrets };
}

/** Wrangler itself would open a browser, or end with an API's error. */
function requireAccount() {
  const { stdout, stderr } = run(['whoami'], 'pipe');
  if (!/not authenticated/i.test(stdout + stderr)) return;
  throw new StartProblem(
    'Not logged in to Cloudflare: run npx wrangler login, or set CLOUDFLARE_API_TOKEN. npm run deploy -- --dry-run needs no account.',
  );
}

/** Without its secret the Worker answers 503; the first deployment has to be there before it can be given one. */
function missingOf(secrets) {
  const { stdout, status } = run(['secret', 'list'], 'pipe');
  return status === 0 ? secrets.filter((name) => !stdout.includes(`"${name}"`)) : [];
}

function deploy(args) {
  const isDry = args.includes('--dry-run');
  if (args.some((arg) => arg !== '--dry-run')) throw new StartProblem('deploy knows only --dry-run.');
  const { given, secrets } = readVariables();
  if (!isDry) requireAccount();
  buildIfChanged();
  const out = join(root, 'node_modules/.cache/worker');
  const { status } = run(['deploy', ...given, ...(isDry ? ['--dry-run', '--outdir', out] : [])]);
  if (status !== 0) throw new StartProblem('Nothing was deployed; see above.');
  if (isDry) return console.log('\nReady to deploy. Nothing has left this machine.');
  for (const name of missingOf(secrets)) console.log(`\nStill to do: npx wrangler secret put ${name}`);
  console.log(
    '\nPair the first tablet: npm run pair -- --url <the address above>, with the same PLING_SECRET in .env.',
  );
}

try {
  deploy(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof StartProblem)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
