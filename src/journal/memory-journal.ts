/** The journal in memory: for tests, for the simulation, and as the plain picture of what the other one does. */
import type { JournalEntry } from '../contract/journal-entry.ts';
import type { Reference, SaleId } from '../core/ids.ts';
import type { Sale } from '../core/sale.ts';
import { EMPTY_DAY, isOpen, moveTotals } from './day-totals.ts';
import { JournalError, type Batch, type DayTotals, type HeldCode, type Journal } from './journal.ts';

/** What a memory journal holds; hand it to a second journal to play a reload. */
export interface MemoryStore {
  readonly entries: JournalEntry[];
  readonly sales: Map<SaleId, Sale>;
  readonly held: Map<Reference, HeldCode>;
  readonly facts: Map<string, unknown>;
  readonly days: Map<string, DayTotals>;
}

/** An empty store. */
export function emptyStore(): MemoryStore {
  return { entries: [], sales: new Map(), held: new Map(), facts: new Map(), days: new Map() };
}

/** Opens a journal over `store`. Values are copied in and out, as a database does. */
export function openMemoryJournal(store: MemoryStore = emptyStore()): Journal {
  let isClosed = false;
  const reading = async <T>(read: () => T): Promise<T> => {
    if (isClosed) throw new JournalError('closed', 'The journal is closed');
    return structuredClone(read());
  };
  return {
    commit: async (batch) => {
      if (isClosed) throw new JournalError('closed', 'The journal is closed');
      apply(store, cloneOrRefuse(batch));
    },
    sale: (id) => reading(() => store.sales.get(id) ?? null),
    openSales: () => reading(() => sortedSales(store).filter(isOpen)),
    salesOfDay: (day, limit, before = Infinity) =>
      reading(() =>
        sortedSales(store)
          .filter((sale) => sale.day === day && sale.openedAt < before)
          .reverse()
          .slice(0, limit),
      ),
    totals: (day) => reading(() => store.days.get(day) ?? EMPTY_DAY),
    entriesOf: (id) => reading(() => store.entries.filter(({ saleId }) => saleId === id)),
    heldCode: (reference) => reading(() => store.held.get(reference) ?? null),
    dropHeldBefore: (wall) =>
      reading(() => {
        for (const { reference, dropBy } of [...store.held.values()])
          if (dropBy < wall) store.held.delete(reference);
      }),
    fact: (key) => reading(() => store.facts.get(key)),
    // Nothing outside can close a memory journal.
    onclosed: () => () => undefined,
    close: () => {
      isClosed = true;
    },
  };
}

/** All or nothing: what cannot be stored is refused before anything is. */
function cloneOrRefuse(batch: Batch): Batch {
  try {
    return structuredClone(batch);
  } catch (error) {
    throw new JournalError('cannot-save', 'The batch cannot be stored', error);
  }
}

function apply(store: MemoryStore, batch: Batch): void {
  for (const entry of batch.entries) store.entries.push({ ...entry, seq: store.entries.length + 1 });
  for (const sale of batch.sales) {
    const before = store.sales.get(sale.id) ?? null;
    store.days.set(sale.day, moveTotals(store.days.get(sale.day) ?? EMPTY_DAY, before, sale));
    store.sales.set(sale.id, sale);
  }
  if (batch.hold) store.held.set(batch.hold.reference, batch.hold);
  for (const reference of batch.drop ?? []) store.held.delete(reference);
  for (const [key, value] of Object.entries(batch.facts ?? {})) store.facts.set(key, value);
}

function sortedSales(store: MemoryStore): Sale[] {
  return [...store.sales.values()].sort((a, b) => a.openedAt - b.openedAt);
}
