/** `npm run bench -- till`: the built till beside the obvious one, at three round trips and two speeds, in one run. */
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { heldAgainst, type Budget, type Measured } from '../budgets.ts';
import { measureFirstLoad, type FirstLoad } from './bytes.ts';
import { measureKeys } from './keys.ts';
import { measureMemory } from './memory.ts';
import { figures } from './figures.ts';
import { print } from './print.ts';
import { TILL_PROMISES } from './promises.ts';
import type { Cell, Results, Start } from './results.ts';
import { sell, type SaleTimes } from './sales.ts';
import { measureStart, whenInstalled } from './starts.ts';
import { OBVIOUS, PLING, type Subject } from './subjects.ts';
import { Tablet } from './tablet.ts';
import { World } from './world.ts';

/** What is asked for. */
export interface TillOptions {
  /** sales a cell */
  readonly sales: number;
  /** starts of each kind */
  readonly starts: number;
  /** key presses a speed */
  readonly keys: number;
  /** sales in one page for the memory */
  readonly memory: number;
  /** which parts are measured */
  readonly parts: ReadonlySet<string>;
  readonly say: (line: string) => void;
}

/** Between till and proxy, ms: the same town, across a continent, a bad mobile network. */
const ROUND_TRIPS = [20, 200, 800] as const;
const SLOWDOWNS = [1, 4] as const;
/** The customer who confirms is measured at this one, and the starts with a network. */
const USUAL_TRIP = 200;
/** The obvious till polls every 3 s: its customers confirm at moments spread evenly over that. */
const POLL_MS = 3_000;

/** Runs it; the budgets that were measured. */
export async function runTillBench(options: TillOptions): Promise<Budget[]> {
  const world = await World.open();
  const results: Results = { cells: [], keys: [], starts: [], loads: [], memory: [] };
  try {
    for (const subject of [PLING, OBVIOUS]) await measureSubject(world, subject, options, results);
    print(results, options.say);
    return heldAgainst(TILL_PROMISES, figures(results) satisfies Measured);
  } finally {
    await world.close();
  }
}

async function measureSubject(
  world: World,
  subject: Subject,
  options: TillOptions,
  results: Results,
): Promise<void> {
  const profile = join(world.folder, subject.name);
  const tablet = await Tablet.start({ subject, profile, flags: world.camera.flags });
  try {
    await tablet.open(world.firstAddress(subject));
    if (subject === PLING)
      options.say(
        `Chromium ${tablet.version}, ${availableParallelism()} cores; till, servers and gateway share them`,
      );
    await whenInstalled(tablet);
    await measureSales(world, tablet, options, results);
    if (subject === PLING && options.parts.has('memory')) {
      world.linkOf(subject).roundTrip = 20;
      const parts = { tablet, link: world.linkOf(subject), gateway: world.gateway };
      results.memory.push(...(await measureMemory(parts, options.memory)));
    }
  } finally {
    await tablet.close();
  }
  if (options.parts.has('starts')) await measureStarts(world, subject, profile, options, results);
  if (options.parts.has('load'))
    results.loads.push({ till: subject.name, ...(await firstLoad(world, subject, profile)) });
}

async function measureSales(
  world: World,
  tablet: Tablet,
  { sales, keys, parts, say }: TillOptions,
  results: Results,
): Promise<void> {
  const { subject } = tablet;
  const link = world.linkOf(subject);
  const shop = { tablet, link, camera: world.camera, gateway: world.gateway };
  const cell = async (isConfirmed: boolean, slowdown: number): Promise<void> => {
    const times: SaleTimes[] = [];
    for (let n = 0; n < sales; n += 1) {
      const phase = n / sales;
      times.push(await sell(shop, { phase, confirmAfterMs: isConfirmed ? 500 + phase * POLL_MS : null }));
    }
    const one: Cell = { till: subject.name, roundTrip: link.roundTrip, slowdown, isConfirmed, times };
    results.cells.push(one);
    say(
      `${one.till}, ${one.roundTrip} ms, ${slowdown}×: ${times.map((each) => Math.round(each.scanToPaid)).join(' ')}`,
    );
  };
  await sell(shop, { phase: 0, confirmAfterMs: null }); // what is fetched and compiled once is there afterwards
  for (const slowdown of SLOWDOWNS) {
    await tablet.slowDown(slowdown);
    for (const roundTrip of parts.has('sales') ? ROUND_TRIPS : []) {
      link.roundTrip = roundTrip;
      await cell(false, slowdown);
      if (roundTrip === USUAL_TRIP) await cell(true, slowdown);
    }
    if (parts.has('keys'))
      results.keys.push({ till: subject.name, slowdown, times: await measureKeys(tablet, keys) });
  }
  await tablet.slowDown(1);
}

async function measureStarts(
  world: World,
  subject: Subject,
  profile: string,
  { starts }: TillOptions,
  results: Results,
): Promise<void> {
  const link = world.linkOf(subject);
  link.roundTrip = USUAL_TRIP;
  // What the first start of a new version leaves for the next ones is there.
  await measureStart({ subject, link, profile, isOffline: false, slowdown: 1 });
  for (const slowdown of SLOWDOWNS)
    for (const isOffline of [true, false]) {
      const times: number[] = [];
      for (let n = 0; n < starts; n += 1)
        times.push(await measureStart({ subject, link, profile, isOffline, slowdown }));
      results.starts.push({ till: subject.name, slowdown, isOffline, times } satisfies Start);
    }
}

async function firstLoad(world: World, subject: Subject, profile: string): Promise<FirstLoad> {
  const link = world.linkOf(subject);
  link.roundTrip = USUAL_TRIP;
  const tablet = await Tablet.start({ subject, profile, pressesFirst: true });
  try {
    return await measureFirstLoad(tablet, link);
  } finally {
    await tablet.close();
  }
}
