/** The journal in memory: for tests, for the simulation, and as the plain picture of what the other one does. */
import type { JournalEntry } from '../contract/journal-entry.ts';
import type { Reference, SaleId } from '../core/ids.ts';
import { EMPTY_DAY, isOpen, moveTotals } from './day-totals.ts';
import {
  checkBase,
  JournalError,
  type Batch,
  type DayTotals,
  type HeldCode,
  type Journal,
  type KeptSale,
} from './journal.ts';

/** What a memory journal holds; hand it to a second journal to play a reload. */
export interface MemoryStore {
  readonly entries: JournalEntry[];
  readonly sales: Map<SaleId, KeptSale>;
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
    return copyOf(read());
  };
  return {
    commit: async (batch) => {
      if (isClosed) throw new JournalError('closed', 'The journal is closed');
      if (batch.onto) checkBase(batch.onto, store.sales.get(batch.onto.saleId) ?? null);
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
    entries: (afterSeq, limit) =>
      // Numbered from 1 in the order they lie.
      reading(() => store.entries.slice(afterSeq, afterSeq + limit)),
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
    return copyOf(batch);
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

function sortedSales(store: MemoryStore): KeptSale[] {
  return [...store.sales.values()].sort((a, b) => a.openedAt - b.openedAt);
}

/** What structuredClone gives, at a tenth of its price for the plain values that journals are made of. */
function copyOf<T>(value: T): T;
function copyOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null)
    return typeof value === 'function' || typeof value === 'symbol' ? structuredClone(value) : value;
  if (Array.isArray(value)) return value.map((each: unknown) => copyOf(each));
  if (Object.getPrototypeOf(value) !== Object.prototype) return structuredClone(value);
  const copy: Record<string, unknown> = {};
  for (const [name, each] of Object.entries(value)) copy[name] = copyOf(each);
  return copy;
}
