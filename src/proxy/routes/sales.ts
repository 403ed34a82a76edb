/** `/api/sales`: how a person ended a sale, who goes on with it, and what the whole shop sold. */
import { Hono } from 'hono';
import {
  settleRequestSchema,
  takeRequestSchema,
  type SalesAnswer,
  type SettleAnswer,
  type TakeAnswer,
} from '../../contract/till-api.ts';
import { dayOf } from '../../core/shop-day.ts';
import { callerOf, type Guarded } from '../auth/guard.ts';
import type { AttemptRow } from '../ledger/attempt-row.ts';
import type { Book } from '../ledger/book.ts';
import { checkRealm } from '../ledger/claim.ts';
import { salesOfDay, toRecord } from '../ledger/listing.ts';
import { settleSale } from '../ledger/settle-sale.ts';
import { toSnapshot } from '../ledger/snapshot.ts';
import { takeSale } from '../ledger/take-sale.ts';
import type { Parts } from '../parts.ts';
import { pathSaleId, readBody } from '../read-body.ts';
import { Refusal } from '../refusal.ts';

/** Makes the routes. */
export function saleRoutes(parts: Parts): Hono<Guarded> {
  const { ledger, settings, clock, sql, tills, audit } = parts;
  const stamp = () => ({ head: ledger.head(), serverTime: clock.now() });
  const routes = new Hono<Guarded>();
  routes.get('/', (c) => {
    const day = c.req.query('day') ?? dayOf(clock.now(), settings.timeZone);
    if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || Number.isNaN(Date.parse(day)))
      throw new Refusal('malformed-request', 'day must be YYYY-MM-DD.');
    const till = c.req.query('mine') === undefined ? null : callerOf(c);
    const found = [...salesOfDay(ledger, sql, { day, zone: settings.timeZone, till }).values()];
    const sales = found.flatMap((rows) => toRecord(ledger, sql, rows, (id) => tills.nameOf(id)) ?? []);
    const body: SalesAnswer = { sales, ...stamp() };
    return c.json(body);
  });
  routes.post('/:id/settle', async (c) => {
    const request = await readBody(c, settleRequestSchema);
    if (request.saleId !== pathSaleId(c))
      throw new Refusal('mismatch', 'Path and body name different sales.');
    const { legs } = c.var;
    const till = callerOf(c);
    const settle = (book: Book): AttemptRow[] => {
      const before = book.ofSale(request.saleId);
      const rows = settleSale(book, request, till.id, settings);
      audit.writeUnwanted(book, before, till.id);
      return rows;
    };
    const named = legs.ledger(() => ledger.transact(settle));
    const attempts = named.map((row) => toSnapshot(ledger.find(row.reference) ?? row, ledger.epoch));
    const body: SettleAnswer = { attempts, ...stamp() };
    return c.json(body);
  });
  routes.post('/:id/take', async (c) => {
    checkRealm(await readBody(c, takeRequestSchema), settings);
    const saleId = pathSaleId(c);
    const { legs } = c.var;
    const till = callerOf(c);
    legs.ledger(() => ledger.transact((book) => takeSale(book, saleId, till.id)));
    const sale = toRecord(ledger, sql, ledger.ofSale(saleId), (id) => tills.nameOf(id));
    if (sale === null) throw new Refusal('not-found');
    const body: TakeAnswer = { sale, ...stamp() };
    return c.json(body);
  });
  return routes;
}
