/** Runs one schedule from the first customer to the last law. */
import { randomText } from '../../src/core/ids.ts';
import { openNodeSql } from '../../src/server/node-sql.ts';
import type { Sql } from '../../src/sql/sql.ts';
import { emptyTables } from './backup.ts';
import { WORD } from './deeds.ts';
import { makeRandom, seedFor } from '../fakes/dice.ts';
import { judgeBound } from './judge-bound.ts';
import { judgeEnd } from './judge-end.ts';
import type { Violation } from './laws.ts';
import { isOfTheDead } from './machine.ts';
import type { Plan } from './schedule.ts';
import { hasSettled, isWatching } from './settled.ts';
import { describeError } from './shop.ts';
import { makeWorld, type Databases, type World } from './world.ts';

/** What came of one schedule. */
export interface Outcome {
  readonly violations: readonly Violation[];
  readonly counts: ReadonlyMap<string, number>;
  readonly trace: readonly string[];
  /** Virtual ms it took in all. */
  readonly tookMs: number;
}

/** After calm everything has settled by then, but for what has a reason of its own. */
const BOUND_MS = 120_000;
/** Longest wait for the rest: the order's time-out, ten minutes, and two to spare. */
const SETTLE_MS = 17 * 60_000;
/** Where a success came after the end, the after-watch's last look is at the shop's midnight (a clock may have jumped past the others). */
const DAY_MS = 25 * 3_600_000;
const LOOK_EVERY_MS = 10_000;
/** With no bad luck at all a shop is open long before. */
const OPENING_MS = 30_000;

/** Databases of one worker, emptied for every story. */
export function openDatabases(): Databases {
  const open = once(() => openNodeSql(':memory:'));
  return {
    ledger: openNodeSql(':memory:'),
    gateway: openNodeSql(':memory:'),
    second: open,
    stranger: once(() => openNodeSql(':memory:')),
  };
}

/** Plays a plan. The same plan gives the same outcome, byte by byte. */
export async function runOne(plan: Plan, databases: Databases, isTold = false): Promise<Outcome> {
  emptyTables(databases.gateway, ['meta']);
  renew(databases.ledger, plan.seed);
  const world = makeWorld(plan, databases, isTold);
  const { laws, story, scheduler } = world;
  const complain = (error: unknown): void => {
    if (!isOfTheDead(error)) laws.broke(0, 'a promise nobody caught', { error: describeError(error) });
  };
  process.on('unhandledRejection', complain);
  try {
    await play(world);
    // Rejections nobody caught are told between two turns of the event loop.
    await new Promise((resolve) => setImmediate(resolve));
  } catch (error) {
    laws.broke(0, 'the story broke', { error: describeError(error) });
  } finally {
    process.off('unhandledRejection', complain);
  }
  story.count('steps', scheduler.steps);
  return { violations: laws.broken, counts: story.counts, trace: story.lines, tookMs: scheduler.now };
}

async function play(world: World): Promise<void> {
  const { plan, scheduler, cashiers, luck, laws, judge } = world;
  const isOver = (): boolean => laws.broken.length > 0;
  await setUp(world);
  luck.begin();
  for (const sale of plan.sales)
    scheduler.after(sale.at - scheduler.now, () => cashiers[sale.till]?.serve(sale));
  while (!isOver() && scheduler.now < plan.calmAt)
    await scheduler.runUntil(Math.min(scheduler.now + LOOK_EVERY_MS, plan.calmAt), judge);
  if (!isOver()) await end(world, isOver);
  world.route.houses.forEach((house) => house.kill());
  world.gateway.stop();
  world.tablets.forEach((tablet) => tablet.kill());
}

/** The shop opens: every tablet is paired, and a manager chooses a PIN. Nothing has gone wrong yet. */
async function setUp({ scheduler, route, tablets, judge }: World): Promise<void> {
  const pairing = (): (string | undefined)[] => tablets.map(({ page }) => page?.till.view().pairing.name);
  const until = async (isDone: () => boolean): Promise<void> => {
    while (!isDone()) {
      if (scheduler.now > OPENING_MS)
        throw new Error('The shop does not open: something is broken that no fault broke');
      await scheduler.runUntil(scheduler.now + 50, judge);
    }
  };
  route.main.start();
  for (const tablet of tablets) tablet.open();
  await until(() => pairing().every((name) => name === 'unpaired'));
  for (const { page } of tablets) void page?.till.pair(`#pair=${route.main.makePairingCode()}`);
  await until(() => pairing().every((name) => name === 'paired'));
  let hasPin = false;
  void tablets[0]?.page?.till.setPin(null, WORD.pin).then(() => (hasPin = true));
  await until(() => hasPin);
}

/** Bad luck is over; everything settles, and the end is judged. */
async function end(world: World, isOver: () => boolean): Promise<void> {
  const { scheduler, cashiers, luck, tablets, laws, ground, gateway, route, judge, logged } = world;
  for (const cashier of cashiers) cashier.goHome();
  luck.calm();
  const calmAt = scheduler.now;
  let isBoundJudged = false;
  for (;;) {
    await scheduler.runUntil(scheduler.now + LOOK_EVERY_MS, judge);
    const waited = scheduler.now - calmAt;
    if (isOver() || hasSettled(world)) break;
    if (waited >= BOUND_MS && !isBoundJudged) {
      isBoundJudged = true;
      judgeBound(world, calmAt);
    }
    if (waited > SETTLE_MS && (!mayStillBeHeard(world) || waited > DAY_MS)) break;
  }
  if (isOver()) return;
  const { mirror, sql } = route.main;
  const exported = await Promise.all(
    tablets.map(async ({ page }) => (page ? page.till.exportJournal() : '')),
  );
  const written = (): string => dump(sql, [...logged, ...exported]);
  const strays = (): string[] =>
    sql.all('SELECT reference FROM strays').map((row) => String(row['reference']));
  judgeEnd({ ground, mirror, laws, gateway, tablets, written, strays, hadTwo: route.houses.length > 1 });
}

/** The after-watch has still to find something, or a till to hear of the last change. */
function mayStillBeHeard(world: World): boolean {
  const { mirror } = world.route.main;
  return (
    isWatching(world) || [...mirror.rows.keys()].some((each) => mirror.isFresh(each, world.scheduler.now))
  );
}

function dump(sql: Sql, logged: readonly string[]): string {
  const tables = sql.all("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'");
  return JSON.stringify([tables.map(({ name }) => sql.all(`SELECT * FROM ${String(name)}`)), logged]);
}

/** A database that was used before gets the identity a fresh one would have had. */
function renew(sql: Sql, seed: number): void {
  emptyTables(sql, ['meta']);
  if (sql.all("SELECT name FROM sqlite_master WHERE name = 'meta'").length === 0) return;
  const epoch = randomText(makeRandom(seedFor(seed, 'epoch')), 16);
  sql.run("UPDATE meta SET value = ? WHERE key = 'epoch'", [epoch]);
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}
