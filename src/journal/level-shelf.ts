/** Where a till keeps how fast it was: a database of its own beside the journal's. Losing it loses charts. */
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import * as v from 'valibot';
import { levelCellsSchema, mergeCells, type LevelCells, type LevelDay } from '../contract/service-level.ts';

/** The latest days that are kept. */
export const LEVEL_DAYS = 90;

/** The shelf. Each call rejects as the store does: then nothing was written. */
export interface LevelShelf {
  /** Adds to what is kept of that day; of two tabs that add at once, both count. */
  add(day: string, cells: LevelCells): Promise<void>;
  /** Every day that is kept, oldest first. What cannot be read is left out. */
  days(): Promise<LevelDay[]>;
}

interface LevelDb extends DBSchema {
  days: { key: string; value: unknown };
}

/** The shelf in IndexedDB. It is opened for each call alone: no other tab and no update ever waits for it. */
export function openLevelShelf(name: string): LevelShelf {
  return {
    add: (day, cells) => withDb(name, (db) => addTo(db, day, cells)),
    days: () =>
      withDb(name, async (db) => {
        const [keys, rows] = await Promise.all([db.getAllKeys('days'), db.getAll('days')]);
        return keys.map((day, at) => ({ day, cells: cellsIn(rows[at]) }));
      }),
  };
}

async function withDb<T>(name: string, work: (db: IDBPDatabase<LevelDb>) => Promise<T>): Promise<T> {
  const db = await openDB<LevelDb>(name, 1, { upgrade: (fresh) => void fresh.createObjectStore('days') });
  try {
    return await work(db);
  } finally {
    db.close();
  }
}

/** Read and written in one transaction, so that another tab's part is never written over. */
async function addTo(db: IDBPDatabase<LevelDb>, day: string, cells: LevelCells): Promise<void> {
  const { store, done } = db.transaction('days', 'readwrite', { durability: 'relaxed' });
  await store.put(mergeCells(cellsIn(await store.get(day)), cells), day);
  const tooOld = (await store.getAllKeys()).at(-LEVEL_DAYS - 1);
  if (tooOld !== undefined) await store.delete(IDBKeyRange.upperBound(tooOld));
  await done;
}

function cellsIn(row: unknown): LevelCells {
  const result = v.safeParse(levelCellsSchema, row);
  return result.success ? result.output : {};
}
