/** A customer scans the shop's own code: the wallet shows no code of its own, and answers as he was told to. */
import { insertCode, makeCode, spendCode, type Code, type Wish } from './codes.ts';
import type { Sim } from './context.ts';
import { readOrder, type Order } from './orders.ts';
import { behave } from './pay.ts';
import { WALLETS } from './wallets.ts';

/** What was scanned, and whose wallet it was. */
export type Scan = Pick<Wish, 'wallet' | 'behaviour' | 'afterMs'> & { readonly deepLink: string };

/** Why nothing came of a scan. */
export type ScanProblem = 'unknown' | 'over' | 'other-wallet';

/**
 * Plays one scan; the caller's transaction is open. The wallet's part is written down as a code that was spent on
 * this order, so that all that holds for codes (asked, confirmed, one charge) holds for it.
 */
export function scan(sim: Sim, { deepLink, ...wish }: Scan): Code | ScanProblem {
  const order = orderOfLink(sim, deepLink);
  if (order === null) return 'unknown';
  if (order.status !== 'init') return 'over';
  if (!WALLETS[wish.wallet].vendors.includes(order.vendor ?? '')) return 'other-wallet';
  const code = makeCode(sim, sim.settings, { ...wish, form: 'qr', lifeMs: null }, deepLink);
  if (!insertCode(sim.sql, code)) return 'over';
  spendCode(sim.sql, code, order.transactionNo, sim.clock.now());
  behave(sim, order, code);
  return { ...code, usedAt: sim.clock.now(), transactionNo: order.transactionNo };
}

function orderOfLink(sim: Sim, deepLink: string): Order | null {
  const [row] = sim.sql.all('SELECT * FROM orders WHERE transaction_no = ? AND deep_link = ?', [
    deepLink.slice(deepLink.lastIndexOf('/') + 1),
    deepLink,
  ]);
  return row === undefined ? null : readOrder(row);
}
