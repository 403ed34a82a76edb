/**
 * `npm run backup`, `restore`, `export` and `import`: a ledger's file, whether a server runs with it or not; the last two
 * also with `-- --url`, for a shop on Cloudflare.
 */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { readConfig, type ServerConfig } from '../setup/config.ts';
import { readEnvironment } from '../setup/env.ts';
import { whichShop } from '../setup/control-deeds.ts';
import type { ConfiguredShop, ConfiguredShops } from '../setup/shops.ts';
import { StartProblem } from '../setup/start-problem.ts';
import { ledgerPathIn, openDataDir } from './data-dir.ts';
import { readFarAway } from './far-away.ts';
import { askToWork } from './ledger-control.ts';
import { backUpInWords, doDeed, type Deed } from './ledger-deeds.ts';
import { exportFar, importFar, openFar, type FarShop } from './move-far.ts';
import { complain, print } from './print.ts';
import { readEnvFile } from './read-env-file.ts';
import { realClock, realRandom } from './real-ports.ts';

const USAGE: Readonly<Record<string, string>> = {
  backup: 'npm run backup -- --to FILE [--shop NAME]',
  restore: 'npm run restore -- --from FILE [--shop NAME]',
  export: 'npm run export -- --to FILE [--shop NAME] [--url ADDRESS]',
  import:
    'npm run import -- --from FILE [--shop NAME] [--url ADDRESS], and once the old one is off: npm run import -- --open [--url ADDRESS]',
};
const OPTIONS = {
  to: { type: 'string' },
  from: { type: 'string' },
  shop: { type: 'string' },
  url: { type: 'string' },
  open: { type: 'boolean' },
  practice: { type: 'boolean' },
} as const;

try {
  const [command = '', ...args] = process.argv.slice(2);
  print('', ...(await run(command, args)));
} catch (error) {
  if (!(error instanceof StartProblem)) throw error;
  complain(error.message);
  process.exitCode = 1;
}

async function run(command: string, args: readonly string[]): Promise<readonly string[]> {
  const { shop: named, practice = false, url, ...wish } = readArguments(command, args);
  if (url !== undefined) {
    const farAway = readFarAway(url, readEnvironment(readEnvFile('.env', process.env)));
    return workFarAway({ farAway, shop: named ?? null, fetch: globalThis.fetch }, command, wish);
  }
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  const config = readConfig(readEnvFile('.env', process.env), practice ? ['--practice'] : [], timeZone);
  const meant = meantShop(config.shops, named ?? null);
  if (command === 'backup') {
    const place = { path: ledgerPathIn(config.dataDir, meant.account), realm: meant.shop.realm };
    return backUpInWords(place, needFile(command, wish.to));
  }
  const deed = deedOf(command, wish);
  const asked = { realm: meant.shop.realm, deed };
  const done = await askToWork(config.dataDir, asked, globalThis.fetch);
  return done ?? workAlone(config, meant, deed);
}

/** Files lie here; only the shop is there. */
function workFarAway(
  far: FarShop,
  command: string,
  wish: { to?: string; from?: string; open?: boolean },
): Promise<readonly string[]> {
  const deed = command === 'backup' || command === 'restore' ? null : deedOf(command, wish);
  switch (deed?.do) {
    case 'export':
      return exportFar(far, deed.file);
    case 'import':
      return importFar(far, deed.file);
    case 'open':
      return openFar(far);
    default:
      throw misused(command);
  }
}

/** The shop a person means; none need be named where there is one. */
function meantShop(shops: ConfiguredShops, named: string | null): ConfiguredShop {
  const meant = shops.filter(({ shop }) => [null, shop.name, shop.realm].includes(named));
  const [one] = meant;
  if (one === undefined || meant.length > 1) throw new StartProblem(whichShop(shops.map(({ shop }) => shop)));
  return one;
}

function readArguments(command: string, args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, strict: true }).values;
  } catch {
    throw misused(command);
  }
}

function deedOf(command: string, { to, from, open }: { to?: string; from?: string; open?: boolean }): Deed {
  switch (command) {
    case 'export':
      return { do: command, file: needFile(command, to) };
    case 'restore':
      return { do: command, file: needFile(command, from) };
    case 'import':
      return open === true ? { do: 'open' } : { do: command, file: needFile(command, from) };
    default:
      throw misused('backup');
  }
}

function needFile(command: string, name: string | undefined): string {
  if (name === undefined || name === '') throw misused(command);
  return resolve(name);
}

function misused(command: string): StartProblem {
  return new StartProblem(`Say: ${USAGE[command] ?? Object.values(USAGE).join('\n     ')}`);
}

/** No server runs: the folder is this process's until it is done. */
function workAlone(config: ServerConfig, { shop, account }: ConfiguredShop, deed: Deed): readonly string[] {
  const data = openDataDir(config);
  try {
    const ledger = { path: data.ledgerPath(account), realm: shop.realm, secret: data.secret };
    return doDeed(deed, ledger, { random: realRandom, clock: realClock });
  } finally {
    data.release();
  }
}
