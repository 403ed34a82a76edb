/** /sim: the customers' wallets, the faults and the book. No part of Pockyt; the README documents it. */
import { Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { readFault, readObject, readSeed, readWish } from './admin-body.ts';
import type { Agenda } from './agenda.ts';
import { listCharges, totalCharges } from './charges.ts';
import { codeById, mintCode, type Code } from './codes.ts';
import type { Sim } from './context.ts';
import { answerRequest, viewCode } from './customer.ts';
import {
  CALL_FAULTS,
  clearFaults,
  layFault,
  listFaults,
  readChances,
  setChances,
  WEBHOOK_FAULTS,
} from './faults.ts';
import { webhookJobs } from './jobs.ts';
import { BEHAVIOURS, WALLET_NAMES, WALLETS } from './wallets.ts';

/** Makes the routes under /sim. Mistakes are answered as `{ error: sentence }`. */
export function createAdmin(sim: Sim, agenda: Agenda): Hono {
  const admin = new Hono();
  admin.onError((error) => {
    if (error instanceof HTTPException)
      return Response.json({ error: error.message }, { status: error.status });
    throw error;
  });
  addWallets(admin, sim, agenda);
  addFaults(admin, sim);
  admin.get('/charges', (c) => {
    agenda.wake();
    return c.json({ charges: listCharges(sim, c.req.query('reference') ?? null), totals: totalCharges(sim) });
  });
  admin.get('/webhooks', (c) => c.json({ webhooks: webhookJobs(sim.sql) }));
  return admin;
}

function addWallets(admin: Hono, sim: Sim, agenda: Agenda): void {
  admin.get('/wallets', (c) => {
    const wallets = WALLET_NAMES.map((id) => ({
      id,
      name: WALLETS[id].name,
      lifeMs: sim.settings.codeLifeMs[id],
    }));
    return c.json({ shop: sim.settings.shopName, wallets, behaviours: BEHAVIOURS });
  });
  admin.post('/wallets/codes', async (c) => {
    const wish = readWish(readObject(await c.req.text()));
    const code = sim.sql.transaction(() => mintCode(sim, sim.settings, wish));
    return c.json(viewCode(sim, code), 201);
  });
  admin.get('/wallets/codes/:id', (c) => {
    agenda.wake(); // so that a wallet that answers later has answered, whatever the timer does
    return c.json(viewCode(sim, known(sim, c.req.param('id'))));
  });
  for (const key of ['confirm', 'refuse'] as const) {
    admin.post(`/wallets/codes/:id/${key}`, (c) => {
      agenda.wake();
      const code = known(sim, c.req.param('id'));
      const isDone = answerRequest(sim, code, key === 'confirm');
      agenda.wake();
      return c.json(viewCode(sim, code), isDone ? 200 : 409);
    });
  }
}

function addFaults(admin: Hono, sim: Sim): void {
  admin.get('/faults', (c) =>
    c.json({ faults: listFaults(sim), seeded: readChances(sim), kinds: [...CALL_FAULTS, ...WEBHOOK_FAULTS] }),
  );
  admin.post('/faults', async (c) => {
    const body = readObject(await c.req.text());
    if ('seed' in body) setChances(sim, readSeed(body));
    else layFault(sim, readFault(body));
    return c.json({ faults: listFaults(sim), seeded: readChances(sim) }, 201);
  });
  admin.delete('/faults', (c) => {
    clearFaults(sim);
    return c.body(null, 204);
  });
}

function known(sim: Sim, id: string): Code {
  const code = codeById(sim.sql, id);
  if (code === null) throw new HTTPException(404, { message: 'No such code.' });
  return code;
}
