/** The journal in IndexedDB: strict commits, projection in the same transaction, codes encrypted at rest. */
import type { IDBPTransaction } from 'idb';
import { randomText, type Reference } from '../core/ids.ts';
import type { Random, Timers } from '../core/ports.ts';
import { Connection, READ_LIMIT_MS, SAVE_LIMIT_MS, type Work } from './connection.ts';
import { EMPTY_DAY, isOpen, moveTotals } from './day-totals.ts';
import { makeCodeStore } from './code-store.ts';
import { checkBase, type Batch, type Journal, type JournalProblem, type KeptSale } from './journal.ts';
import { readEntry, readSale, readTotals } from './read-rows.ts';
import { STORES, type HeldRow, type PlingDatabase, type PlingDb, type SaleRow } from './schema.ts';

export { sealLog } from './seal-log.ts';

/** What the adapter needs. `subtle` is missing outside a secure context: codes then stay in memory only. */
export interface IndexedDbJournalDeps {
  readonly name: string;
  readonly timers: Timers;
  readonly random: Random;
  readonly subtle: SubtleCrypto | undefined;
}

/** Marks of this many commits are kept: enough for every tab that may ask about its last one. */
const BATCH_MARKS = 64;
type Commit = IDBPTransaction<PlingDb, typeof STORES, 'readwrite'>;

/** Opens the journal `name` (`pling-<realm>`). Throws JournalError: `newer`, `corrupt`, `blocked`, `cannot-save`. */
export async function openIndexedDbJournal(deps: IndexedDbJournalDeps): Promise<Journal> {
  const listeners = new Set<(problem: JournalProblem) => void>();
  const connection = new Connection(deps.name, deps.timers, (problem) => {
    for (const listener of listeners) listener(problem);
  });
  await connection.use(async () => undefined, READ_LIMIT_MS);
  return makeJournal(deps, connection, listeners);
}

function makeJournal(
  deps: IndexedDbJournalDeps,
  connection: Connection,
  listeners: Set<(problem: JournalProblem) => void>,
): Journal {
  const read = <T>(work: Work<T>): Promise<T> => connection.use(work, READ_LIMIT_MS);
  const codes = makeCodeStore(deps.subtle, deps.random, connection);
  return {
    commit: async (batch) => {
      const id = randomText(deps.random, 26);
      const held = batch.hold ? await codes.seal(batch.hold) : null;
      let tries = 0;
      const work: Work<void> = (db, signal) => commit(db, signal, { id, isRepeat: tries++ > 0 }, batch, held);
      await connection.use(work, SAVE_LIMIT_MS);
      codes.committed(batch);
    },
    sale: (id) => read(async (db) => saleOf(await db.get('sales', id))),
    openSales: () =>
      read(async (db) => (await db.getAllFromIndex('sales', 'open')).map((row) => readSale(row.sale))),
    salesOfDay: (day, limit, before = Infinity) => read((db) => pageOfDay(db, day, limit, before)),
    totals: (day) => read(async (db) => totalsOf(await db.get('days', day))),
    entriesOf: (id) => read(async (db) => (await db.getAllFromIndex('entries', 'saleId', id)).map(readEntry)),
    entries: (afterSeq, limit) =>
      read(async (db) =>
        (await db.getAll('entries', IDBKeyRange.lowerBound(afterSeq, true), limit)).map(readEntry),
      ),
    heldCode: (reference) => codes.get(reference),
    dropHeldBefore: (wall) => codes.dropBefore(wall),
    fact: (key) => read((db) => db.get('facts', key)),
    onclosed: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close: () => connection.close(),
  };
}

/** The mark a commit leaves, by which its own repeat knows it. */
interface Mark {
  readonly id: string;
  readonly isRepeat: boolean;
}

/** One commit. Repeated after a lost answer, it finds its own mark and does nothing. */
async function commit(
  db: PlingDatabase,
  signal: AbortSignal,
  { id, isRepeat }: Mark,
  batch: Batch,
  held: HeldRow | null,
): Promise<void> {
  const tx: Commit = db.transaction(STORES, 'readwrite', { durability: 'strict' });
  signal.addEventListener('abort', () => abort(tx));
  try {
    const isDone = isRepeat && (await tx.objectStore('batches').index('id').count(id)) > 0;
    if (!isDone) await write(tx, id, batch, held);
    // Nothing more comes: the browser need not wait whether it does.
    tx.commit();
  } catch (error) {
    // Nothing of a half-written batch may stay: the abort undoes it, and its own rejection says no more than `error`.
    abort(tx);
    await tx.done.catch(() => undefined);
    throw error;
  }
  await tx.done;
}

/**
 * Puts all requests into the transaction at once; only a sale's figures need a read first. Each is its own async
 * function: a value that cannot be stored then rejects like any failed request, and nobody's rejection is left over.
 */
async function write(tx: Commit, id: string, batch: Batch, held: HeldRow | null): Promise<void> {
  await Promise.all([
    writeMark(tx, id),
    ...batch.entries.map(async (entry) => tx.objectStore('entries').add(entry)),
    checkAndWriteSales(tx, batch),
    writeCodes(tx, held, batch.drop ?? []),
    ...Object.entries(batch.facts ?? {}).map(async ([key, fact]) => tx.objectStore('facts').put(fact, key)),
  ]);
}

async function writeCodes(tx: Commit, held: HeldRow | null, drop: readonly Reference[]): Promise<void> {
  if (held) await tx.objectStore('held').put(held);
  for (const reference of drop) await tx.objectStore('held').delete(reference);
}

async function writeMark(tx: Commit, id: string): Promise<void> {
  const mark = await tx.objectStore('batches').add({ id });
  await tx.objectStore('batches').delete(IDBKeyRange.upperBound(mark - BATCH_MARKS));
}

/** One after the other: two sales of a day move the same figures. */
async function checkAndWriteSales(tx: Commit, { sales, onto }: Batch): Promise<void> {
  if (onto) checkBase(onto, saleOf(await tx.objectStore('sales').get(onto.saleId)));
  for (const sale of sales) await writeSale(tx, sale);
}

async function writeSale(tx: Commit, sale: KeptSale): Promise<void> {
  const [row, figures] = await Promise.all([
    tx.objectStore('sales').get(sale.id),
    tx.objectStore('days').get(sale.day),
  ]);
  const after: SaleRow = isOpen(sale) ? { sale, open: 1 } : { sale };
  const totals = moveTotals(totalsOf(figures), saleOf(row), sale);
  await Promise.all([tx.objectStore('sales').put(after), tx.objectStore('days').put(totals, sale.day)]);
}

function abort(tx: Commit): boolean {
  try {
    tx.abort();
    return true;
  } catch (error) {
    // Already over: there is nothing to undo.
    if (error instanceof DOMException && error.name === 'InvalidStateError') return false;
    throw error;
  }
}

/**
 * The newest of a day. One key is looked up, the oldest of the page, and what lies from there on comes in one answer: a
 * cursor would go to the database and back for every sale, and the keys of a whole busy day take longer than its page.
 */
async function pageOfDay(db: PlingDatabase, day: string, limit: number, before: number): Promise<KeptSale[]> {
  const index = db.transaction('sales').store.index('day');
  const upTo = IDBKeyRange.bound([day, -Infinity], [day, before], false, true);
  const newest = await index.openKeyCursor(upTo, 'prev');
  const oldest = limit > 1 ? await newest?.advance(limit - 1) : newest;
  const page = oldest ? IDBKeyRange.bound(oldest.key, [day, before], false, true) : upTo;
  const rows = await index.getAll(page);
  return rows
    .slice(-limit)
    .reverse()
    .map((row) => readSale(row.sale));
}

function saleOf(row: SaleRow | undefined): KeptSale | null {
  return row === undefined ? null : readSale(row.sale);
}
function totalsOf(row: unknown): ReturnType<typeof readTotals> {
  return row === undefined ? EMPTY_DAY : readTotals(row);
}
