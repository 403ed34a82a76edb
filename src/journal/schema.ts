/** The IndexedDB schema, typed once. Version 1. */
import type { DBSchema, IDBPDatabase } from 'idb';
import type { JournalEntry, NewEntry } from '../contract/journal-entry.ts';
import type { DayTotals, KeptSale } from './journal.ts';

/** Grows with every change of the schema; a database with a higher one is left alone. */
export const SCHEMA_VERSION = 1;

/** A sale with the flag the index of open ones needs: absent when the sale is over, so that the index stays small. */
export interface SaleRow {
  readonly sale: KeptSale;
  readonly open?: 1;
}

/** A payment code at rest: readable only through the non-extractable key beside it (law 9). */
export interface HeldRow {
  readonly reference: string;
  readonly dropBy: number;
  readonly iv: Uint8Array<ArrayBuffer>;
  readonly sealed: ArrayBuffer;
}

/** Every store, its key, its value and its indexes. */
export interface PlingDb extends DBSchema {
  entries: { key: number; value: JournalEntry | NewEntry; indexes: { saleId: string } };
  sales: {
    key: string;
    value: SaleRow;
    indexes: { day: [string, number]; open: [number, number] };
  };
  held: { key: string; value: HeldRow; indexes: { dropBy: number } };
  keys: { key: string; value: CryptoKey };
  facts: { key: string; value: unknown };
  days: { key: string; value: DayTotals };
  /** Marks of the last commits, so that a commit whose fate is unknown is not done twice. */
  batches: { key: number; value: { id: string }; indexes: { id: string } };
}

/** A connection to it. */
export type PlingDatabase = IDBPDatabase<PlingDb>;

/** Every store's name; a database without one of them is not ours to write to. */
export const STORES = ['entries', 'sales', 'held', 'keys', 'facts', 'days', 'batches'] as const;

/** Makes the stores of version 1. */
export function createStores(db: PlingDatabase): void {
  db.createObjectStore('entries', { keyPath: 'seq', autoIncrement: true }).createIndex('saleId', 'saleId');
  const sales = db.createObjectStore('sales', { keyPath: 'sale.id' });
  sales.createIndex('day', ['sale.day', 'sale.openedAt']);
  sales.createIndex('open', ['open', 'sale.openedAt']);
  db.createObjectStore('held', { keyPath: 'reference' }).createIndex('dropBy', 'dropBy');
  db.createObjectStore('keys');
  db.createObjectStore('facts');
  db.createObjectStore('days');
  db.createObjectStore('batches', { autoIncrement: true }).createIndex('id', 'id');
}
