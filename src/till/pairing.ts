/** Pairing: from a code, typed or scanned, to a shop and its open journal. */
import type { Shop } from '../contract/shop-api.ts';
import type { Result } from '../sync/transport.ts';
import { callsOf } from '../sync/calls.ts';
import { today, type TillContext } from './context.ts';
import { recoverIfLost } from './late-door.ts';
import { COUNT_FACT } from './numbering.ts';
import { noticeSeal, takeShop } from './take-shop.ts';
import type { Pairing } from './view.ts';

/** The code in what was typed or scanned: `<shop>.<code>`, the code alone, or the whole address `…/#pair=<shop>.<code>`. */
export function pairingCodeIn(text: string): string {
  const bare = text.trim();
  const match = /#pair=([^&\s]+)/.exec(bare);
  return match?.[1] ? decode(match[1]) : bare;
}

/** Pairs this tablet. */
export async function pair(context: TillContext, text: string): Promise<void> {
  const { link, state } = context;
  const was = state.pairing;
  if (was.name === 'pairing' || was.name === 'paired') return;
  state.pairing = { name: 'pairing' };
  context.changed();
  const code = pairingCodeIn(text);
  // An empty code is refused here: the proxy would only say that it cannot read it.
  const paired = code === '' ? null : await callsOf(link.transport).pair({ code });
  const failure = paired === null ? 'malformed-request' : failureOf(paired);
  const shop = failure === null ? await link.transport.shop() : null;
  if (shop?.kind === 'problem') noticeSeal(context, shop.code);
  if (shop?.kind === 'answer') {
    await takePaired(context, shop.answer, was);
    if (paired?.kind === 'answer' && paired.answer.isBack) await askForAll(context);
  } else state.pairing = { name: 'failed', code: failure ?? (shop && failureOf(shop)) ?? 'silent' };
}

/** The place of a till that was here before: another tablet may have sold in it, so its numbers and sales come from the ledger. */
async function askForAll(context: TillContext): Promise<void> {
  const { state } = context;
  const { realm, shop } = state;
  if (!realm || !shop || state.pairing.name !== 'paired') return;
  const count = { day: today(context, shop), count: 0, ...state.count, isWhole: false };
  await realm.journal.commit({ entries: [], sales: [], facts: { [COUNT_FACT]: count } });
  state.count = count;
  recoverIfLost(context);
}

/** What keeps the shop from being taken has a trouble of its own; the tablet must not look as if it still paired. */
async function takePaired(context: TillContext, shop: Shop, was: Pairing): Promise<void> {
  const { state } = context;
  try {
    await takeShop(context, shop);
  } finally {
    if (state.pairing.name === 'pairing') state.pairing = was;
  }
}

/** The code of what went wrong; null when nothing did. */
function failureOf(result: Result<unknown>): string | null {
  if (result.kind === 'answer') return null;
  return result.kind === 'problem' ? result.code : 'silent';
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return text;
    throw error;
  }
}
