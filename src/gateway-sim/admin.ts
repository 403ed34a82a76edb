/** /sim: the customers' wallets, the faults, the settings and the book. No part of Pockyt; the README documents it. */
import { Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import {
  readFault,
  readForgery,
  readObject,
  readReference,
  readScan,
  readSeed,
  readSettings,
  readWish,
} from './admin-body.ts';
import type { Agenda } from './agenda.ts';
import { listCharges, totalCharges } from './charges.ts';
import { codeById, type Code } from './codes.ts';
import type { Sim } from './context.ts';
import type { Controls } from './controls.ts';
import { viewCode } from './customer.ts';
import { FAULT_KINDS } from './fault-kinds.ts';
import { webhookJobs } from './jobs.ts';
import { drawQr } from './qr.ts';
import { textOrNull } from './rows.ts';
import type { ScanProblem } from './scan.ts';
import { BEHAVIOURS, WALLET_NAMES, WALLETS } from './wallets.ts';

/** Makes the routes under /sim. Mistakes are answered as `{ error: sentence }`. */
export function createAdmin(sim: Sim, agenda: Agenda, controls: Controls): Hono {
  const admin = new Hono();
  admin.onError((error) => {
    if (error instanceof HTTPException)
      return Response.json({ error: error.message }, { status: error.status });
    throw error;
  });
  addWallets(admin, sim, agenda, controls);
  addScans(admin, sim, controls);
  addFaults(admin, sim, controls);
  addWebhooks(admin, sim, controls);
  admin.get('/charges', (c) => {
    agenda.wake();
    return c.json({ charges: listCharges(sim, c.req.query('reference') ?? null), totals: totalCharges(sim) });
  });
  admin.get('/settings', (c) => c.json(sim.settings));
  admin.post('/settings', async (c) => c.json(controls.set(readSettings(readObject(await c.req.text())))));
  return admin;
}

function addWallets(admin: Hono, sim: Sim, agenda: Agenda, controls: Controls): void {
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
    return c.json(viewCode(sim, controls.mint(wish)), 201);
  });
  admin.get('/wallets/codes/:id', (c) => {
    agenda.wake(); // so that a wallet that answers later has answered, whatever the timer does
    return c.json(viewCode(sim, known(sim, c.req.param('id'))));
  });
  for (const key of ['confirm', 'refuse'] as const) {
    admin.post(`/wallets/codes/:id/${key}`, (c) => {
      const code = known(sim, c.req.param('id'));
      const isDone = controls.confirm(code.id, key === 'confirm');
      return c.json(viewCode(sim, code), isDone ? 200 : 409);
    });
  }
}

const SCAN_PROBLEMS: Readonly<Record<ScanProblem, { status: 404 | 409; message: string }>> = {
  unknown: { status: 404, message: 'No order shows that code.' },
  over: { status: 409, message: 'That order has been scanned or has ended.' },
  'other-wallet': { status: 409, message: 'That code is for another wallet.' },
};

function addScans(admin: Hono, sim: Sim, controls: Controls): void {
  admin.post('/wallets/scans', async (c) => {
    const done = controls.scan(readScan(readObject(await c.req.text())));
    if (typeof done === 'string') throw new HTTPException(SCAN_PROBLEMS[done].status, SCAN_PROBLEMS[done]);
    return c.json(viewCode(sim, done), 201);
  });
  admin.get('/qr/:picture', (c) => {
    const [row] = sim.sql.all('SELECT deep_link FROM orders WHERE transaction_no = ?', [
      c.req.param('picture').replace(/\.svg$/, ''),
    ]);
    const link = row === undefined ? null : textOrNull(row, 'deep_link');
    if (link === null) throw new HTTPException(404, { message: 'No order shows that code.' });
    return c.body(drawQr(link), 200, { 'content-type': 'image/svg+xml' });
  });
}

function addFaults(admin: Hono, sim: Sim, controls: Controls): void {
  const inWait = (): object => ({ faults: sim.faults.laid, seeded: sim.faults.seeded });
  admin.get('/faults', (c) => c.json({ ...inWait(), kinds: FAULT_KINDS }));
  admin.post('/faults', async (c) => {
    const body = readObject(await c.req.text());
    if ('seed' in body) controls.setChances(readSeed(body));
    else controls.layFault(readFault(body));
    return c.json(inWait(), 201);
  });
  admin.delete('/faults', (c) => {
    controls.clearFaults();
    return c.body(null, 204);
  });
}

function addWebhooks(admin: Hono, sim: Sim, controls: Controls): void {
  admin.get('/webhooks', (c) => c.json({ webhooks: webhookJobs(sim.sql) }));
  admin.post('/webhooks/forge', async (c) => {
    const why = controls.forge(readForgery(readObject(await c.req.text())));
    if (why !== null) throw new HTTPException(409, { message: why });
    return c.body(null, 202);
  });
  admin.post('/webhooks/replay', async (c) => {
    if (!controls.replay(readReference(readObject(await c.req.text()))))
      throw new HTTPException(409, { message: 'No webhook was ever sent for that reference.' });
    return c.body(null, 202);
  });
}

function known(sim: Sim, id: string): Code {
  const code = codeById(sim.sql, id);
  if (code === null) throw new HTTPException(404, { message: 'No such code.' });
  return code;
}
