/** Puts books into a journal in big transactions, and shows what it holds, so that both ways of writing can be compared. */
import { openDB, type IDBPTransaction } from 'idb';
import { applySaleEvent, openSale } from '../../../src/core/sale-fold.ts';
import type { Sale } from '../../../src/core/sale.ts';
import type { JournalEntry, NewEntry } from '../../../src/contract/journal-entry.ts';
import { EMPTY_DAY, isOpen, moveTotals } from '../../../src/journal/day-totals.ts';
import type { DayTotals, Journal, KeptSale } from '../../../src/journal/journal.ts';
import type { OpenSales } from '../../../src/journal/open-sales.ts';
import { SCHEMA_VERSION, type PlingDatabase, type PlingDb } from '../../../src/journal/schema.ts';
import type { Story } from './story.ts';

/**
 * Sales in one transaction. Chromium writes a large one with an undo log; what is left of that would be read
 * at every start, and the till's own commits, which are small, leave none.
 */
const AT_ONCE = 40;
const FILLED = ['entries', 'sales', 'days'] as const;

/**
 * Writes `stories` into the journal `name`, which is there and empty. The rows are the till's own; what is left out is the
 * waiting: for the disk after every commit, and for what was written before.
 */
export async function fill(name: string, stories: Iterable<Story>): Promise<void> {
  const db = await openDB<PlingDb>(name, SCHEMA_VERSION);
  const days = new Map<string, DayTotals>();
  const some: Story[] = [];
  for (const story of stories) {
    some.push(story);
    if (some.length === AT_ONCE) await writeAll(db, some.splice(0), days);
  }
  await writeAll(db, some, days);
  db.close();
}

async function writeAll(
  db: PlingDatabase,
  stories: readonly Story[],
  days: Map<string, DayTotals>,
): Promise<void> {
  const tx = db.transaction(FILLED, 'readwrite', { durability: 'relaxed' });
  const touched = new Set<string>();
  for (const story of stories) touched.add(write(tx, story, days));
  for (const day of touched) void tx.objectStore('days').put(days.get(day) ?? EMPTY_DAY, day);
  await tx.done;
}

/** Puts one sale into the transaction, whose end tells of what failed; its day. */
function write(
  tx: IDBPTransaction<PlingDb, typeof FILLED, 'readwrite'>,
  story: Story,
  days: Map<string, DayTotals>,
): string {
  const sale = saleOf(story);
  for (const entry of entriesOf(story)) void tx.objectStore('entries').add(entry);
  void tx.objectStore('sales').put(isOpen(sale) ? { sale, open: 1 } : { sale });
  days.set(sale.day, moveTotals(days.get(sale.day) ?? EMPTY_DAY, null, sale));
  return sale.day;
}

/** Writes one sale as the till does: every commit by itself, each onto the one before. */
export async function writeAsTheTill(sales: OpenSales, setWall: SetWall, story: Story): Promise<void> {
  for (const { at, events } of story.writes) {
    setWall(at);
    await sales.write(story.id, () => ({ events }));
  }
}

/** Sets the clock the sales are written by. */
export type SetWall = (at: number) => void;

function entriesOf({ id, writes }: Story): NewEntry[] {
  return writes.flatMap(({ at, events }) => events.map((event) => ({ at, saleId: id, event })));
}

/** The sale after its last commit, with as many revisions as commits. */
function saleOf({ id, writes }: Story): KeptSale {
  let sale: Sale | null = null;
  for (const { at, events } of writes)
    for (const event of events)
      sale = sale === null ? openSale(id, event, at) : applySaleEvent(sale, event, at);
  if (sale === null) throw new Error('A story without a beginning');
  return { ...sale, revision: writes.length };
}

/** What a journal holds of one sale, without the numbers its entries were given. */
export interface Kept {
  readonly sale: KeptSale | null;
  readonly entries: readonly Omit<JournalEntry, 'seq'>[];
  readonly totals: DayTotals;
  /** it is read at each start */
  readonly isOpen: boolean;
}

/** Reads it. */
export async function kept(journal: Journal, { id, writes }: Story): Promise<Kept> {
  const sale = await journal.sale(id);
  const entries = (await journal.entriesOf(id)).map(({ at, saleId, event }) => ({ at, saleId, event }));
  if (entries.length < writes.length) throw new Error('A commit left no entry');
  const isOpen = (await journal.openSales()).some((open) => open.id === id);
  return { sale, entries, totals: await journal.totals(sale?.day ?? ''), isOpen };
}

/** A clock that stands where it was set. */
export function makeSetClock() {
  let wall = 0;
  const setWall: SetWall = (at) => void (wall = at);
  return { setWall, clock: { now: () => wall, monotonic: () => performance.now() } };
}
