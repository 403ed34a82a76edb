/** `/api/list`, `/api/pin`, `/api/strays`: what only a person can end, and the PIN that makes a person a manager. */
import { Hono } from 'hono';
import {
  pinRequestSchema,
  strayCloseRequestSchema,
  type DoneAnswer,
  type ListAnswer,
} from '../../contract/manager-api.ts';
import { callerOf, type Guarded } from '../auth/guard.ts';
import { closeStray, listedAttempts, openStrays } from '../ledger/listing.ts';
import { toSnapshot } from '../ledger/snapshot.ts';
import type { Parts } from '../parts.ts';
import { readBody } from '../read-body.ts';

/** Makes the routes. */
export function managerRoutes({ ledger, sql, clock, pin, log, tills, audit }: Parts): Hono<Guarded> {
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
    const till = callerOf(c).id;
    if (newPin === undefined) pin.check(given, till);
    else pin.choose(given, newPin, { till, isFromConsole: tills.isFromConsole(till) });
    return c.json(done());
  });
  routes.post('/strays/:transactionNo/close', async (c) => {
    const { reason, pin: given } = await readBody(c, strayCloseRequestSchema);
    const till = callerOf(c).id;
    pin.check(given, till);
    const transactionNo = c.req.param('transactionNo');
    ledger.transact(({ now }) => {
      if (closeStray(sql, transactionNo, reason, now))
        audit.write({ till, deed: 'stray-closed', about: transactionNo, reason });
    });
    log.info('stray-closed', { transactionNo, till });
    return c.json(done());
  });
  return routes;
}
