/** A ledger that must not be lived in: its shop has moved away, or it has just arrived and the old one may still be open. */
import type { Sql } from '../../sql/sql.ts';
import { readMeta, writeMeta } from './meta.ts';

/** Why it is sealed. `moved`: for good, what is here is an old copy. `arrived`: until a manager says that the old one is off. */
export type Seal = 'moved' | 'arrived';

/** The seal on the ledger; null: it is open. The tables must be there. */
export function readSeal(sql: Sql): Seal | null {
  const seal = readMeta(sql, 'sealed');
  return seal === null ? null : seal === 'arrived' ? 'arrived' : 'moved'; // a word of a newer Pling: never lived in
}

/** Puts a seal on, or takes it off with null. Nothing else is changed. */
export function writeSeal(sql: Sql, seal: Seal | null): void {
  writeMeta(sql, 'sealed', seal);
}
