/** The rules of a move, the same on Node and on Cloudflare: who may leave, and where a shop may arrive. */
import type { Clock, Random } from '../../core/ports.ts';
import { joinTransaction } from '../../sql/join-transaction.ts';
import type { Sql } from '../../sql/sql.ts';
import { Audit } from '../ledger/audit.ts';
import { openSchema } from '../ledger/schema.ts';
import { readSeal, writeSeal } from '../ledger/seal.ts';
import { readShop, type ShopFileOwner } from './read-shop.ts';
import { ShopFileRefused } from './shop-file.ts';
import { tablesOf } from './write-shop.ts';

/**
 * Seals a ledger at rest: what is here is an old copy from now on, and its audit says so. May be done again, which adds
 * nothing. Throws ShopFileRefused.
 */
export function leave(sql: Sql, clock: Clock): void {
  const seal = readSeal(sql);
  if (seal === 'arrived')
    throw new ShopFileRefused('This shop has just arrived and is not open yet: it cannot move on.');
  if (seal === 'moved') return;
  sql.transaction(() => {
    writeSeal(sql, 'moved');
    // A file at rest may be an older Pling's, from before there was an audit.
    if (tablesOf(sql).includes('audit')) new Audit({ sql, clock }).write({ till: null, deed: 'shop-left' });
  });
}

/** What a ledger says of whether anybody lives in it. */
export interface Living {
  readonly attempts: number;
  readonly tills: number;
  readonly seal: string | null;
}

/** True for a ledger that is never replaced: it is open, and tills or charges are in it. */
export function isLivedIn({ attempts, tills, seal }: Living): boolean {
  return seal === null && attempts + tills > 0;
}

/** Throws ShopFileRefused for a ledger that is lived in. */
export function refuseLivedIn(sql: Sql): void {
  const count = (table: string): number => Number(sql.all(`SELECT count(*) AS n FROM ${table}`)[0]?.['n']);
  if (isLivedIn({ attempts: count('attempts'), tills: count('tills'), seal: readSeal(sql) }))
    throw new ShopFileRefused(
      'The ledger there is lived in. Nothing was changed: a shop moves to where there is none.',
    );
}

/**
 * Puts the shop of the file in the place of a ledger at rest that nobody lives in, sealed as `arrived`, in one
 * transaction. Throws ShopFileRefused; all is then as before.
 */
export function arrive(sql: Sql, lines: Iterable<string>, owner: ShopFileOwner, random: Random): void {
  refuseLivedIn(sql);
  sql.transaction(() => {
    for (const table of tablesOf(sql)) sql.run(`DROP TABLE "${table}"`);
    const inside = joinTransaction(sql);
    readShop(inside, lines, owner);
    openSchema(inside, owner.realm, random);
  });
}
