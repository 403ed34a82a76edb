/** The shop as it was last seen: a start with no network needs it before the journal is open. */
import * as v from 'valibot';
import { shopSchema, type Shop } from '../contract/shop-api.ts';
import { jsonOrNull } from '../core/json-or-null.ts';
import type { Keep } from './deps.ts';
import { SHOP_KEY } from './kept-names.ts';

/** A person left the shop: its cookie may still be good, and must not bring the tablet back by itself. */
const LEFT_KEY = 'pling.left';

/** The kept shop; null when there is none or it cannot be read: then the proxy is asked. */
export function readKeptShop(keep: Keep): Shop | null {
  const text = keep.get(SHOP_KEY);
  if (text === null) return null;
  const result = v.safeParse(shopSchema, jsonOrNull(text));
  return result.success ? result.output : null;
}

/** Keeps the shop, which also says which realm's journal to open. */
export function keepShop(keep: Keep, shop: Shop): void {
  keep.set(SHOP_KEY, JSON.stringify(shop));
  keep.set(LEFT_KEY, null);
}

/** Forgets it: this tablet is paired anew, or not at all. */
export function forgetShop(keep: Keep): void {
  keep.set(SHOP_KEY, null);
  keep.set(LEFT_KEY, 'yes');
}

/** True after a person has left the shop. */
export function hasLeftShop(keep: Keep): boolean {
  return keep.get(LEFT_KEY) !== null;
}
