/** A shop the proxy has named: another one, or the open one with changed settings. */
import type { ProblemCode } from '../contract/problem-codes.ts';
import type { Shop } from '../contract/shop-api.ts';
import { isUnfinished } from '../core/sale-state.ts';
import type { OpenRealm, TillContext } from './context.ts';
import { keepShop } from './kept-shop.ts';
import { openRealm } from './open-realm.ts';

/** Takes in a shop the proxy has named: opens its journal, or goes on with the open one. */
export async function takeShop(context: TillContext, shop: Shop): Promise<void> {
  const { state, deps, link } = context;
  const { realm } = state;
  if (realm && realm.name !== shop.realm && realm.sales.open().some(isUnfinished)) {
    // Unfinished sales end only in their own realm; this one refuses whatever is sent for them.
    state.trouble = 'other-realm';
    return;
  }
  keepShop(deps.keep, shop);
  if (realm?.name === shop.realm) {
    state.shop = shop;
    state.pairing = { name: 'paired' };
    realm.sync.outbox.paired();
    backInRealm(context, realm);
  } else {
    await openRealm(context, shop);
  }
  link.connectivity.start();
}

/** The shop has moved, or has just arrived: everything is kept, and nothing can be charged here. */
export function noticeSeal({ state }: TillContext, code: ProblemCode): void {
  if (code === 'moved' || code === 'sealed') state.trouble = code;
}

/** The proxy is that of the open realm again: what it had refused meanwhile goes once more. */
function backInRealm({ state }: TillContext, { sync }: OpenRealm): void {
  if (!['other-realm', 'moved', 'sealed'].includes(state.trouble ?? '')) return;
  state.trouble = null;
  sync.outbox.sendNow();
}
