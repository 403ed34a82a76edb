/** What is measured in the page, each step on the till's own journal. Times in ms. */
import type { Random } from '../../../src/core/ports.ts';
import { openIndexedDbJournal, sealLog } from '../../../src/journal/indexed-db-journal.ts';
import type { Journal } from '../../../src/journal/journal.ts';
import { OpenSales } from '../../../src/journal/open-sales.ts';
import { Dice } from '../../fakes/dice.ts';
import { pageTimers } from '../../fakes/page-time.ts';
import { BUSY_DAY, makeBooks, makeDay, MORNING, TODAY } from './books.ts';
import { fill, kept, makeSetClock, writeAsTheTill } from './fill.ts';
import { isSame } from './rebuild.ts';

/** The journal's name, as `pling-<realm>`. */
const NAME = 'pling-bench';
/** Lines on a page of the history: what the roll keeps. */
const LINES = 60;
/** Sales that are shown and asked for one by one. */
const PROBED = 20;

const random: Random = { bytes: (count) => crypto.getRandomValues(new Uint8Array(count)) };
const frozen = { now: () => MORNING, monotonic: () => performance.now() };

/** Puts the books of `total` sales into the journal. */
export async function fillBooks(total: number): Promise<void> {
  (await openJournal()).close();
  await fill(NAME, makeBooks(total));
}

/** Opens the journal as the till does. */
export function openJournal(name = NAME): Promise<Journal> {
  return openIndexedDbJournal({ name, timers: pageTimers, random, subtle: crypto.subtle });
}

/** A start of the till, and the first look at everything after it. */
export interface Start {
  /** the database is open */
  readonly opened: number;
  /** … and what is unfinished and the day's figures are read: the keypad can take a sale */
  readonly ready: number;
  /** the same, from when the browser was asked for the page */
  readonly since: number;
  /** the first page of the busiest day, right after */
  readonly page: number;
  readonly totals: number;
  readonly sale: number;
  readonly steps: number;
}

/** Starts as the till does in the morning, then looks. Nothing of the journal was read in this browser before. */
export async function start(): Promise<Start> {
  const begun = performance.now();
  const journal = await openJournal();
  const opened = performance.now() - begun;
  await new OpenSales(journal, frozen).load(TODAY);
  const since = performance.now();
  const ready = since - begun;
  const [page, sales] = await timed(() => journal.salesOfDay(BUSY_DAY, LINES));
  const [totals] = await timed(() => journal.totals(BUSY_DAY));
  const earlier = sales.at(-1)?.id;
  const [sale] = earlier ? await timed(() => journal.sale(earlier)) : [0];
  const [steps] = earlier ? await timed(() => journal.entriesOf(earlier)) : [0];
  journal.close();
  // As the till does after its start: the next one finds the store as a tablet's is.
  await sealLog(random);
  return { opened, ready, since, page, totals, sale, steps };
}

/** Every time of many. */
export type Times = readonly number[];

/** What was measured with everything warm. */
export interface Warm {
  readonly page: Times;
  readonly totals: Times;
  readonly sale: Times;
  readonly steps: Times;
}

/** The same looks again and again, each time at another sale or page. */
export async function lookAround(): Promise<Warm> {
  const journal = await openJournal();
  const warm = { page: [] as number[], totals: [] as number[], sale: [] as number[], steps: [] as number[] };
  let before = Infinity;
  for (let n = 0; n < PROBED; n += 1) {
    const [page, sales] = await timed(() => journal.salesOfDay(BUSY_DAY, LINES, before));
    const [totals] = await timed(() => journal.totals(BUSY_DAY));
    warm.page.push(page);
    warm.totals.push(totals);
    const last = sales.at(-1);
    if (!last) break;
    before = last.openedAt;
    warm.sale.push((await timed(() => journal.sale(last.id)))[0]);
    warm.steps.push((await timed(() => journal.entriesOf(last.id)))[0]);
  }
  journal.close();
  return warm;
}

/** Sells `sales` in the morning, commit by commit; how long each took until it was durable. */
export async function append(sales: number): Promise<Times> {
  const journal = await openJournal();
  const times: number[] = [];
  const timing: Journal = {
    ...journal,
    commit: async (batch) => void times.push((await timed(() => journal.commit(batch)))[0]),
  };
  const { clock, setWall } = makeSetClock();
  const till = new OpenSales(timing, clock);
  await till.load(TODAY);
  for (const story of makeDay(MORNING, sales, new Dice(sales))) await writeAsTheTill(till, setWall, story);
  journal.close();
  return times;
}

/** Sales of which it is proven that the filler leaves what the till leaves. */
const PROVEN = 100;

/** Writes the same books by the filler and as the till does, into two journals; sales that are not the same in both. */
export async function countUnlike(): Promise<number> {
  const [filled, written] = await Promise.all([openJournal('proof-filled'), openJournal('proof-written')]);
  const { clock, setWall } = makeSetClock();
  const till = new OpenSales(written, clock);
  await fill('proof-filled', makeBooks(PROVEN));
  for (const story of makeBooks(PROVEN)) await writeAsTheTill(till, setWall, story);
  let unlike = 0;
  for (const story of makeBooks(PROVEN))
    if (!isSame(await kept(filled, story), await kept(written, story))) unlike += 1;
  filled.close();
  written.close();
  return unlike;
}

async function timed<T>(work: () => Promise<T>): Promise<[number, T]> {
  const begun = performance.now();
  const result = await work();
  return [performance.now() - begun, result];
}
