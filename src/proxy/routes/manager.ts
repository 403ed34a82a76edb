/** `/api/list`, `/api/pin`, `/api/strays`: what only a person can end, and the PIN that makes a person a manager. */
import { Hono } from 'hono';
import {
  pinRequestSchema,
  strayCloseRequestSchema,
  type DoneAnswer,
  type ListAnswer,
} from '../../contract/manager-api.ts';
import type { Guarded } from '../auth/guard.ts';
import { closeStray, listedAttempts, openStrays } from '../ledger/listing.ts';
import { toSnapshot } from '../ledger/snapshot.ts';
import type { Parts } from '../parts.ts';
import { readBody } from '../read-body.ts';
import { Refusal } from '../refusal.ts';

/** Makes the routes. */
export function managerRoutes({ ledger, sql, clock, pin, log }: Parts): Hono<Guarded> {
  const done = (): DoneAnswer => ({ head: ledger.head(), serverTime: clock.now() });
  const routes = new Hono<Guarded>();
  routes.get('/list', (c) => {
    const attempts = listedAttempts(ledger, sql).map((row) => ({
      number: row.number,
      attempt: toSnapshot(row, ledger.epoch),
    }));
    const body: ListAnswer = { attempts, strays: openStrays(sql), ...done() };
    return c.json(body);
  });
  routes.post('/pin', async (c) => {
    const { pin: given, newPin } = await readBody(c, pinRequestSchema);
    if (newPin === undefined) pin.check(given);
    else pin.choose(given, newPin);
    return c.json(done());
  });
  routes.post('/strays/:transactionNo/close', async (c) => {
    const { reason, pin: given } = await readBody(c, strayCloseRequestSchema);
    pin.check(given);
    const transactionNo = c.req.param('transactionNo');
    if (!closeStray(sql, transactionNo, reason, clock.now())) throw new Refusal('not-found');
    log.info('stray-closed', { transactionNo, till: c.var.till.id });
    return c.json(done());
  });
  return routes;
}
