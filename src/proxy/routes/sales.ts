/** `/api/sales/:id/settle`: the ledger hears how a person ended a sale. */
import { Hono } from 'hono';
import { settleRequestSchema, type SettleAnswer } from '../../contract/till-api.ts';
import type { Guarded } from '../auth/guard.ts';
import { settleSale } from '../ledger/settle-sale.ts';
import { toSnapshot } from '../ledger/snapshot.ts';
import type { Parts } from '../parts.ts';
import { pathSaleId, readBody } from '../read-body.ts';
import { Refusal } from '../refusal.ts';

/** Makes the route. */
export function saleRoutes({ ledger, settings, clock }: Parts): Hono<Guarded> {
  const routes = new Hono<Guarded>();
  routes.post('/:id/settle', async (c) => {
    const request = await readBody(c, settleRequestSchema);
    if (request.saleId !== pathSaleId(c))
      throw new Refusal('mismatch', 'Path and body name different sales.');
    const condemned = ledger.transact((book) => settleSale(book, request, c.var.till.id, settings));
    const attempts = condemned.map((row) => toSnapshot(ledger.find(row.reference) ?? row));
    const body: SettleAnswer = { attempts, head: ledger.head(), serverTime: clock.now() };
    return c.json(body);
  });
  return routes;
}
