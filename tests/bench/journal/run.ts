/** `npm run bench -- journal`: the till's journal with no sale, some and a hundred thousand in it, in real browsers. */
import { availableParallelism } from 'node:os';
import { chromium } from '@playwright/test';
import { chromiumLaunch } from '../../../scripts/chromium.mjs';
import { heldAgainst, type Budget, type Measured, type Promised } from '../budgets.ts';
import { KeptProfiles } from './kept-profiles.ts';
import type { Profile } from './profile.ts';
import { median, printTable, type Column } from './print.ts';
import { measureSecondEngine } from './second-engine.ts';
import type { Start } from './steps.ts';

/** What is asked for. */
export interface JournalOptions {
  /** sales in the fullest journal; a tenth of them in the one between, none in the first */
  readonly sales: number;
  /** starts of each */
  readonly rounds: number;
  readonly hasSecondEngine: boolean;
  readonly say: (line: string) => void;
}

const OPEN = 'start with the full journal beside the empty one';
const PAGE = 'first page of the busiest day, full journal';
const TOTALS = 'totals of the busiest day, full journal';
const UNLIKE = 'sales the filler leaves unlike the till';
const DIFFERENT = 'sales and days kept unlike their entries';

/** DESIGN §7; the last two are what makes the others true. */
const PROMISES: readonly Promised[] = [
  [OPEN, '×', 'most', 1.2],
  [PAGE, 'ms', 'most', 50],
  [TOTALS, 'ms', 'most', 150],
  [UNLIKE, 'count', 'most', 0],
  [DIFFERENT, 'count', 'most', 0],
];

/** A store whose folder does not change for so long has tidied up. */
const QUIET_MS = 4_000;

/** How long a browser stays open after a start. */
const OPEN_MS = 1_500;

/** Sales of the morning, commit by commit: some 200 commits. */
const APPENDED = 30;

/** Runs it; the budgets that were measured. */
export async function runJournalBench(options: JournalOptions): Promise<Budget[]> {
  const { sales, say, hasSecondEngine } = options;
  const version = await chromiumVersion();
  say(`Chromium ${version}, ${availableParallelism()} cores; ${options.rounds} starts of each size`);
  const kept = await KeptProfiles.open(version);
  const sizes = [0, Math.round(sales / 10), sales];
  const shelves: Shelf[] = [];
  try {
    for (const size of sizes) shelves.push({ size, profile: await takeFilled(kept, size, say), starts: [] });
    const unlike = await shelves[0]?.profile.inBrowser((page) =>
      page.evaluate(() => window.journalBench.countUnlike()),
    );
    const columns = await measure(shelves, options.rounds);
    printTable(columns, say);
    if (hasSecondEngine) await measureSecondEngine(kept.served.url, sizes.slice(0, 2), say);
    return heldAgainst(PROMISES, { ...figures(columns), [UNLIKE]: unlike ?? 0 });
  } finally {
    for (const { profile } of shelves) profile.discard();
    kept.served.close();
  }
}

/** A profile with so many sales in its journal, and its starts so far. */
interface Shelf {
  readonly size: number;
  readonly profile: Profile;
  readonly starts: Start[];
}

async function chromiumVersion(): Promise<string> {
  const browser = await chromium.launch(chromiumLaunch());
  const version = browser.version();
  await browser.close();
  return version;
}

/** A profile with `size` sales in its journal, filled now or by an earlier run. */
function takeFilled(kept: KeptProfiles, size: number, say: (line: string) => void): Promise<Profile> {
  return kept.copy(String(size), async (profile) => {
    const begun = performance.now();
    await profile.inBrowser(async (page) => {
      await page.evaluate((total) => window.journalBench.fillBooks(total), size);
      // A year writes this little by little: what the store tidies up afterwards is no part of a start.
      for (let bytes = -1; bytes !== profile.bytes();) {
        bytes = profile.bytes();
        await page.evaluate((ms) => window.journalBench.hold(ms), QUIET_MS);
      }
    });
    say(
      `${size} sales written in ${((performance.now() - begun) / 1000).toFixed(0)} s, kept for the next run`,
    );
  });
}

/** One start in a browser of its own, which then stays open for a moment: a tablet's does for hours, and its store tidies up. */
async function startOnce(profile: Profile): Promise<Start> {
  return profile.inBrowser(async (page) => {
    const started = await page.evaluate(() => window.journalBench.started());
    if (started === null) throw new Error('The page did not start');
    await page.evaluate((ms) => window.journalBench.hold(ms), OPEN_MS);
    return started;
  }, '?start');
}

/** Starts them in turns, each round in another order: what else this machine does meets them all. Then the rest. */
async function measure(shelves: readonly Shelf[], rounds: number): Promise<Column[]> {
  for (const { profile } of shelves) await startOnce(profile); // the first one sees what the copying has left
  for (let round = 0; round < rounds; round += 1)
    for (const { profile, starts } of inTurn(shelves, round)) starts.push(await startOnce(profile));
  const columns: Column[] = [];
  for (const { size, profile, starts } of shelves) {
    const bytes = profile.bytes();
    const rest = await profile.inBrowser(async (page) => ({
      rebuilt: await page.evaluate(() => window.journalBench.rebuild()),
      usage: await page.evaluate(() => window.journalBench.usage()),
      warm: await page.evaluate(() => window.journalBench.lookAround()),
      appends: await page.evaluate((sales) => window.journalBench.append(sales), APPENDED),
    }));
    columns.push({ size, starts, bytes, ...rest });
  }
  return columns;
}

function inTurn<T>(all: readonly T[], round: number): T[] {
  return all.map((_, at) => all[(at + round) % all.length]).filter((each) => each !== undefined);
}

function figures(columns: readonly Column[]): Measured {
  const [empty, full] = [columns[0], columns.at(-1)];
  if (!empty || !full) return {};
  return {
    [OPEN]: median(full.starts.map(({ ready }) => ready)) / median(empty.starts.map(({ ready }) => ready)),
    [PAGE]: median(full.starts.map(({ page }) => page)),
    [TOTALS]: median(full.starts.map(({ totals }) => totals)),
    [DIFFERENT]: columns.reduce((sum, { rebuilt }) => sum + (rebuilt?.different ?? 0), 0),
  };
}
